"""Whose word it is, and what stands at the head of a line: “Atlas: …”, “Jonas sends …”, “we: …”.

Written rules: a client before a colon, or before a verb that says what they do, owes it; a colleague there keeps it;
a client at the head before anything else is asked about.
"""

from __future__ import annotations

import re

from mainstay.promises.rules.capture.line import Span

TO = re.compile(
    r"(?<!\w)(?:to|for|an|f(?:ü|ue)r|kepada|untuk|ke|bagi|buat|во?|для|ко?)"
    r"(?:\s(?:the|die|den|das|der|dem|firma|unseren kunden|our client|syarikat|pihak|pelanggan|компани\w+|фирм\w+"
    r"|mr|mrs|ms|herrn?|frau|dr|encik|puan|cik|г-н\w?|г-ж\w|господин\w*|госпож\w*)\.?)*\s[\"«“„]?$"
)
TITLE = re.compile(r"(?:mr|mrs|ms|miss|herr|frau|dr|prof|encik|puan|cik|г-н|г-жа|господин|госпожа)\.?\s")
FROM = re.compile(r"(?:from|von|dari|daripada|от)\s(?:the |der |dem |den )?$")
OURS = re.compile(r"(?:we|us|ours|our side|wir|von uns|unsere seite|kami|kita|pihak kami|мы|наша сторона)\s?:\s*")
THEIRS = re.compile(r"(?:they|theirs|their side|von ihnen|ihre seite|mereka|pihak mereka|они|их сторона)\s?:\s*")
COLON = re.compile(r"[\"»”“]?\s?:\s*")
MODAL = re.compile(
    r"\s(?:(?:will|shall)(?! (?:be|get|receive|have)\b)"
    r"|must|should|has to|have to|is to|are to|needs? to|owes?(?: us)?|promised(?: us)?(?: to)?"
    r"|promises(?: us)?(?: to)?|to|wird|muss|soll|werden|sollte|schuldet(?: uns)?|verspricht(?: uns)?"
    r"|akan|perlu|mesti|hendaklah|berjanji(?: untuk| akan)?|должн[аыо]|должен|обещает|обещал[аи]?|обязан\w*)(?!\w)\s*"
)
_VERBS = (
    "sends gives delivers provides pays brings confirms approves signs returns answers replies supplies submits "
    "prepares checks reviews tells calls rings shares uploads transfers names chooses decides sets writes draws prints "
    "orders books hands ships makes finishes completes issues releases mails emails "
    "schickt sendet liefert bringt zahlt bezahlt gibt stellt bestätigt unterschreibt unterzeichnet antwortet prüft "
    "überweist nennt wählt entscheidet schreibt druckt meldet ruft macht bestellt bucht reicht übergibt erstellt "
    "bereitet klärt legt lädt teilt holt zeichnet entwirft "
    "hantar menghantar bayar membayar beri memberi serah menyerahkan sahkan mengesahkan tandatangan menandatangani "
    "pulangkan jawab menjawab semak menyemak sedia menyediakan luluskan meluluskan bekalkan membekalkan kongsi "
    "пришлет отправит даст передаст оплатит заплатит подпишет согласует подтвердит вернет предоставит ответит проверит "
    "утвердит перечислит сообщит поставит привезет подготовит напишет позвонит выберет присылает отправляет платит "
    "сделает закончит загрузит пришлют отправят дадут передадут оплатят подпишут согласуют подтвердят вернут "
    "предоставят"
)
VERB = re.compile(rf"\s(?=(?:{'|'.join(_VERBS.split())})(?!\w))")
HEAD = re.compile(r"(?P<words>[^\W\d_][^:,;!?\d]{0,60}?)\s?:(?=\s)")
INFINITIVE = re.compile(r"(?<!\w)[a-zäöüß]{2,}(?:en|eln|ern)$")  # “Atlas zurückrufen”: ours
GIVE = re.compile(
    r"(?:отправ|высла|вышл|пересла|перешл|посла|пошл|присла|пришл|переда|отда|вруч|достав|отвез|отвоз|предостав|предъяв"
    r"|верн|выда|сда|показа|подар)\w*\s"
)
_LEADS_ON = re.compile(r"(?<!\w)(?:с|со|из|от|о|об|про|по|на|без|у|и|или)\s[^,;]*$")  # “макет с логотипом Atlas”
_GOES_ON = re.compile(r"[\"»”]?\s+(?!(?:до|ко?|во?)\s)\w")
BY_US = re.compile(r"(?<!\w)(?:by|durch|oleh|@)\s?$")


def addressed(folded: str, start: int) -> Span | None:
    """The words that lead to a name as to whom it is for: “to”, “an die Firma”, “kepada”, “для”."""
    found = TO.search(folded, 0, start)
    return Span(found.start(), start) if found else None


def given_to(folded: str, head: int, start: int, end: int) -> bool:
    """“отправить макет Verlag Nord”: a name in Latin letters, which does not decline, behind a verb of giving.

    Only where more than the verb is left to say.
    """
    verb = GIVE.match(folded, head)
    if verb is None or verb.end() > start or re.search("[а-я]", folded[start:end]):
        return False
    between = folded[verb.end() : start]
    if _LEADS_ON.search(between):
        return False
    return bool(re.search(r"\w", between)) or bool(_GOES_ON.match(folded, end))


def head_end(folded: str, end: int) -> tuple[str, int] | None:
    """What follows a name at the head: “colon” or “verb”, and where the rest begins. None for anything else."""
    if found := COLON.match(folded, end):
        return "colon", found.end()
    if found := MODAL.match(folded, end):
        return "verb", found.end()
    if found := VERB.match(folded, end):
        return "verb", found.end()
    return None
