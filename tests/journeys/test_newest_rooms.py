"""By the keyboard alone, on a phone's width: what a certificate still takes is done, and a body may offer what a teacher made."""

from tests import browsing
from tests.journeys import main_job
from tests.journeys.walking import Walk

pytestmark = browsing.needed
NARROW = {"viewport": {"width": 361, "height": 740}}  # a phone with a keyboard: nothing to touch


def test_a_quiz_and_three_questions_bring_the_certificate_by_itself(juniper, seat):
    walk = main_job.come_as(Walk(seat(juniper, **NARROW)), "Naomi Begaye").open("/events/mine/")
    walk.by_keys = True
    walk.tap("Cheap physics on a kitchen table, the first evening", kind="link", exact=False).tap("How I stand with the certificate", kind="link")
    assert walk.sees("Something is still open.")
    walk.tap("Take the quiz …", kind="link").choose("The warm air cools and takes less room").choose("What everybody thinks will happen").tap("Send my answers")
    walk.tap("Three questions about it …", kind="link").choose("Partly").choose("Perhaps").tap("Send it without my name")
    assert walk.sees("All of it is done.")
    walk.tap("My certificates", kind="link")
    assert walk.sees("Cheap physics on a kitchen table, the first evening")


def test_who_made_it_says_yes_and_the_office_reads_that_it_is_offered(juniper, seat):
    walk = main_job.come_as(Walk(seat(juniper, **NARROW)), "Tomás Iturbe").open("/notices/")
    walk.by_keys = True
    walk.tap("Juniper Valley School District", kind="link", exact=False)
    assert walk.sees("Juniper Valley School District asks whether it may offer it.")
    walk.choose("Yes").tap("Send my answer")
    assert walk.sees("Juniper Valley School District offers it.")
    office = main_job.come_as(Walk(seat(juniper, **NARROW)), "Priya Raghunathan").open("/office/")
    office.tap("What teachers made and this body offers", kind="link", exact=False)
    assert office.sees("Openings that work on Mondays") and office.sees("Three piles, and begin with the middle one")
