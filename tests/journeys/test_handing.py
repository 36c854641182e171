"""A teacher hands one copy to one colleague: the colleague reads it, the principal does not, and taken back it is gone."""

from tests import browsing
from tests.journeys import main_job
from tests.journeys.walking import Walk

pytestmark = browsing.needed


def test_a_copy_reaches_the_person_it_was_given_to_and_nobody_else(juniper, seat):
    ana, coach, head = (Walk(seat(juniper, **browsing.WIDE)) for _who in range(3))
    main_job.come_as(ana, "Joseph Kalani")
    ana.open("/record/new/").write("What was it?", "Wrong answers on the board").choose("Tried it").write("Minutes", "20")
    ana.write("One line, for yourself", "Nobody but me reads this line.").tap("Keep in my record")
    entry = ana.page.url
    ana.page.get_by_text("Who can see this").first.wait_for(state="attached")
    ana.tap("Hand a copy to …", kind="link")
    assert ana.sees("Nobody has it yet.")
    ana.choose("Oluwaseun Adebayo demo").tap("Hand it over")
    copy = ana.page.url.replace(juniper.url, "")

    main_job.come_as(coach, "Oluwaseun Adebayo")
    coach.open("/people/").tap("Wrong answers on the board", kind="link")
    assert coach.page.url.endswith(copy)
    assert coach.sees("Wrong answers on the board") and not coach.sees("Nobody but me reads this line.")
    assert coach.page.goto(entry).status == 404

    main_job.come_as(head, "Gábor Oroszlán")
    assert head.page.goto(copy).status == 404
    assert head.page.goto(entry).status == 404
    head.open("/people/")
    assert not head.sees("Wrong answers on the board")

    ana.open(copy).tap("Take it back")
    assert coach.page.goto(copy).status == 404
