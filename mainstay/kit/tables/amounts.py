"""Cells that hold an amount of money: grouped or not, point or comma, a currency, a sign on either side."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from mainstay.kit.sentences import sentence as _
from mainstay.kit.tables.real import Number
from mainstay.kit.tables.source import Asks, has_digit, tidy

_LONGEST = 12  # digits before the decimals; more is a reference number in the wrong column
_FINEST = Decimal("0.000001")  # what a spreadsheet's arithmetic leaves behind it is dropped
_KEPT = 50_000
_MOST_SIGNS = 64  # of a cell; beyond, only blanks may have made it so long

_ISO_4217 = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN "
    "BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS "
    "GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW "
    "KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD "
    "NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD "
    "SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES "
    "VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWL DEM FRF NLG "
)
_CODES = frozenset(_ISO_4217.split())
_SIGNS = {"€": "EUR", "£": "GBP", "RM": "MYR", "₽": "RUB", "руб": "RUB", "р": "RUB", "US$": "USD"}
_SIGNS |= {"A$": "AUD", "₹": "INR", "₺": "TRY", "₩": "KRW", "₴": "UAH", "zł": "PLN", "Fr": "CHF"}
_SIGNS |= {"$": "", "¥": "", "kr": ""}  # of several countries: they name no currency
_UNIT = "|".join(sorted((re.escape(sign) for sign in _SIGNS), key=len, reverse=True)) + "|[A-Z]{3}"
_BLANKS = " \u00a0\u2009\u202f'’"
_BARE = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,6})?", re.ASCII)
_AMOUNT = (
    rf"(?P<open>\()?\s*(?P<s1>[-+−–])?\s*(?:(?P<u1>{_UNIT})\.?)?\s*(?P<s2>[-+−–])?\s*"
    rf"(?P<core>[0-9](?:[0-9.,{_BLANKS}]*[0-9])?(?:[.,](?![-–]))?|[.,][0-9]+)"
    rf"(?:[.,][-–]{{1,2}})?(?P<exp>[eE][-+]?[0-9]{{1,2}})?"  # “12,-” is a whole amount, not one below zero
    rf"\s*(?:(?P<u2>{_UNIT})\.?)?\s*(?P<s3>[-−])?\s*(?P<close>\))?"
)


@cache
def _amount() -> re.Pattern[str]:
    return re.compile(_AMOUNT)


def _match(text: str) -> re.Match[str] | None:
    """The parts of an amount. The pattern is asked of short texts only: a long one would keep it busy for hours."""
    short = text.strip() if len(text) <= _MOST_SIGNS else tidy(text)
    return _amount().fullmatch(short) if len(short) <= _MOST_SIGNS else None


class Amount(NamedTuple):
    """A number, and the code of its currency where the cell names one (a bare $ names none)."""

    value: Decimal
    currency: str = ""


def currency_of(text: str) -> str | None:
    """The code of a currency told by code or sign; "" for a sign of several countries, None for anything else."""
    word = text.strip().rstrip(".")
    code = _SIGNS.get(word, word.upper())
    return code if code in _CODES or code == "" else None


class AmountReader:
    """Reads amounts whose decimals stand after ``decimal``, "." or ","; the other sign and blanks group."""

    def __init__(self, decimal: str) -> None:
        self.decimal = decimal
        group = rf"[{_BLANKS}{',' if decimal == '.' else '.'}]"
        self._whole = re.compile(
            rf"[0-9]+|[1-9][0-9]{{0,2}}(?:(?P<g>{group})[0-9]{{3}}(?:(?P=g)[0-9]{{3}})*)"
            rf"|[1-9][0-9]?(?:{group}[0-9]{{2}})+{group}[0-9]{{3}}"
        )
        self._known: dict[str, Amount | None] = {}

    def read(self, text: str) -> Amount | None:
        """The amount a text names; None where it names none. A ``Number`` is read as it is, whatever ``decimal``."""
        if isinstance(text, Number):
            return _real(text)
        if text in self._known:
            return self._known[text]
        amount = self._read(text.strip())
        if len(self._known) < _KEPT:
            self._known[text] = amount
        return amount

    def _read(self, text: str) -> Amount | None:
        if _BARE.fullmatch(text) and (self.decimal == "." or "." not in text):
            return Amount(Decimal(text))
        match = _match(text)
        if match is None or (match["open"] is None) != (match["close"] is None):
            return None
        units = {_SIGNS.get(unit, unit) for unit in (match["u1"], match["u2"]) if unit} - {""}
        signs = [sign for sign in (match["open"], match["s1"], match["s2"], match["s3"]) if sign]
        whole, _sign, decimals = match["core"].partition(self.decimal)
        if len(units) > 1 or not units <= _CODES or len(signs) > 1:
            return None
        if decimals and not decimals.isdigit():
            return None
        if whole and not self._whole.fullmatch(whole):
            return None
        digits = re.sub(r"[^0-9]", "", whole)
        value = _kept(Decimal(f"{digits or '0'}.{decimals or '0'}{match['exp'] or ''}"))
        if value is None:
            return None
        minus = bool(signs) and signs[0] != "+"
        return Amount(-value if minus and value else value, units.pop() if units else "")


def _real(number: Number) -> Amount | None:
    value = _kept(Decimal(number))
    return None if value is None else Amount(value)


def _kept(value: Decimal) -> Decimal | None:
    """The number as it is kept; None for one of so many digits that it is no amount."""
    return None if value.adjusted() >= _LONGEST else value.quantize(_FINEST).normalize() + 0


class AmountFinder:
    """Finds out from every amount of a file whether its decimals stand after a point or a comma."""

    def __init__(self) -> None:
        self._says = {".": 0, ",": 0}
        self._either = ""
        self._known: dict[str, str] = {}

    def see(self, text: str) -> None:
        """Learn from one value; what is no amount teaches nothing, and neither does a ``Number``."""
        if isinstance(text, Number) or ("." not in text and "," not in text):
            return
        if (sign := self._known.get(text)) is None:
            sign = self._sign(text)
            if len(self._known) < _KEPT:
                self._known[text] = sign
        if sign:
            self._says[sign] += 1

    def _sign(self, text: str) -> str:
        """The sign before the decimals that a value tells; "" where it tells none."""
        match = _match(text) if has_digit(text) else None
        signs = [character for character in match["core"] if character in ".,"] if match else []
        if match is None or not signs:
            return ""
        last = signs[-1]
        other = "," if last == "." else "."
        before, _sign, after = match["core"].rpartition(last)
        if other in signs:
            return last
        if len(signs) > 1:
            return other
        if len(after) != 3 or len(before) > 3 or before in ("", "0"):
            return last
        self._either = self._either or match["core"]
        return ""

    def decimal(self, delimiter: str) -> str:
        """The sign before the decimals.

        The greater number of values that can be read one way only decides; the others will be problems of
        their rows. Where none decides, files with commas between the cells come from where decimals stand
        after a point, and those with semicolons from where they stand after a comma; else ``Asks``.
        """
        if self._says["."] != self._says[","]:
            return max(self._says, key=lambda sign: self._says[sign])
        if not self._either or delimiter == ",":
            return "."
        if delimiter == ";":
            return ","
        raise Asks(
            _(
                "Is “%(value)s” an amount in thousands, or one with three decimals? Nothing in the file"
                ' tells. Write decimal = "." or decimal = "," in the map, under [file].',
                value=self._either,
            ),
            about="decimal",
            choices=[
                (".", _("“%(value)s” is %(meant)s", value=self._either, meant=self._meant("."))),
                (",", _("“%(value)s” is %(meant)s", value=self._either, meant=self._meant(","))),
            ],
        )

    def _meant(self, decimal: str) -> str:
        amount = AmountReader(decimal).read(self._either)
        return f"{amount.value:f}" if amount else "?"
