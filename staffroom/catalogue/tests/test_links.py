"""Links that people put up, and addresses that lead inside."""

import pytest

from staffroom.catalogue import actions
from staffroom.catalogue.described import described, untitled
from staffroom.catalogue.models import Offer, Source
from staffroom.kit import outbox
from staffroom.kit.models import OutboxRow
from staffroom.kit.testing import op_id

pytestmark = pytest.mark.django_db
SECRET_PLACES = [
    "http://127.0.0.1/",
    "http://localhost/",
    "http://0.0.0.0/",
    "http://[::1]/",
    "http://10.1.2.3/",
    "http://172.16.0.1/",
    "http://192.168.0.1/",
    "http://169.254.169.254/",
    "http://[fc00::1]/",
    "http://[fe80::1]/",
    "http://2130706433/",
    "http://0177.1/",
    "http://0x7f.1/",
    "http://127.1/",
    "http://localhost./",
    "http://[::ffff:127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://a:b@example.org/",
    "file:///etc/passwd",
    "gopher://example.org/",
    "ftp://example.org/",
    "data:text/xml,x",
    "javascript:alert(1)",
    "http://example.org\\@127.0.0.1/",
]


@pytest.mark.parametrize("address", SECRET_PLACES)
def test_an_inner_address_is_refused_at_the_form_with_the_same_words(as_ann, address):
    """SS-01, SS-02, SS-03, SS-06, FE-04."""
    for way in ("feed", "link"):
        answer = as_ann.post(f"/find/add/{way}/", {"op_id": op_id(), f"{way}-url": address, "link-kind": "article"})
        assert answer.status_code == 422
        assert "This is not the address of a web page." in answer.content.decode()
    assert (Source.objects.count(), Offer.objects.count(), OutboxRow.objects.count()) == (0, 0, 0)


def test_a_link_hangs_at_once_and_gets_its_title_later(site, as_ann, ann):
    answer = as_ann.post(
        "/find/add/link/",
        {
            "op_id": op_id(),
            "link-url": "www.example.org/a/?utm_source=x",
            "link-title": "",
            "link-kind": "video",
            "link-minutes": "7",
            "added_by": "x",
            "taken_down_at": "2026-01-01",
            "source": "1",
        },
    )
    offer = Offer.objects.get()
    assert answer["Location"] == f"/find/{offer.code}/"
    assert (offer.title, offer.kind, offer.minutes, offer.added_by, offer.taken_down_at) == ("example.org/a", "video", 7, ann, None)
    assert "Ann" not in as_ann.get(f"/find/{offer.code}/?x").content.decode().split("<main")[1]
    Offer.objects.update(url=f"http://{site.at}/a")
    site.says("/a", b"<title>Ten &amp; one way\ns</title><body><title>no</title>", kind="text/html; charset=utf-8")
    outbox.run_due()
    offer.refresh_from_db()
    assert offer.title == "Ten & one way s"


def test_a_link_that_cannot_be_read_keeps_its_address_and_is_tried_again(site, ann):
    offer = actions.add_link(by=ann, link=untitled(url="https://example.org/a", kind="article"))
    Offer.objects.update(url="http://127.0.0.1:1/a")
    outbox.run_due()
    offer.refresh_from_db()
    assert offer.title == "example.org/a"


def test_a_title_that_somebody_gave_meanwhile_stays(ann):
    offer = actions.add_link(by=ann, link=untitled(url="https://example.org/a", kind="article"))
    Offer.objects.update(title="By hand")
    assert actions.complete_link(by=None, offer=offer, title="By machine").title == "By hand"


def test_the_same_link_again_leads_to_the_one_that_hangs(as_ann, ann):
    offer = actions.add_link(by=ann, link=described(url="https://example.org/a", title="A", kind="article"))
    answer = as_ann.post(
        "/find/add/link/", {"op_id": op_id(), "link-url": "http://EXAMPLE.org/a/#x", "link-title": "B", "link-kind": "video"}, follow=True
    )
    assert answer.redirect_chain[-1][0] == f"/find/{offer.code}/"
    assert "It hangs here already." in answer.content.decode()
    assert Offer.objects.get().title == "A"


@pytest.mark.parametrize(
    "bad",
    [
        {"link-kind": "piece"},
        {"link-kind": "x"},
        {"link-theme": "no-such"},
        {"link-minutes": "-30"},
        {"link-minutes": "1e309"},
        {"link-minutes": "NaN"},
        {"link-minutes": "30.5"},
        {"link-title": "x" * 301},
        {"link-url": ""},
    ],
)
def test_a_wrong_field_is_said_and_what_was_typed_stays(as_ann, bad):
    answer = as_ann.post(
        "/find/add/link/", {"op_id": op_id(), "link-url": "https://example.org/typed", "link-title": "Typed", "link-kind": "article", **bad}
    )
    assert answer.status_code == 422
    assert "yped" in answer.content.decode()
    assert Offer.objects.count() == 0
