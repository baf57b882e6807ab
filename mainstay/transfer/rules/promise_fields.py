"""The headers by which the columns of a list of promises are known."""

from __future__ import annotations

from dataclasses import replace

from mainstay.promises.rules.intake import FIELDS
from mainstay.transfer.rules.fields import CLIENT, PERSON, known

HEADERS = {
    "client": CLIENT,
    "due": known(
        "due|due date|due on|deadline|promised for|promised date|required date|scheduled delivery date|delivery date",
        "fällig|fällig am|fälligkeit|termin|frist|liefertermin|zugesagt für|zugesagt bis",
        "tarikh akhir|perlu sebelum|tarikh dijanjikan",
        "срок|дата срока|дедлайн|обещано на",
    ),
    "reference": known(
        "reference|ref|no|no.|number|order|order number|order no|order id|id",
        "referenz|nummer|nr|nr.|auftrag|auftragsnummer|auftragsnr|auftragsnr.|auftrags-nr.|bestellnummer",
        "rujukan|nombor|no. pesanan",
        "номер|номер заказа|ссылка|код",
    ),
    "delivered": known(
        "delivered|delivered on|done|done on|completed|completed on|shipped|shipped date|delivered to client date",
        "geliefert|geliefert am|erledigt|erledigt am|abgeschlossen",
        "dihantar|selesai|siap",
        "доставлено|выполнено|сделано|дата выполнения",
    ),
    "title": known(
        "title|promise|what|text|subject|task|summary|description|item",
        "titel|zusage|was|betreff|aufgabe|beschreibung",
        "tajuk|janji|perkara|tugas",
        "обещание|что|тема|задача|описание|название",
    ),
    "owner": PERSON,
    "made": known(
        "made|made on|promised on|order date|ordered|created",
        "zugesagt am|bestellt|bestelldatum|angelegt",
        "dijanjikan pada|tarikh pesanan",
        "обещано|дата заказа|создано",
    ),
    "budget": known(
        "budget|price|agreed|agreed amount|estimate",
        "budget|preis|vereinbart|kostenrahmen",
        "bajet|harga",
        "бюджет|цена|смета",
    ),
    "cost": known(
        "cost|actual|charged|actual cost|invoiced", "kosten|berechnet|rechnungsbetrag|ist", "kos", "стоимость|факт"
    ),
    "accepted": known(
        "accepted|acceptance|approved|satisfactory",
        "abgenommen|abnahme|akzeptiert",
        "diterima|penerimaan",
        "принято|приемка|приёмка",
    ),
    "outcome": known("outcome|goal|result", "ergebnis|ziel", "hasil", "результат|цель"),
    "currency": known("currency", "währung", "mata wang", "валюта"),
    "engagement": known("engagement|project|matter", "projekt|mandat|vorhaben", "projek", "проект|дело"),
    "kind": known(
        "kind|kind of thing|type|category",
        "art|art der sache|kategorie|typ",
        "jenis|kategori",
        "вид|тип|категория",
    ),
    "side": known("side|whose|promised by", "seite|wessen|zugesagt von", "pihak|janji siapa", "сторона|чьё|чье"),
    "contact": known(
        "contact|contact person|contact name|their person",
        "ansprechpartner|kontakt|kontaktperson",
        "orang hubungan",
        "контакт|контактное лицо",
    ),
    "key": known("key|uid|mainstay id", "schlüssel", "kunci", "ключ"),
}
PROMISES = tuple(replace(field, words=HEADERS[field.name]) for field in FIELDS)
