"""German lines: agencies, hotels, banks, printers, recruiters."""

from __future__ import annotations

import pytest

from mainstay.promises.tests.lines.house import said, table, understand

LINES = table("""
# Wochentage und Uhrzeiten
bis Freitag 17 Uhr Plan an Atlas => ours | Atlas GmbH | Plan | 2026-03-06 17:00
Plan bis Freitag, 17 Uhr, an die Atlas GmbH schicken => ours | Atlas GmbH | Plan schicken | 2026-03-06 17:00
Bis Mittwoch 12:00 Zimmerliste an Hotel Astoria senden => ours | Hotel Astoria | Zimmerliste senden | 2026-03-04 12:00
am Donnerstag um 9.30 Uhr Hale & Co wegen des Kredits anrufen
    => ours | Hale & Co | Hale & Co wegen des Kredits anrufen | 2026-03-05 09:30
Korrekturfahnen für Müller & Söhne bis Do 15 Uhr => ours | Müller & Söhne | Korrekturfahnen | 2026-03-05 15:00
bis Fr Rechnung an Atlas => ours | Atlas GmbH | Rechnung | 2026-03-06
Fr 17 Uhr Plan an Atlas => ours | Atlas GmbH | Plan | 2026-03-06 17:00
spätestens Dienstag 10 Uhr fünf Profile an Northwind Traders
    => ours | Northwind Traders Ltd | Fünf Profile | 2026-03-03 10:00
Samstag Prospekte an Hotel Astoria liefern => ours | Hotel Astoria | Prospekte liefern | 2026-03-07
Kontoauszug an die Bank Perdana bis Freitagmittag => ours | Bank Perdana Berhad | Kontoauszug | 2026-03-06 12:00
halb fünf am Freitag Hale & Co zurückrufen => ours | Hale & Co | Hale & Co zurückrufen | 2026-03-06 16:30
Viertel vor fünf am Mittwoch Protokoll an Atlas => ours | Atlas GmbH | Protokoll | 2026-03-04 16:45
bis Donnerstag 17 Uhr 30 Entwurf an Atlas => ours | Atlas GmbH | Entwurf | 2026-03-05 17:30
Freitag um 8 Druckfreigabe von Atlas einholen
    => ours | Atlas GmbH | Druckfreigabe von Atlas einholen | 2026-03-06 08:00
Angebot an Freitag AG bis Mittwoch => ours | Freitag AG | Angebot | 2026-03-04
Sonnabend, 10 Uhr, Muster an Müller und Söhne => ours | Müller & Söhne | Muster | 2026-03-07 10:00
# bald
morgen 9 Uhr Probedruck für Müller & Söhne => ours | Müller & Söhne | Probedruck | 2026-03-03 09:00
heute 18 Uhr Schlüssel an Atlas übergeben => ours | Atlas GmbH | Schlüssel übergeben | 2026-03-02 18:00
übermorgen Lebensläufe an Northwind Traders => ours | Northwind Traders Ltd | Lebensläufe | 2026-03-04
morgen Mittag Menü an Hotel Astoria => ours | Hotel Astoria | Menü | 2026-03-03 12:00
in 3 Tagen Beschwerde von Hale & Co beantworten => ours | Hale & Co | Beschwerde von Hale & Co beantworten | 2026-03-05
in zwei Wochen Fahnen an Atlas => ours | Atlas GmbH | Fahnen | 2026-03-16
Anruf bei Hotel Astoria in einer Woche => ours | Hotel Astoria | Anruf bei Hotel Astoria | 2026-03-09
binnen 5 Werktagen Konto für Bank Perdana eröffnen => ours | Bank Perdana Berhad | Konto eröffnen | 2026-03-09
innerhalb von 10 Arbeitstagen Gutachten an Atlas => ours | Atlas GmbH | Gutachten | 2026-03-16
in 2 Stunden Atlas zurückrufen => ours | Atlas GmbH | Atlas zurückrufen | 2026-03-02 12:00
in 14 Tagen Bewerber an Northwind Traders vorstellen => ours | Northwind Traders Ltd | Bewerber vorstellen | 2026-03-16
bis Mitternacht Papiermuster an Atlas => ours | Atlas GmbH | Papiermuster | 2026-03-02
# Enden
bis Ende der Woche Bericht an Atlas => ours | Atlas GmbH | Bericht | 2026-03-06
Rechnung an Hale & Co bis Monatsende => ours | Hale & Co | Rechnung | 2026-03-31
bis Ende des Monats Prüfakte an Bank Perdana => ours | Bank Perdana Berhad | Prüfakte | 2026-03-31
bis Ende April Katalog für Atlas => ours | Atlas GmbH | Katalog | 2026-04-30
bis Freitag Geschäftsschluss Zusage an Northwind Traders => ours | Northwind Traders Ltd | Zusage | 2026-03-06 17:30
Angebot bis Feierabend an Atlas => ours | Atlas GmbH | Angebot | 2026-03-02 17:30
Ende nächster Woche Reinzeichnung an Atlas => ours | Atlas GmbH | Reinzeichnung | 2026-03-13
Police von Hale & Co bis Quartalsende verlängern => ours | Hale & Co | Police von Hale & Co verlängern | 2026-03-31
# Tage des Kalenders
bis 12.3. Plan an Atlas => ours | Atlas GmbH | Plan | 2026-03-12
bis zum 12.03.2026, 17.30 Uhr, Vertrag an Atlas GmbH => ours | Atlas GmbH | Vertrag | 2026-03-12 17:30
Entwürfe an Atlas am 12. März => ours | Atlas GmbH | Entwürfe | 2026-03-12
Entwürfe an Atlas bis 12/3 => ours | Atlas GmbH | Entwürfe | 2026-03-12
Speisekarten an Hotel Astoria bis zum 20. => ours | Hotel Astoria | Speisekarten | 2026-03-20
am 2. April 2026 Mietvertrag an Atlas => ours | Atlas GmbH | Mietvertrag | 2026-04-02
Freitag, den 6. März, Plan an Atlas => ours | Atlas GmbH | Plan | 2026-03-06
5000 Flyer für Atlas bis 15.3.26 => ours | Atlas GmbH | 5000 Flyer | 2026-03-15
kommenden Freitag Plan an Atlas => ours | Atlas GmbH | Plan | 2026-03-06
Freitag nächster Woche Besuch bei Atlas => ours | Atlas GmbH | Besuch bei Atlas | 2026-03-13
Montagszahlen an Atlas bis Donnerstag => ours | Atlas GmbH | Montagszahlen | 2026-03-05
Atlas' Logo bis Mittwoch nachzeichnen => ours | Atlas GmbH | Atlas' Logo nachzeichnen | 2026-03-04
Müllers Plan bis Mi an Atlas => ours | Atlas GmbH | Müllers Plan | 2026-03-04
# der Punkt geht mit dem Tag, der Betrag bleibt
Hotel Astoria liefert Druckdaten bis 24.3. für 1.200 €
    => theirs | Hotel Astoria | Liefert Druckdaten für 1.200 € | 2026-03-24
Logo, bis 24.3., für 1.200 €, an Atlas => ours | Atlas GmbH | Logo für 1.200 € | 2026-03-24
Plan bis Freitag. an Atlas schicken => ours | Atlas GmbH | Plan schicken | 2026-03-06
Plan bis Fr. 17.30 Uhr! an Atlas schicken => ours | Atlas GmbH | Plan schicken | 2026-03-06 17:30
iPad bis Freitag an Atlas => ours | Atlas GmbH | iPad | 2026-03-06
rechnung bis Freitag an Atlas => ours | Atlas GmbH | rechnung | 2026-03-06
bis Freitag rechnung an Atlas => ours | Atlas GmbH | Rechnung | 2026-03-06
# ihr Wort
Atlas: Logo bis Mittwoch => theirs | Atlas GmbH | Logo | 2026-03-04
Atlas schickt das Logo bis Mittwoch => theirs | Atlas GmbH | Schickt das Logo | 2026-03-04
Hotel Astoria liefert die Gästeliste bis Donnerstag 12 Uhr
    => theirs | Hotel Astoria | Liefert die Gästeliste | 2026-03-05 12:00
bis Freitag muss das Formular kommen: Hale & Co => ? side who_is
Bank Perdana wird bis 20. März das Mandat unterschreiben
    => theirs | Bank Perdana Berhad | Das Mandat unterschreiben | 2026-03-20
von Atlas: Texte morgen => theirs | Atlas GmbH | Texte | 2026-03-03
Frau Wolf: Fotos bis Donnerstag => theirs | Uta Wolf of Atlas GmbH | Fotos | 2026-03-05
Stoffmuster an Frau Wolf bis Donnerstag => ours | Uta Wolf of Atlas GmbH | Stoffmuster | 2026-03-05
# wer von uns
Jonas schickt morgen den Plan an Atlas => ours | Atlas GmbH | Schickt den Plan | 2026-03-03 | Jonas Ritter
Mara: Angebot an Hale & Co bis Mi 15 Uhr => ours | Hale & Co | Angebot | 2026-03-04 15:00 | Mara Vogt
wir: Plan an Atlas bis Freitag => ours | Atlas GmbH | Plan | 2026-03-06
heute in einer Woche Plan an Atlas => ours | Atlas GmbH | Plan | 2026-03-09
um 5 am Freitag Atlas anrufen => ours | Atlas GmbH | Atlas anrufen | 2026-03-06 17:00
Rechnung 12.3 an Atlas Fr 12 Uhr => ours | Atlas GmbH | Rechnung 12.3 | 2026-03-06 12:00
# zurückgefragt
Atlas bekommt den Plan bis Freitag => ? side whose
nächsten Freitag Plan an Atlas => ? due_on which_day
Montag Plan an Atlas => ? due_on today_or_next
vor Freitag Plan an Atlas => ? due_on before
nächste Woche Plan an Atlas => ? due_on which_of_week
am Wochenende Plan an Atlas => ? due_on which_of_week
bis April Plan an Atlas => ? due_on which_of_month
Freitag, 7. März, Plan an Atlas => ? due_on days_differ
Freitagnachmittag Plan an Atlas => ? due_time part_of_day
heute Abend Plan an Atlas => ? due_time part_of_day
Freitag um 7 Atlas anrufen => ? due_time which_time
Samstag bis Geschäftsschluss Plan an Atlas => ? due_time no_hours
Plan an Atlas => ? due_on no_day
baldmöglichst Plan an Atlas => ? due_on no_day
bis 31.4. Plan an Atlas => ? due_on no_such_day
gestern Plan an Atlas => ? due_on day_passed
letzten Freitag Plan an Atlas => ? due_on day_passed
bis 27.2.2026 Plan an Atlas => ? due_on day_passed
bis 27.2. Plan an Atlas => ? due_on passed
heute 9 Uhr Plan an Atlas => ? due_on time_passed
bis Freitag Plan => ? client no_client
bis Freitag Plan an Borealis => ? client unknown_client
bis Freitag Plan an Orion => ? client which_client
bis Freitag Plan an Atlas KG => ? client which_client
Atlas Logo bis Mittwoch => ? side whose
Papierfabrik Nord: Papier an Atlas bis Freitag => ? side who_is
Anna: Plan an Atlas bis Freitag => ? owner which_owner
bis Freitag 17 Uhr an Atlas => ? text no_text
""")


@pytest.mark.parametrize(("line", "wanted"), LINES)
def test_german_line_is_understood(line: str, wanted: str) -> None:
    assert said(understand(line, "de")) == wanted
