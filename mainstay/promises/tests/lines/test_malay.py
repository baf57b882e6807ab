"""Malay lines: agencies, hotels, banks, printers, recruiters."""

from __future__ import annotations

import pytest

from mainstay.promises.tests.lines.house import said, table, understand

LINES = table("""
# hari dan waktu
hantar pelan kepada Atlas sebelum Jumaat 5 petang => ours | Atlas GmbH | hantar pelan | 2026-03-06 17:00
Jumaat pukul 5 petang hantar pelan kepada Atlas GmbH => ours | Atlas GmbH | Hantar pelan | 2026-03-06 17:00
sebelum hari Rabu tengah hari sahkan bilik untuk Hotel Astoria
    => ours | Hotel Astoria | Sahkan bilik | 2026-03-04 12:00
Khamis pukul 9.30 pagi telefon Hale & Co tentang pinjaman
    => ours | Hale & Co | Telefon Hale & Co tentang pinjaman | 2026-03-05 09:30
Senarai lima calon kepada Northwind Traders selewat-lewatnya Selasa 10 pagi
    => ours | Northwind Traders Ltd | Senarai lima calon | 2026-03-03 10:00
hantar pruf kepada Syarikat Maju pada hari Khamis jam 14:00
    => ours | Syarikat Maju Sdn Bhd | hantar pruf | 2026-03-05 14:00
Sabtu hantar risalah ke Hotel Astoria => ours | Hotel Astoria | Hantar risalah | 2026-03-07
penyata untuk Bank Perdana menjelang Jumaat 11 pagi => ours | Bank Perdana Berhad | penyata | 2026-03-06 11:00
sebut harga kepada Freitag AG sebelum Khamis pukul 4 => ours | Freitag AG | sebut harga | 2026-03-05 16:00
pukul empat setengah petang hari Rabu telefon Atlas => ours | Atlas GmbH | Telefon Atlas | 2026-03-04 16:30
Ahad 8 malam hantar menu kepada Hotel Astoria => ours | Hotel Astoria | Hantar menu | 2026-03-08 20:00
Jumaat tengah hari serah kunci kepada Atlas => ours | Atlas GmbH | Serah kunci | 2026-03-06 12:00
hantar kontrak kepada Syarikat Maju Sdn Bhd sebelum Jumaat
    => ours | Syarikat Maju Sdn Bhd | hantar kontrak | 2026-03-06
Jumaat ini hantar pelan kepada Atlas => ours | Atlas GmbH | Hantar pelan | 2026-03-06
bayar deposit kepada Kampung Kuali sebelum Rabu 3 petang => ours | Kampung Kuali | bayar deposit | 2026-03-04 15:00
# tidak lama lagi
esok 9 pagi cetakan ujian untuk Atlas => ours | Atlas GmbH | Cetakan ujian | 2026-03-03 09:00
hari ini 6 petang serah kunci kepada Atlas => ours | Atlas GmbH | Serah kunci | 2026-03-02 18:00
lusa hantar resume kepada Northwind Traders => ours | Northwind Traders Ltd | Hantar resume | 2026-03-04
jawab aduan Hale & Co dalam 3 hari => ours | Hale & Co | jawab aduan Hale & Co | 2026-03-05
dalam dua minggu hantar pruf kepada Atlas => ours | Atlas GmbH | Hantar pruf | 2026-03-16
telefon Hotel Astoria seminggu lagi => ours | Hotel Astoria | telefon Hotel Astoria | 2026-03-09
buka akaun untuk Bank Perdana dalam 5 hari bekerja => ours | Bank Perdana Berhad | buka akaun | 2026-03-09
dalam tempoh 10 hari bekerja laporan kepada Atlas => ours | Atlas GmbH | Laporan | 2026-03-16
2 jam lagi telefon semula Atlas => ours | Atlas GmbH | Telefon semula Atlas | 2026-03-02 12:00
3 minggu lagi menu untuk Hotel Astoria => ours | Hotel Astoria | Menu | 2026-03-23
14 hari dari sekarang temu duga calon Northwind Traders
    => ours | Northwind Traders Ltd | Temu duga calon Northwind Traders | 2026-03-16
sampel kertas kepada Atlas sebelum tengah malam esok => ours | Atlas GmbH | sampel kertas | 2026-03-03
# hujung
hantar laporan kepada Atlas sebelum akhir minggu => ours | Atlas GmbH | hantar laporan | 2026-03-06
invois kepada Hale & Co sebelum hujung bulan => ours | Hale & Co | invois | 2026-03-31
fail audit kepada Bank Perdana pada akhir bulan ini => ours | Bank Perdana Berhad | fail audit | 2026-03-31
katalog untuk Atlas sebelum akhir April => ours | Atlas GmbH | katalog | 2026-04-30
surat tawaran kepada Northwind Traders sebelum tutup pejabat Rabu
    => ours | Northwind Traders Ltd | surat tawaran | 2026-03-04 17:30
hantar sebut harga kepada Atlas sebelum tamat waktu pejabat
    => ours | Atlas GmbH | hantar sebut harga | 2026-03-02 17:30
akhir minggu depan hantar reka bentuk kepada Atlas => ours | Atlas GmbH | Hantar reka bentuk | 2026-03-13
perbaharui polisi untuk Hale & Co sebelum akhir tahun => ours | Hale & Co | perbaharui polisi | 2026-12-31
# tarikh
hantar pelan kepada Atlas sebelum 12 Mac => ours | Atlas GmbH | hantar pelan | 2026-03-12
12hb Mac hantar pelan kepada Atlas => ours | Atlas GmbH | Hantar pelan | 2026-03-12
sebelum 12/3 hantar pelan kepada Atlas => ours | Atlas GmbH | Hantar pelan | 2026-03-12
hantar pelan kepada Atlas pada 12/3/2026 pukul 5 petang => ours | Atlas GmbH | hantar pelan | 2026-03-12 17:00
2 April 2026 kontrak sewa kepada Atlas GmbH => ours | Atlas GmbH | Kontrak sewa | 2026-04-02
menu kepada Hotel Astoria sebelum 20 haribulan => ours | Hotel Astoria | menu | 2026-03-20
5000 risalah untuk Atlas sebelum 15hb => ours | Atlas GmbH | 5000 risalah | 2026-03-15
Jumaat, 6 Mac, 5.30 petang hantar pelan kepada Atlas => ours | Atlas GmbH | Hantar pelan | 2026-03-06 17:30
1 Jun 2026 serah buku kepada Syarikat Maju => ours | Syarikat Maju Sdn Bhd | Serah buku | 2026-06-01
hantar pelan kepada Atlas pada 2026-03-12 => ours | Atlas GmbH | hantar pelan | 2026-03-12
lawat Atlas Jumaat minggu depan => ours | Atlas GmbH | lawat Atlas | 2026-03-13
hantar angka hari Isnin kepada Atlas sebelum Khamis => ours | Atlas GmbH | hantar angka hari Isnin | 2026-03-05
31 Ogos cetak poster untuk Hotel Astoria => ours | Hotel Astoria | Cetak poster | 2026-08-31
# tanda baca ikut tarikh, amaun kekal
hantar pelan sebelum 12.3. kepada Atlas untuk RM 1.200
    => ours | Atlas GmbH | hantar pelan untuk RM 1.200 | 2026-03-12
hantar pelan sebelum 5 ptg. Jumaat. kepada Atlas => ours | Atlas GmbH | hantar pelan | 2026-03-06 17:00
# janji mereka
Atlas: logo sebelum Rabu => theirs | Atlas GmbH | Logo | 2026-03-04
Atlas akan hantar logo sebelum Rabu => theirs | Atlas GmbH | Hantar logo | 2026-03-04
Hotel Astoria menghantar senarai tetamu sebelum Khamis
    => theirs | Hotel Astoria | Menghantar senarai tetamu | 2026-03-05
Syarikat Maju perlu bayar deposit sebelum 20 Mac => theirs | Syarikat Maju Sdn Bhd | Bayar deposit | 2026-03-20
daripada Atlas: teks akhir esok => theirs | Atlas GmbH | Teks akhir | 2026-03-03
Bank Perdana mesti luluskan borang sebelum Jumaat tengah hari
    => theirs | Bank Perdana Berhad | Luluskan borang | 2026-03-06 12:00
Puan Wolf: gambar sebelum Khamis => theirs | Uta Wolf of Atlas GmbH | Gambar | 2026-03-05
hantar sampel kain kepada Puan Wolf sebelum Khamis => ours | Uta Wolf of Atlas GmbH | hantar sampel kain | 2026-03-05
# siapa antara kami
Siti hantar pelan kepada Atlas esok => ours | Atlas GmbH | Hantar pelan | 2026-03-03 | Siti Aminah
Jonas: tawaran kepada Hale & Co sebelum Rabu 3 petang => ours | Hale & Co | Tawaran | 2026-03-04 15:00 | Jonas Ritter
Jumaat hantar pelan kepada Atlas oleh Mara => ours | Atlas GmbH | Hantar pelan | 2026-03-06 | Mara Vogt
kami: pelan kepada Atlas sebelum Jumaat => ours | Atlas GmbH | Pelan | 2026-03-06
sebelum 5.30 Jumaat hantar pelan kepada Atlas => ours | Atlas GmbH | Hantar pelan | 2026-03-06 17:30
# ditanya semula
hantar pelan kepada Atlas Jumaat depan => ? due_on which_day
Isnin hantar pelan kepada Atlas => ? due_on today_or_next
minggu depan hantar pelan kepada Atlas => ? due_on which_of_week
hujung minggu hantar pelan kepada Atlas => ? due_on which_of_week
bulan depan hantar pelan kepada Atlas => ? due_on which_of_month
Jumaat, 7 Mac, hantar pelan kepada Atlas => ? due_on days_differ
Jumaat petang hantar pelan kepada Atlas => ? due_time part_of_day
malam ini hantar pelan kepada Atlas => ? due_time part_of_day
Jumaat pukul 7 telefon Atlas => ? due_time which_time
Sabtu sebelum tutup pejabat hantar pelan kepada Atlas => ? due_time no_hours
hantar pelan kepada Atlas => ? due_on no_day
segera hantar pelan kepada Atlas => ? due_on no_day
sebelum 31/4 hantar pelan kepada Atlas => ? due_on no_such_day
semalam hantar pelan kepada Atlas => ? due_on day_passed
Jumaat lepas hantar pelan kepada Atlas => ? due_on day_passed
sebelum 27 Februari hantar pelan kepada Atlas => ? due_on passed
hari ini 9 pagi hantar pelan kepada Atlas => ? due_on time_passed
hantar pelan sebelum Jumaat => ? client no_client
hantar pelan kepada Borealis sebelum Jumaat => ? client unknown_client
hantar pelan kepada Orion sebelum Jumaat => ? client which_client
hantar pelan kepada Maju Berhad sebelum Jumaat => ? client unknown_client
Atlas logo sebelum Rabu => ? side whose
Kilang Kertas: kertas kepada Atlas sebelum Jumaat => ? side who_is
Anna: pelan kepada Atlas sebelum Jumaat => ? owner which_owner
Jumaat 5 petang kepada Atlas => ? text no_text
""")


@pytest.mark.parametrize(("line", "wanted"), LINES)
def test_malay_line_is_understood(line: str, wanted: str) -> None:
    assert said(understand(line, "ms")) == wanted
