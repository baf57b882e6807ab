"""What a browser calls itself, in words; and which network an address belongs to. Pure."""

from __future__ import annotations

import ipaddress

# In this order: most browsers also name those whose pages they want to be given.
BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("YaBrowser", "Yandex Browser"),
    ("Vivaldi", "Vivaldi"), ("FxiOS", "Firefox"), ("Firefox/", "Firefox"), ("CriOS", "Chrome"),
    ("HeadlessChrome", "Chrome"), ("Chromium", "Chromium"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"), ("Macintosh", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def named(user_agent: str) -> tuple[str, str]:
    """Browser and system by their own names, as (“Firefox”, “Linux”); empty for what is not known (R-X-17)."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    return browser, next((name for mark, name in SYSTEMS if mark in user_agent), "")


def network_of(address: str) -> str:
    """What counts as one place: an IPv4 address, the /64 of an IPv6 address; the text itself for what is none.

    Whoever has one address of IPv6 has all of its /64 (R-X-17).
    """
    try:
        read = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(read, ipaddress.IPv6Address):
        if read.ipv4_mapped is not None:
            return str(read.ipv4_mapped)
        return str(ipaddress.IPv6Network(f"{read}/64", strict=False).network_address)
    return str(read)
