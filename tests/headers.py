"""What every answer of the house must carry: asked wherever a test has an answer in its hands anyway."""

from __future__ import annotations

from typing import Any

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "font-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
}
NEVER = ("Access-Control-Allow-Origin", "Server", "X-Powered-By")


def lacking(response: Any) -> list[str]:
    """What an answer of the house lacks, in words; nothing where all is well."""
    told = response.headers
    faults = [f"{name}: {told.get(name)}" for name, wanted in ALWAYS.items() if told.get(name) != wanted]
    policy = {part.strip() for part in told.get("Content-Security-Policy", "").split(";")}
    if policy != POLICY:
        faults.append(f"Content-Security-Policy: {sorted(policy ^ POLICY)}")
    if "no-store" not in told.get("Cache-Control", ""):
        faults.append(f"Cache-Control: {told.get('Cache-Control')}")
    kind = told.get("Content-Type", "")
    if kind.startswith(("text/", "application/xml")) and "charset=utf-8" not in kind:
        faults.append(f"Content-Type: {kind}")
    faults += [f"{name} is told" for name in NEVER if name in told]
    for name, cookie in response.cookies.items():
        if not (cookie["samesite"] in ("Lax", "Strict") and cookie["path"] == "/" and not cookie["domain"]):
            faults.append(f"the cookie {name} goes astray: {cookie.OutputString()}")
        if cookie.value and not cookie["httponly"]:  # one that is taken away holds nothing
            faults.append(f"scripts can read the cookie {name}")
    return faults
