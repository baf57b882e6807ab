"""What the rows of each kind may tell, and the headers by which it is known in English, German, Malay and Russian.

A header is guessed only where it is one of these words, case and blanks aside; never because it is like one.
"""

from __future__ import annotations

from mainstay.kit.sentences import sentence as _
from mainstay.kit.tables.maps import Field


def known(en: str, de: str, ms: str, ru: str) -> dict[str, tuple[str, ...]]:
    """Headers by language, parted by “|”."""
    told = {"en": en, "de": de, "ms": ms, "ru": ru}
    return {language: tuple(filter(None, words.split("|"))) for language, words in told.items()}


CLIENT = known(
    "client|client name|customer|customer name|company|company name|account|account name|firm|organisation"
    "|organization|supplier|vendor",
    "kunde|kundenname|mandant|firma|firmenname|unternehmen|organisation",
    "pelanggan|nama pelanggan|klien|syarikat|nama syarikat|firma",
    "клиент|имя клиента|компания|название компании|фирма|организация|заказчик|контрагент",
)
_CLIENT_NUMBER = known(
    "client number|client no|client id|customer number|customer no|customer id|customerid|account number|account id"
    "|company id",
    "kundennummer|kundennr|kunden-nr|kd-nr|kd.-nr|kdnr|kd nr|mandantennummer|debitor|debitornr|debitorennummer",
    "nombor pelanggan|no pelanggan|no. pelanggan|id pelanggan",
    "номер клиента|код клиента|id клиента|код контрагента",
)
_LANGUAGE = known("language|lang", "sprache", "bahasa", "язык")
PERSON = known(
    "person|user|colleague|employee|responsible|assigned to|assignee|manager|account manager|owner",
    "person|benutzer|kollege|mitarbeiter|zuständig|betreuer|verantwortlich|bearbeiter",
    "orang|pengguna|rakan|pekerja|pengurus|pengurus akaun|bertanggungjawab",
    "сотрудник|пользователь|ответственный|менеджер|исполнитель",
)
_NOTE = known(
    "note|notes|comment|comments|remark|remarks|description",
    "notiz|notizen|bemerkung|bemerkungen|kommentar|anmerkung",
    "nota|catatan|ulasan|komen",
    "заметка|заметки|примечание|примечания|комментарий",
)
_FROM = known(
    "from|start|start date|since|valid from", "von|ab|beginn|seit|gültig ab", "dari|mula|sejak", "с|начало|с даты"
)
_TO = known("to|until|end|end date|valid to", "bis|ende|gültig bis", "hingga|tamat|sampai", "по|до|конец|окончание")
_ROLE = known(
    "role|position|job title|function|post",
    "rolle|funktion|position|stelle|aufgabe",
    "peranan|jawatan|fungsi",
    "роль|должность|функция",
)
_WHY = known("why|reason", "warum|grund|begründung", "sebab|mengapa", "почему|причина|основание")
_TOLD = known(
    "told|told on|client told on|client informed on", "mitgeteilt|informiert am", "dimaklumkan|dimaklumkan pada",
    "сообщено|клиент извещён",
)  # fmt: skip
_UNTOLD = known("why not told|why not before", "warum nicht vorher", "mengapa tidak sebelumnya", "почему не раньше")
OUR_ID = Field("mainstay_id", _("Id in Mainstay"), "text", limit=36, words=known("mainstay id", "", "", ""))

