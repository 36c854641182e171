"""A teacher's phone sends hours to an office's desk with two taps; what the office says stands on the entry and where the hours are counted."""

from tests import browsing
from tests.journeys import main_job
from tests.journeys.walking import Walk

pytestmark = browsing.needed


def test_hours_go_from_a_phone_to_the_office_and_come_back_accepted(juniper, seat):
    teacher, office, head = Walk(seat(juniper, **browsing.PHONE)), Walk(seat(juniper, **browsing.WIDE)), Walk(seat(juniper, **browsing.WIDE))
    main_job.come_as(teacher, "Chidinma Okafor")
    teacher.open("/record/new/").write("What was it?", "An evening on measuring light").choose("Read").write("Minutes", "60")
    teacher.write("One line, for yourself", "Nobody but me reads this line.").tap("Keep in my record")
    entry = teacher.page.url.split("?")[0]

    taps = teacher.taps
    teacher.tap("Ask for these hours to count", kind="link")
    assert teacher.sees("Nobody has it yet.") and teacher.sees("An answer is due by")
    teacher.tap("Send to Juniper Valley School District")
    assert teacher.taps == taps + 2 and teacher.sees("waits for an answer")

    main_job.come_as(office, "Priya Raghunathan")
    office.open("/office/claims/").tap("An evening on measuring light", kind="link")
    claim = office.page.url
    assert office.sees("60 min on") and office.sees("What the rules say") and not office.sees("Nobody but me reads this line.")
    main_job.come_as(head, "Gábor Oroszlán")
    assert head.page.goto(claim).status == 404 and head.page.goto(entry).status == 404
    office.choose("Yes: it counts").write("Minutes that count", "45").write("Why, in plain words", "A quarter of an hour was coffee.").tap("Send this answer")
    assert office.sees("Approved.") or office.page.get_by_text("Approved.").count()

    teacher.open(entry)
    assert teacher.sees("By Juniper Valley School District (Priya Raghunathan)")
    teacher.open("/record/counts/")
    assert teacher.sees("Accepted: 45 min")
    assert head.page.complaints == [] or all("404" in words for words in head.page.complaints)
    assert teacher.page.complaints == office.page.complaints == []
