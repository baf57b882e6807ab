"""Stories that cross folders, told through the page, the API and the terminal."""