CLIENTS = (
    Field(
        "name",
        _("Name"),
        "name",
        required=True,
        limit=200,
        instead=("reference",),
        words={
            language: (*words, *more)
            for (language, words), more in zip(
                CLIENT.items(), (("name",), ("name",), ("nama",), ("имя", "название", "наименование")), strict=True
            )
        },
    ),
    Field(
        "reference",
        _("Our number for them"),
        "text",
        limit=60,
        words={
            language: (*words, *more)
            for (language, words), more in zip(
                _CLIENT_NUMBER.items(),
                (
                    ("number", "no", "no.", "id", "reference", "code", "key"),
                    ("nummer", "nr", "nr.", "schlüssel"),
                    ("nombor", "no.", "kod"),
                    ("номер", "код", "№"),
                ),
                strict=True,
            )
        },
    ),
    OUR_ID,
    Field(
        "kind",
        _("Kind"),
        "choice",
        choices=(("firm", _("a firm")), ("household", _("a household"))),
        words=known("kind|type|client type|customer type", "art|typ|kundenart", "jenis", "вид|тип"),
    ),
    Field(
        "stage",
        _("Stage"),
        "choice",
        choices=(("prospect", _("prospect")), ("active", _("active")), ("former", _("former"))),
        words=known("stage|status|state", "stand|status|phase", "peringkat|status", "стадия|статус|этап"),
    ),
    Field(
        "team",
        _("Team"),
        "team",
        limit=120,
        words=known(
            "team|unit|department|branch|office", "team|abteilung|filiale", "pasukan|cawangan", "команда|отдел"
        ),
    ),
    Field(
        "zone",
        _("Time zone"),
        "zone",
        limit=64,
        words=known("time zone|timezone|zone|tz", "zeitzone", "zon masa", "часовой пояс"),
    ),
    Field(
        "country", _("Country"), "country", words=known("country|country code", "land|ländercode", "negara", "страна")
    ),
    Field(
        "town",
        _("Town"),
        "text",
        limit=120,
        words=known("town|city|place", "ort|stadt", "bandar|bandaraya", "город"),
    ),
    Field("language", _("Language"), "language", words=_LANGUAGE),
    Field(
        "since",
        _("A client since"),
        "day",
        words=known(
            "since|client since|customer since|start date", "seit|kunde seit", "sejak|pelanggan sejak", "с|клиент с"
        ),
    ),
    Field("note", _("Note"), "lines", limit=4000, words=_NOTE),
)

