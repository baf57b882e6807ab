"""Where the customers are: two letters for each country, and the clock that hangs there."""

from __future__ import annotations

COUNTRIES = {
    "Argentina": ("AR", "America/Argentina/Buenos_Aires"),
    "Austria": ("AT", "Europe/Vienna"),
    "Belgium": ("BE", "Europe/Brussels"),
    "Brazil": ("BR", "America/Sao_Paulo"),
    "Canada": ("CA", "America/Vancouver"),
    "Denmark": ("DK", "Europe/Copenhagen"),
    "Finland": ("FI", "Europe/Helsinki"),
    "France": ("FR", "Europe/Paris"),
    "Germany": ("DE", "Europe/Berlin"),
    "Ireland": ("IE", "Europe/Dublin"),
    "Italy": ("IT", "Europe/Rome"),
    "Mexico": ("MX", "America/Mexico_City"),
    "Norway": ("NO", "Europe/Oslo"),
    "Poland": ("PL", "Europe/Warsaw"),
    "Portugal": ("PT", "Europe/Lisbon"),
    "Spain": ("ES", "Europe/Madrid"),
    "Sweden": ("SE", "Europe/Stockholm"),
    "Switzerland": ("CH", "Europe/Zurich"),
    "UK": ("GB", "Europe/London"),
    "USA": ("US", "America/Los_Angeles"),
    "Venezuela": ("VE", "America/Caracas"),
}
# Towns whose clock is another than the one above.
TOWNS = {
    ("Canada", "Montréal"): "America/Toronto",
    ("USA", "Albuquerque"): "America/Denver",
    ("USA", "Anchorage"): "America/Anchorage",
    ("USA", "Boise"): "America/Boise",
    ("USA", "Butte"): "America/Denver",
    ("USA", "Lander"): "America/Denver",
}


def country_of(country: str) -> str:
    """The two letters of a country."""
    return COUNTRIES[country][0]


def zone_of(country: str, town: str) -> str:
    """The time zone of a town."""
    return TOWNS.get((country, town), COUNTRIES[country][1])
