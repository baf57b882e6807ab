"""Cards on their way out, as vCard 4.0: the same cells that reading a card gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

_LONGEST = 75  # bytes of a line, its end apart
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_TOKEN = re.compile(r"[A-Za-z0-9-]+(?:, [A-Za-z0-9-]+)*")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_EXTENDED = re.compile(r"(?P<number>.*?),? ext\. (?P<extension>[0-9]+)")


def write_card(cells: Mapping[str, str]) -> str:
    """One card as vCard 4.0, its lines ending in CR LF; ``cells`` by the names of ``CARD_HEADERS``."""
    told = {key: _UNWRITABLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n")) for key, value in cells.items()}
    named = [_list(told.get(key, "")) for key in ("family", "given", "additional", "prefix", "suffix")]
    lines = ["BEGIN:VCARD", "VERSION:4.0", f"FN:{escape(told.get('name', ''))}"]
    if any(named):
        lines.append(f"N:{';'.join(named)}")
    lines += _nicknames(told.get("nickname", "")) + _firms(told)
    for key, name in (("title", "TITLE"), ("role", "ROLE"), ("language", "LANG"), ("url", "URL")):
        lines += [f"{name}:{_uri_or_text(name, line)}" for line in _lines(told.get(key, ""))]
    lines += [line for place, mail in enumerate(_lines(told.get("emails", "")), 1) for line in _mail(mail, place)]
    lines += [line for place, tel in enumerate(_lines(told.get("phones", "")), 1) for line in _phone(tel, place)]
    if told.get("categories"):
        lines.append("CATEGORIES:" + ",".join(escape(line) for line in _lines(told["categories"])))
    if told.get("note"):
        lines.append(f"NOTE:{escape(told['note'])}")
    lines += [f"ADR:;;{escape(line)};;;;" for line in _lines(told.get("address", ""))]
    for key, name in (("birthday", "BDAY"), ("anniversary", "ANNIVERSARY")):
        lines += [_day(name, line) for line in _lines(told.get(key, ""))]
    if told.get("uid"):
        lines.append(f"UID:{escape(told['uid'])}")
    return "".join(f"{fold(line)}\r\n" for line in (*lines, "END:VCARD"))


def write_cards(rows: Iterable[Mapping[str, str]]) -> Iterator[bytes]:
    """Cards one after the other, to be streamed."""
    for cells in rows:
        yield write_card(cells).encode()


def escape(text: str) -> str:
    """The text as a value may hold it."""
    for sign, written in (("\\", "\\\\"), ("\n", "\\n"), (",", "\\,"), (";", "\\;")):
        text = text.replace(sign, written)
    return text


def fold(line: str) -> str:
    """A line in pieces of at most 75 bytes, never within a character."""
    content = line.encode()
    if len(content) <= _LONGEST:
        return line
    pieces, begin, room = [], 0, _LONGEST
    while begin < len(content):
        end = min(begin + room, len(content))
        while end < len(content) and content[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(content[begin:end].decode())
        begin, room = end, _LONGEST - 1
    return "\r\n ".join(pieces)


def _lines(cell: str) -> list[str]:
    return [line.strip() for line in cell.split("\n") if line.strip()]


def _list(cell: str) -> str:
    return escape(" ".join(cell.split()))


def _nicknames(cell: str) -> list[str]:
    return ["NICKNAME:" + ",".join(escape(line) for line in _lines(cell))] if cell.strip() else []


def _firms(told: Mapping[str, str]) -> list[str]:
    firms = _lines(told.get("organisation", ""))
    department = " ".join(told.get("department", "").split())
    if not firms:
        return [f"ORG:;{escape(department)}"] if department else []
    first = escape(firms[0]) + (f";{escape(department)}" if department else "")
    return [f"ORG:{first}", *(f"ORG:{escape(firm)}" for firm in firms[1:])]


def _uri_or_text(name: str, line: str) -> str:
    return line if name == "URL" and not set(line) & set(",;\\") else escape(line)


def _mail(line: str, place: int) -> list[str]:
    value, _tab, label = line.partition("\t")
    return _with_label(f"EMAIL;PREF={min(place, 100)}", escape(value.strip()), label.strip(), f"email{place}")


def _phone(line: str, place: int) -> list[str]:
    value, _tab, label = line.partition("\t")
    return _with_label(f"TEL;PREF={min(place, 100)}", escape(value.strip()), label.strip(), f"tel{place}")


def _with_label(head: str, value: str, label: str, group: str) -> list[str]:
    """A label of plain words is a type; any other stands beside the value as Apple and Google write it."""
    if not label:
        return [f"{head}:{value}"]
    if _TOKEN.fullmatch(label) and label == label.lower():
        types = label.replace(", ", ",")
        return [f'{head};TYPE="{types}":{value}' if "," in types else f"{head};TYPE={types}:{value}"]
    return [f"{group}.{head}:{value}", f"{group}.X-ABLabel:{escape(label)}"]


def _day(name: str, line: str) -> str:
    found = _DAY.fullmatch(line)
    if found:
        return f"{name}:{''.join(found.groups())}"
    partial = re.fullmatch(r"--[0-9]{2}-?[0-9]{2}|[0-9]{4}(?:-[0-9]{2})?", line)
    return f"{name}:{line}" if partial else f"{name};VALUE=text:{escape(line)}"
