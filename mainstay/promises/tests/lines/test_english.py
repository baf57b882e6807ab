"""English lines: agencies, hotels, banks, printers, recruiters."""

from __future__ import annotations

import pytest

from mainstay.promises.tests.lines.house import said, table, understand

LINES = table("""
# weekdays, and the times beside them
Fri 5pm send plan to Atlas GmbH => ours | Atlas GmbH | Send plan | 2026-03-06 17:00
Send the revised floor plan to Atlas by Friday 5pm
    => ours | Atlas GmbH | Send the revised floor plan | 2026-03-06 17:00
by Thursday noon confirm the rooms for Hotel Astoria => ours | Hotel Astoria | Confirm the rooms | 2026-03-05 12:00
on Wed at 9:30 ring Hale & Co about the loan => ours | Hale & Co | Ring Hale & Co about the loan | 2026-03-04 09:30
Shortlist of five candidates to Northwind Traders by Tues 10am.
    => ours | Northwind Traders Ltd | Shortlist of five candidates | 2026-03-03 10:00
proofs to Hale and Co, Thursday at 14:00 => ours | Hale & Co | proofs | 2026-03-05 14:00
Saturday: deliver brochures to Hotel Astoria => ours | Hotel Astoria | Deliver brochures | 2026-03-07
draft contract for Atlas GmbH, 5pm Friday => ours | Atlas GmbH | draft contract | 2026-03-06 17:00
send statement to Bank Perdana before Friday 11 am => ours | Bank Perdana Berhad | send statement | 2026-03-06 11:00
by 4 on Thursday, mail the quote to Freitag AG => ours | Freitag AG | Mail the quote | 2026-03-05 16:00
half past four on Friday: call back Hale & Co => ours | Hale & Co | Call back Hale & Co | 2026-03-06 16:30
quarter to five Wed send minutes to Atlas => ours | Atlas GmbH | Send minutes | 2026-03-04 16:45
ring Atlas Friday 8 o'clock => ours | Atlas GmbH | ring Atlas | 2026-03-06 08:00
# near days
tomorrow 9am test print for Müller & Söhne => ours | Müller & Söhne | Test print | 2026-03-03 09:00
Send Atlas the keys today at 18:00 => ours | Atlas GmbH | Send Atlas the keys | 2026-03-02 18:00
the day after tomorrow send CVs to Northwind Traders => ours | Northwind Traders Ltd | Send CVs | 2026-03-04
answer Hale & Co's complaint in 3 days => ours | Hale & Co | answer Hale & Co's complaint | 2026-03-05
in two weeks send proofs to Atlas => ours | Atlas GmbH | Send proofs | 2026-03-16
call Hotel Astoria in a week => ours | Hotel Astoria | call Hotel Astoria | 2026-03-09
within 5 working days open the account for Bank Perdana => ours | Bank Perdana Berhad | Open the account | 2026-03-09
in 2 hours ring back Atlas => ours | Atlas GmbH | Ring back Atlas | 2026-03-02 12:00
menu for Hotel Astoria 3 weeks from now => ours | Hotel Astoria | menu | 2026-03-23
in a fortnight review the retainer with Atlas => ours | Atlas GmbH | Review the retainer with Atlas | 2026-03-16
send paper samples to Atlas by midnight tomorrow => ours | Atlas GmbH | send paper samples | 2026-03-03
# ends of things
send report to Atlas by end of week => ours | Atlas GmbH | send report | 2026-03-06
invoice to Hale & Co by the end of the month => ours | Hale & Co | invoice | 2026-03-31
by end of March: audit file to Bank Perdana => ours | Bank Perdana Berhad | Audit file | 2026-03-31
EOD Friday send redlines to Atlas => ours | Atlas GmbH | Send redlines | 2026-03-06
close of business Wednesday send offer letter to Northwind Traders
    => ours | Northwind Traders Ltd | Send offer letter | 2026-03-04 17:30
send quote to Atlas by COB => ours | Atlas GmbH | send quote | 2026-03-02 17:30
end of next week: artwork to Atlas => ours | Atlas GmbH | Artwork | 2026-03-13
renew the policy for Hale & Co by the end of the quarter => ours | Hale & Co | renew the policy | 2026-03-31
# dates
2026-03-12 plan to Atlas => ours | Atlas GmbH | Plan | 2026-03-12
plan to Atlas by 2026-03-12 17:00 => ours | Atlas GmbH | plan | 2026-03-12 17:00
send layouts to Atlas by 12 March => ours | Atlas GmbH | send layouts | 2026-03-12
March 12th: layouts to Atlas => ours | Atlas GmbH | Layouts | 2026-03-12
by April 2, 2026, 3pm signed lease to Atlas GmbH => ours | Atlas GmbH | Signed lease | 2026-04-02 15:00
the 20th of March send menus to Hotel Astoria => ours | Hotel Astoria | Send menus | 2026-03-20
print run of 5000 for Atlas by the 15th => ours | Atlas GmbH | print run of 5000 | 2026-03-15
Friday, 6 March, 17:00 send plan to Atlas => ours | Atlas GmbH | Send plan | 2026-03-06 17:00
send plan to Atlas by 25/3 => ours | Atlas GmbH | send plan | 2026-03-25
send plan to Atlas by 4/25/2026 => ours | Atlas GmbH | send plan | 2026-04-25
Friday next week: visit Atlas => ours | Atlas GmbH | Visit Atlas | 2026-03-13
coming Friday send plan to Atlas => ours | Atlas GmbH | Send plan | 2026-03-06
send the Monday figures to Atlas by Thu => ours | Atlas GmbH | send the Monday figures | 2026-03-05
# the stop goes with the day, the amount stays
plan by Fri. to Atlas for $500 => ours | Atlas GmbH | plan for $500 | 2026-03-06
plan to Atlas by Fri. 5pm => ours | Atlas GmbH | plan | 2026-03-06 17:00
send plan by 5 p.m. Fri. to Atlas for 1,200.50 EUR
    => ours | Atlas GmbH | send plan for 1,200.50 EUR | 2026-03-06 17:00
send plan to Atlas by Fri. Call first => ours | Atlas GmbH | send plan. Call first | 2026-03-06
# theirs
Atlas: logo by Wed => theirs | Atlas GmbH | Logo | 2026-03-04
Hotel Astoria sends the guest list by Thursday => theirs | Hotel Astoria | Sends the guest list | 2026-03-05
Northwind Traders will approve the shortlist by Friday noon
    => theirs | Northwind Traders Ltd | Approve the shortlist | 2026-03-06 12:00
by Friday Hale & Co: signed form => theirs | Hale & Co | Signed form | 2026-03-06
from Atlas: final text tomorrow => theirs | Atlas GmbH | Final text | 2026-03-03
Bank Perdana to return the signed mandate by 20 March
    => theirs | Bank Perdana Berhad | Return the signed mandate | 2026-03-20
Frau Wolf: photos by Thursday => theirs | Uta Wolf of Atlas GmbH | Photos | 2026-03-05
send swatches to Ms Wolf by Thursday => ours | Uta Wolf of Atlas GmbH | send swatches | 2026-03-05
# who of us
Jonas sends plan to Atlas tomorrow => ours | Atlas GmbH | Sends plan | 2026-03-03 | Jonas Ritter
Mara: offer to Hale & Co by Wed 3pm => ours | Hale & Co | Offer | 2026-03-04 15:00 | Mara Vogt
Friday send plan to Atlas by Jonas => ours | Atlas GmbH | Send plan | 2026-03-06 | Jonas Ritter
we: plan to Atlas by Fri => ours | Atlas GmbH | Plan | 2026-03-06
send plan to Orion Ltd by Fri => ours | Orion Ltd | send plan | 2026-03-06
wait for Atlas to send the logo, Wed => ours | Atlas GmbH | wait for Atlas to send the logo | 2026-03-04
to Atlas: plan by Fri => ours | Atlas GmbH | Plan | 2026-03-06
in 10 minutes call Atlas => ours | Atlas GmbH | Call Atlas | 2026-03-02 10:10
send plan to Atlas by Friday the 13th => ours | Atlas GmbH | send plan | 2026-03-13
24/7 support contract to Atlas by Thu 5.30pm => ours | Atlas GmbH | 24/7 support contract | 2026-03-05 17:30
# asked back
Atlas will be sent the plan by Fri => ? side whose
Fri 3pm-5pm workshop with Atlas => ? due_time which_time
by Thu 10:15 or 11:15 call Atlas => ? due_time which_time
send plan to Atlas 6 March or 7 March => ? due_on which_day
next Fri send plan to Atlas => ? due_on which_day
Mon send plan to Atlas => ? due_on today_or_next
send plan to Atlas by 3/4 => ? due_on which_order
send plan to Atlas before Friday => ? due_on before
send plan to Atlas next week => ? due_on which_of_week
send plan to Atlas over the weekend => ? due_on which_of_week
send plan to Atlas on Friday 7 March => ? due_on days_differ
send plan to Atlas by Wed or by Thu => ? due_on which_day
send plan to Atlas on Friday afternoon => ? due_time part_of_day
Friday at 7 call Atlas => ? due_time which_time
tonight send plan to Atlas => ? due_time part_of_day
Saturday by close of business send plan to Atlas => ? due_time no_hours
send plan to Atlas => ? due_on no_day
asap send plan to Atlas => ? due_on no_day
send plan to Atlas by February 30 => ? due_on no_such_day
yesterday send plan to Atlas => ? due_on day_passed
send plan to Atlas last Friday => ? due_on day_passed
send plan to Atlas by 27 February 2026 => ? due_on day_passed
send plan to Atlas by 27 February => ? due_on passed
today 9am send plan to Atlas => ? due_on time_passed
by Fri send plan => ? client no_client
by Fri send plan to Borealis => ? client unknown_client
by Fri send plan to Orion => ? client which_client
by Fri send plan to Atlas Ltd => ? client which_client
Fri Atlas and Hale & Co about the loan => ? side whose, client which_client
Atlas logo by Wed => ? side whose
Paper Mill: paper to Atlas by Fri => ? side who_is
Anna: send plan to Atlas by Fri => ? owner which_owner
Fri 5pm to Atlas => ? text no_text
""")


@pytest.mark.parametrize(("line", "wanted"), LINES)
def test_english_line_is_understood(line: str, wanted: str) -> None:
    assert said(understand(line, "en")) == wanted
