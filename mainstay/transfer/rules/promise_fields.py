"""What the rows of a list of promises may tell."""

from __future__ import annotations

from mainstay.kit.sentences import sentence as _
from mainstay.kit.tables.maps import Field
from mainstay.transfer.rules.fields import CLIENT, PERSON, known

PROMISES = (
    Field("client", _("Client"), "client", required=True, words=CLIENT),
    Field(
        "due",
        _("Promised for"),
        "moment",
        required=True,
        words=known(
            "due|due date|due on|deadline|promised for|promised date|required date|scheduled delivery date"
            "|delivery date",
            "fällig|fällig am|fälligkeit|termin|frist|liefertermin|zugesagt für",
            "tarikh akhir|perlu sebelum|tarikh dijanjikan",
            "срок|дата срока|дедлайн|обещано на",
        ),
    ),
    Field(
        "reference",
        _("Reference"),
        "text",
        limit=120,
        words=known(
            "reference|ref|no|no.|number|order|order number|order no|order id|id",
            "referenz|nummer|nr|nr.|auftrag|auftragsnummer|bestellnummer",
            "rujukan|nombor|no. pesanan",
            "номер|номер заказа|ссылка|код",
        ),
    ),
    Field(
        "delivered",
        _("Delivered"),
        "moment",
        words=known(
            "delivered|delivered on|done|done on|completed|completed on|shipped|shipped date|delivered to client date",
            "geliefert|geliefert am|erledigt|erledigt am|abgeschlossen",
            "dihantar|selesai|siap",
            "доставлено|выполнено|сделано|дата выполнения",
        ),
    ),
    Field(
        "title",
        _("What was promised"),
        "text",
        limit=300,
        words=known(
            "title|promise|what|text|subject|task|summary|description|item",
            "titel|zusage|was|betreff|aufgabe|beschreibung",
            "tajuk|janji|perkara|tugas",
            "обещание|что|тема|задача|описание|название",
        ),
    ),
    Field("owner", _("Who of us"), "person", limit=120, words=PERSON),
    Field(
        "made",
        _("Promised on"),
        "day",
        words=known(
            "made|made on|promised on|order date|ordered|created",
            "zugesagt am|bestellt|bestelldatum|angelegt",
            "dijanjikan pada|tarikh pesanan",
            "обещано|дата заказа|создано",
        ),
    ),
    Field(
        "budget",
        _("Agreed amount"),
        "amount",
        words=known(
            "budget|price|agreed|agreed amount|estimate",
            "budget|preis|vereinbart|kostenrahmen",
            "bajet|harga",
            "бюджет|цена|смета",
        ),
    ),
    Field(
        "cost",
        _("Charged amount"),
        "amount",
        words=known(
            "cost|actual|charged|actual cost|invoiced", "kosten|berechnet|rechnungsbetrag|ist", "kos", "стоимость|факт"
        ),
    ),
    Field(
        "accepted",
        _("Did the client accept?"),
        "choice",
        choices=(
            ("accepted", _("accepted")),
            ("remarks", _("accepted with remarks")),
            ("not_accepted", _("not accepted")),
        ),
        words=known(
            "accepted|acceptance|approved|satisfactory",
            "abgenommen|abnahme|akzeptiert",
            "diterima|penerimaan",
            "принято|приемка|приёмка",
        ),
    ),
    Field(
        "outcome",
        _("Outcome wanted"),
        "text",
        limit=300,
        words=known("outcome|goal|result", "ergebnis|ziel", "hasil", "результат|цель"),
    ),
    Field("currency", _("Currency"), "currency", words=known("currency", "währung", "mata wang", "валюта")),
    Field(
        "engagement",
        _("Engagement"),
        "text",
        limit=200,
        words=known("engagement|project|matter", "projekt|mandat|vorhaben", "projek", "проект|дело"),
    ),
    Field(
        "side",
        _("Whose promise"),
        "choice",
        choices=(("ours", _("ours")), ("theirs", _("theirs")), ("third", _("a third party’s"))),
        words=known("side|whose|promised by", "seite|wessen|zugesagt von", "pihak|janji siapa", "сторона|чьё|чье"),
    ),
    Field(
        "contact",
        _("Who of them"),
        "text",
        limit=200,
        words=known(
            "contact|contact person|contact name|their person",
            "ansprechpartner|kontakt|kontaktperson",
            "orang hubungan",
            "контакт|контактное лицо",
        ),
    ),
    Field("key", _("Key of the row"), "text", limit=64, words=known("key", "schlüssel", "kunci", "ключ")),
)
