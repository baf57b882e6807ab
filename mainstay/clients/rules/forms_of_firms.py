"""Legal forms: what a firm's name ends or begins with and is not told apart by. Pure."""

from __future__ import annotations

from collections.abc import Sequence

# As they stand after folding, Cyrillic in Latin letters; several words of one form in their order.
AT_THE_END = frozenset(
    tuple(form.split())
    for form in """
    gmbh|ggmbh|mbh|ag|kg|kgaa|ohg|gbr|ug|ug haftungsbeschrankt|ek|e k|ekfr|ekfm|ev|e v|eg|e g|se|partg|partgmbb|co|cie
    aktiengesellschaft|kommanditgesellschaft|gesellschaft mit beschrankter haftung|gesmbh|ges m b h|g m b h
    ltd|limited|llc|llp|lp|inc|incorporated|plc|corp|corporation|company|pty|pty ltd|pvt|private|l l c
    sdn bhd|sdn|bhd|berhad|sendirian berhad|plt|tbk|pte|pte ltd|persero
    ooo|oao|pao|zao|ao|too|uab|sia|ou|as|aps|a s|ab|oy|oyj|asa|ans|hb|kb|hf|ehf|ks
    sa|s a|sas|sarl|s a r l|srl|s r l|spa|s p a|sl|s l|slu|sau|sc|snc|eurl|sca|gie|lda|ltda|eireli|sapi de cv|sa de cv
    bv|b v|nv|n v|vof|cv|bvba|sprl|vzw|zrt|kft|bt|nyrt|doo|d o o|dd|ad|eood|ood|sro|s r o|as|spol sro|spolka z oo
    sp z oo|sp z o o|sp k|sp j|z oo|kk|kabushiki kaisha|co ltd|jsc|ojsc|cjsc|pjsc
    """.replace("\n", "|").split("|")
    if form.split()
)
AT_THE_BEGINNING = frozenset(
    tuple(form.split())
    for form in """
    ooo|oao|pao|zao|too|jsc|ojsc|cjsc|pjsc|pt|cv|ud|uab|sia|firma|fa|kabushiki kaisha
    obshchestvo s ogranichennoy otvetstvennostyu|aktsionernoe obshchestvo|individualnyy predprinimatel
    publichnoe aktsionernoe obshchestvo|zakrytoe aktsionernoe obshchestvo|otkrytoe aktsionernoe obshchestvo
    """.replace("\n", "|").split("|")
    if form.split()
)
LONGEST = max(len(form) for form in AT_THE_END | AT_THE_BEGINNING)
# Written in Latin letters these begin other names as well: only in Cyrillic are they forms.
CYRILLIC = frozenset({"ао", "ип", "ооо", "оао", "пао", "зао", "тоо", "ано", "нко", "чп", "тов"})


def without_legal_form(words: Sequence[str]) -> list[str]:
    """The words of a firm's name without its legal forms; a name that is nothing else keeps itself (R-B-6)."""
    left = list(words)
    while taken := _ends(left) or _begins(left):
        left = taken
    return list(words) if tuple(left) in AT_THE_END | AT_THE_BEGINNING else left


def _ends(words: list[str]) -> list[str]:
    for length in range(min(LONGEST, len(words) - 1), 0, -1):
        if tuple(words[-length:]) in AT_THE_END:
            return words[:-length]
    return []


def _begins(words: list[str]) -> list[str]:
    for length in range(min(LONGEST, len(words) - 1), 0, -1):
        if tuple(words[:length]) in AT_THE_BEGINNING:
            return words[length:]
    return []
