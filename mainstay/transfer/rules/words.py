"""Words that lists use for our values, in English, German, Malay and Russian, as ``loose`` compares."""

from __future__ import annotations

YES = frozenset(
    ("yes", "y", "true", "1", "x", "ja", "j", "wahr", "ya", "benar", "да", "д", "истина", "✓", "✔", "on", "ok")
)
NO = frozenset(("no", "n", "false", "0", "nein", "falsch", "tidak", "palsu", "нет", "н", "ложь", "off", "-"))

LANGUAGES = {
    "en": "en",
    "eng": "en",
    "english": "en",
    "englisch": "en",
    "inggeris": "en",
    "bahasa inggeris": "en",
    "английский": "en",
    "de": "de",
    "deu": "de",
    "ger": "de",
    "german": "de",
    "deutsch": "de",
    "jerman": "de",
    "bahasa jerman": "de",
    "немецкий": "de",
    "ms": "ms",
    "msa": "ms",
    "may": "ms",
    "malay": "ms",
    "malaiisch": "ms",
    "melayu": "ms",
    "bahasa melayu": "ms",
    "малайский": "ms",
    "ru": "ru",
    "rus": "ru",
    "russian": "ru",
    "russisch": "ru",
    "rusia": "ru",
    "bahasa rusia": "ru",
    "русский": "ru",
}

# By field and our value.
MEANT: dict[tuple[str, str], frozenset[str]] = {
    (field, value): frozenset(words.split("|"))
    for field, value, words in (
        ("kind", "firm", "a firm|company|business|organisation|organization|firma|unternehmen|syarikat|фирма|компания"),
        (
            "kind",
            "household",
            "a household|private|person|family|privat|haushalt|isi rumah|keluarga|семья",
        ),
        ("stage", "prospect", "lead|potential|interessent|bakal pelanggan|prospek|потенциальный|лид"),
        ("stage", "active", "current|customer|client|aktiv|kunde|aktif|активный|действующий"),
        ("stage", "former", "inactive|past|ehemalig|ehemals|inaktiv|bekas|tidak aktif|бывший|неактивный"),
        ("channel", "phone", "by phone|telephone|call|telefon|anruf|telefonisch|по телефону|телефон|звонок"),
        ("channel", "mail", "by mail|email|e-mail|per mail|emel|e-mel|почта|по почте|электронная почта"),
        ("channel", "letter", "by letter|post|brief|surat|письмо|письмом"),
        ("channel", "meeting", "in person|visit|treffen|persönlich|besuch|pertemuan|лично|встреча"),
        ("role", "manager", "client manager|account manager|betreuer|kundenbetreuer|pengurus|менеджер"),
        ("role", "deputy", "stand-in|backup|vertretung|stellvertreter|timbalan|wakil|заместитель"),
        ("role", "sponsor", "sponsorin|pate|penaja|спонсор|куратор"),
        ("role", "helper", "assistant|team|helfer|mitarbeiter|pembantu|помощник"),
        ("state", "talked", "talked about|planned|proposed|besprochen|geplant|dibincangkan|обсуждается|планируется"),
        ("state", "active", "running|open|in progress|laufend|aktiv|offen|aktif|активно|в работе|открыто"),
        ("state", "ended", "closed|done|finished|completed|beendet|abgeschlossen|tamat|selesai|завершено|закрыто"),
        ("accepted", "accepted", "yes|y|true|1|x|ok|okay|approved|signed off|ja|j|abgenommen|akzeptiert|ya|diterima"),
        ("accepted", "remarks", "with remarks|accepted with remarks|partly|mit anmerkungen|teilweise|dengan catatan"),
        ("accepted", "not_accepted", "no|n|false|0|not accepted|rejected|refused|nein|abgelehnt|tidak|ditolak|нет"),
        ("side", "ours", "us|we|our|wir|unsere|kami|kita|наше|мы|наша"),
        ("side", "theirs", "them|they|client|customer|their|kunde|deren|ihre|mereka|pelanggan|их|клиент"),
        ("side", "third", "third party|a third party|other|dritte|dritter|pihak ketiga|третьи лица|третья сторона"),
    )
}