CONTACTS = (
    Field(
        "name",
        _("Name"),
        "name",
        required=True,
        instead=("given", "family"),
        words=known(
            "name|full name|contact|contact name|person|fn|display name",
            "name|voller name|ansprechpartner|kontakt|kontaktperson",
            "nama|nama penuh|orang hubungan",
            "имя|полное имя|фио|контакт|контактное лицо",
        ),
    ),
    Field(
        "given",
        _("Given name"),
        "text",
        limit=100,
        words=known("given|given name|first name|firstname|forename", "vorname", "nama pertama", "личное имя"),
    ),
    Field(
        "family",
        _("Family name"),
        "text",
        limit=100,
        words=known(
            "family|family name|last name|lastname|surname", "nachname|familienname|zuname", "nama keluarga", "фамилия"
        ),
    ),
    Field("client", _("Client"), "client", many=True, words=CLIENT),
    Field("client_reference", _("Our number for the client"), "text", many=True, limit=60, words=_CLIENT_NUMBER),
    Field("role", _("Role"), "text", limit=120, words=_ROLE),
    Field(
        "decides",
        _("Decides"),
        "yes_no",
        words=known("decides|decision maker", "entscheidet|entscheider", "membuat keputusan", "принимает решения|лпр"),
    ),
    Field(  # a column headed “Title” is the job in one export and “Dr” in another: it is not guessed (R-A-29)
        "title",
        _("Title, as told"),
        "text",
        limit=60,
        words=known("prefix|honorific|courtesy title|form of address", "titel|anrede", "gelaran", "титул|обращение"),
    ),
    Field(
        "addressed_as",
        _("How they wish to be addressed"),
        "text",
        limit=120,
        words=known("addressed as|addressed_as|known as", "rufname", "nama panggilan", "псевдоним"),
    ),
    Field(
        "salutation",
        _("Greeting in a letter"),
        "text",
        limit=160,
        words=known("salutation|greeting", "briefanrede|grußformel", "salam", "приветствие"),
    ),
    Field("language", _("Language"), "language", words=_LANGUAGE),
    Field(
        "email",
        _("Mail address"),
        "mails",
        many=True,
        limit=254,
        words=known(
            "email|e-mail|mail|mail address|email address|e-mail address|emails|email 1|e-mail 1",
            "e-mail-adresse|mailadresse|email-adresse",
            "emel|alamat emel|e-mel",
            "почта|электронная почта|эл. почта|адрес почты",
        ),
    ),
    Field(
        "phone",
        _("Phone"),
        "phones",
        many=True,
        limit=60,
        words=known(
            "phone|telephone|tel|mobile|phones|phone number|telephone number|cell",
            "telefon|telefonnummer|handy|mobil|mobiltelefon|rufnummer",
            "telefon|no telefon|no. telefon|telefon bimbit",
            "телефон|номер телефона|мобильный|тел|тел.",
        ),
    ),
    Field(
        "channel",
        _("Reached best"),
        "choice",
        choices=(
            ("phone", _("by phone")),
            ("mail", _("by mail")),
            ("letter", _("by letter")),
            ("meeting", _("in person")),
        ),
        words=known("channel|reached best|preferred channel", "kanal|bevorzugter weg", "saluran", "канал|способ связи"),
    ),
    Field(
        "hours",
        _("When"),
        "text",
        limit=120,
        words=known("hours|when|reachable", "erreichbar|zeiten", "waktu|masa dihubungi", "часы|когда"),
    ),
    Field(
        "reference",
        _("Their number"),
        "text",
        limit=120,
        words=known("reference|uid|id|contact id|key|number", "kennung|nummer|kontakt-id", "rujukan|id", "номер|код"),
    ),
    OUR_ID,
    Field("from", _("From"), "day", words=_FROM),
    Field("to", _("Until"), "day", words=_TO),
)

ASSIGNMENTS = (
    Field("client", _("Client"), "client", required=True, instead=("client_reference",), words=CLIENT),
    Field("client_reference", _("Our number for the client"), "text", limit=60, words=_CLIENT_NUMBER),
    Field("person", _("Colleague"), "person", required=True, limit=200, words=PERSON),
    Field(
        "role",
        _("Role"),
        "choice",
        choices=(
            ("manager", _("manager")),
            ("deputy", _("deputy")),
            ("sponsor", _("sponsor")),
            ("helper", _("helper")),
        ),
        words=_ROLE,
    ),
    Field("from", _("From"), "day", words=_FROM),
    Field("to", _("Until"), "day", words=_TO),
    Field("why", _("Why"), "text", limit=300, words=_WHY),
    Field("told", _("Client told on"), "day", words=_TOLD),
    Field("untold", _("Or why not before"), "text", limit=300, words=_UNTOLD),
)

ENGAGEMENTS = (
    Field("client", _("Client"), "client", required=True, instead=("client_reference",), words=CLIENT),
    Field("client_reference", _("Our number for the client"), "text", limit=60, words=_CLIENT_NUMBER),
    Field(
        "name",
        _("Name"),
        "name",
        required=True,
        words=known(
            "name|engagement|project|matter|project name",
            "name|auftrag|projekt|projektname|mandat|vorhaben",
            "nama|projek|nama projek|urusan",
            "название|проект|дело|название проекта",
        ),
    ),
    Field(
        "outcome",
        _("Outcome wanted"),
        "lines",
        limit=300,
        words=known("outcome|goal|aim|result", "ergebnis|ziel", "hasil|matlamat", "результат|цель"),
    ),
    Field(
        "state",
        _("State"),
        "choice",
        choices=(("talked", _("talked about")), ("active", _("active")), ("ended", _("ended"))),
        words=known("state|status", "stand|status", "keadaan|status", "состояние|статус"),
    ),
)
