"""The house in real Chromium: by keyboard, on a phone, in four languages."""
