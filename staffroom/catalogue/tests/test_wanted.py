from hypothesis import given
from hypothesis import strategies as st

from staffroom.catalogue.wanted import BY, Light, Wanted, counts, links, misfits, read

KNOWN = {
    "theme": ["talk", "load"],
    "subject": ["any-subject", "maths"],
    "stage": ["any-stage", "middle"],
    "level": ["rookie", "expert", "anyone"],
    "cost": ["free", "paid"],
    "kind": ["article", "post"],
    "language": ["en", "fr", ""],
}


def _known(by):
    return KNOWN.get(by, ())


def offer(minutes=10, kind="article", level="anyone", stage="any-stage", theme="talk", cost="free"):
    return Light("pk", kind, cost, level, "en", minutes, frozenset({("stage", stage), ("theme", theme)}))


def test_an_address_is_read_and_written_back_shorter():
    given_ = {
        "q": ["  exit   tickets "],
        "minutes": ["15"],
        "stage": ["middle", "middle", "no-such"],
        "level": ["unknown"],
        "page": ["3"],
        "order": ["needs_level"],
        "author__password__startswith": ["a"],
        "unknown": ["1"],
    }
    wanted = read(given_, _known)
    assert wanted == Wanted("exit tickets", 15, True, {"stage": ("middle",), "level": ("unknown",)}, 3)
    assert wanted.address(page=3) == "?q=exit+tickets&minutes=15&unknown=1&stage=middle&level=unknown&page=3"


def test_nonsense_is_left_out():
    for page in ("-1", "0", "1e9", "x", "", "٣", "9" * 400):
        assert read({"page": [page], "minutes": [page], "level": ["rookie' OR 1=1"]}, _known) == Wanted()
    assert read({"page": ["99999999"]}, _known).page == 40
    assert read({by: [""] for by in BY}, _known) == Wanted()
    assert read({"q": ["a" * 1000]}, _known).words == "a" * 300


@given(
    st.dictionaries(st.sampled_from(["q", "minutes", "unknown", "page", "stage", "kind", "level", "x"]), st.lists(st.text(max_size=12), max_size=4))
)
def test_any_address_reads_to_a_fixed_point(params):
    from urllib.parse import parse_qs

    wanted = read(params, _known)
    again = read(parse_qs(wanted.address(page=wanted.page)[1:]), _known)
    assert again == wanted


def test_an_offer_for_anyone_fits_each_choice_and_an_unknown_one_none():
    assert misfits(offer(), Wanted(chosen={"stage": ("middle",), "level": ("expert",)})) == []
    assert misfits(offer(level=""), Wanted(chosen={"level": ("expert",)})) == ["level"]
    assert misfits(offer(level=""), Wanted(chosen={"level": ("unknown",)})) == []
    assert misfits(offer(level="anyone"), Wanted(chosen={"level": ("unknown",)})) == ["level"]


def test_unknown_minutes_do_not_pass_a_limit_until_asked_for():
    assert misfits(offer(minutes=None), Wanted(minutes=15)) == ["minutes"]
    assert misfits(offer(minutes=None), Wanted(minutes=15, unknown=True)) == []
    assert misfits(offer(minutes=16), Wanted(minutes=15, unknown=True)) == ["minutes"]
    fitting, told = counts([offer(), offer(minutes=None), offer(minutes=99)], Wanted(minutes=15))
    assert (len(fitting), told["minutes"]["unknown"]) == (1, 1)


def test_posts_of_feeds_wait_for_words_or_their_kind():
    assert misfits(offer(kind="post"), Wanted()) == ["kind"]
    assert misfits(offer(kind="post"), Wanted("words")) == []
    assert misfits(offer(kind="post"), Wanted(chosen={"kind": ("post",)})) == []


def test_each_facet_counts_without_its_own_choice():
    rows = [offer(cost="free", kind="article"), offer(cost="paid", kind="article"), offer(cost="paid", kind="post")]
    fitting, told = counts(rows, Wanted("w", chosen={"cost": ("free",)}))
    assert len(fitting) == 1
    assert told["cost"] == {"free": 1, "paid": 2}
    assert told["kind"] == {"article": 1}


def test_links_keep_the_search_and_name_every_gap():
    wanted = Wanted("talk", 15, False, {"kind": ("article",)}, 20)
    found = links(wanted, 40)
    assert [number for number, _address in found.pages] == [1, 2, 0, 18, 19, 20, 21, 22, 0, 40]
    assert dict(found.minutes)[None] == "?q=talk&kind=article"
    assert found.clear == "?q=talk"
    assert found.with_unknown == "?q=talk&minutes=15&unknown=1&kind=article"


def test_every_facet_is_one_that_an_offer_has():
    assert all(isinstance(offer().values(by), frozenset) for by in BY)
