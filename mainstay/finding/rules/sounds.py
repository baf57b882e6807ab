"""How a name in Latin letters sounds in English and in German, as somebody writes it down in Cyrillic (R-X-13).

“Hale” is Хейл, “Neumann” Нойман: no table of letters leads from one to the other, only how the name is read. The rules
are those of practical transcription, as far as they are regular. Nothing is merged by it; it is looked for last.
"""

from __future__ import annotations

import re
from functools import lru_cache

from mainstay.kit import letters

Rules = tuple[tuple[re.Pattern[str], str], ...]
_TWICE = re.compile(r"([a-z])\1+")
_VOWEL, _NOT = "[aeiouy]", "[bcdfghjklmnpqrstvwxz]"


def _rules(*pairs: tuple[str, str]) -> Rules:
    return tuple((re.compile(pattern.replace("V", _VOWEL).replace("C", _NOT)), to) for pattern, to in pairs)


ENGLISH = _rules(
    (r"^kn", "n"),
    (r"^wr", "r"),  # Wright, Райт
    (r"a[iy]", "ei"),  # Taylor, Тейлор
    (r"igh", "ai"),  # Knight, Найт
    (r"^wh", "w"),
    (r"sch", "sk"),
    (r"tch", "ch"),
    (r"dge?$", "j"),  # Bridge, Бридж
    (r"geor", "jor"),
    (r"(?<!n)g(?=[eiy])(?!i?l)", "j"),  # George, Джордж; not Gilbert
    (r"(?<=V)h(?=C)", ""),  # Johnson, Джонсон
    (r"j", "dzh"),
    (r"th", "t"),  # Smith, Смит
    (r"ck", "k"),
    (r"ph", "f"),
    (r"qu", "ku"),
    (r"c(?=[eiy])", "s"),
    (r"c(?!h)", "k"),
    (r"(?<![aeiou])a(?=Ce[sr]?$)", "ei"),  # Hale, Хейл
    (r"(?<![aeiou])i(?=Ces?$)", "ai"),  # Price, Прайс
    (r"(?<![aeiou])o(?=Ces?$)", "ou"),  # Cole, Коул
    (r"oo", "u"),  # Cook, Кук
    (r"e[ea]", "i"),  # Green, Грин
    (r"ow(?=[nld])", "au"),  # Brown, Браун
    (r"ow", "ou"),
    (r"aw", "o"),
    (r"ew", "u"),
    (r"[iu]r(?=C|$)", "er"),  # Murphy, Мёрфи
    (r"u(?=CC)", "a"),  # Hunt, Хант
    (r"w(?=V)", "u"),  # William, Уильям
    (r"(?<=C)e(?=s?$)", ""),
    (r"(?:ey|ie|y)$", "i"),
)
GERMAN = _rules(
    (r"tz", "ts"),
    (r"(?<!t)z", "ts"),  # Zimmermann, Циммерман
    (r"^s(?=[pt])", "sh"),  # Stein, Штайн
    (r"^s(?=V)", "z"),  # Siegfried, Зигфрид
    (r"(?<=V)s(?=V)", "z"),
    (r"(?<![ae])ie", "i"),
    (r"[ea][iy]", "ay"),  # Meier, Майер
    (r"a?eu", "oy"),  # Neumann, Нойман
    (r"(?<=V)h(?=C|$)", ""),  # Kohl, Коль
    (r"^v", "f"),  # Vogel, Фогель
)
UMLAUTS = {"ä": "e", "ö": "e"}  # Schäfer, Шефер


@lru_cache(maxsize=50_000)
def sounds(name: str) -> frozenset[str]:
    """How one word of a name may be read, each as the index compares it; of one in Cyrillic, how it is written."""
    told = name.casefold()
    plain = letters.plain(told)
    if not plain.isascii() or not plain.isalpha():
        return frozenset()
    found = {plain}
    if any("a" <= sign <= "z" for sign in told):
        umlauts = letters.plain("".join(UMLAUTS.get(sign, sign) for sign in told))
        found |= {_read(plain, ENGLISH), _read(umlauts, GERMAN)}
    return frozenset(once for one in found if (once := _TWICE.sub(r"\1", letters.skeleton(one))))


def _read(word: str, rules: Rules) -> str:
    for pattern, to in rules:
        word = pattern.sub(to, word)
    return word
