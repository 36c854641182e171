import pytest
from hypothesis import given
from hypothesis import strategies as st

from staffroom.catalogue.addresses import NoAddress, key_of, tidy

SAME = [
    "https://www.example.org/a/b/",
    "http://example.org/a/b",
    "HTTPS://EXAMPLE.org:443/a/b#part",
    "https://example.org/a/b/index.html",
    "https://example.org/a/b?utm_source=x&fbclid=1",
    "example.org/a/b",
    "https://www.example.org/%61/b",
    " https://example.org/a/b\n",
]


@pytest.mark.parametrize("url", SAME)
def test_addresses_of_one_page_have_one_key(url):
    assert key_of(url) == "example.org/a/b"


def test_parameters_count_in_any_order_and_a_path_counts_with_its_case():
    assert key_of("https://example.org/?b=2&a=1&utm_medium=m") == key_of("http://example.org?a=1&b=2")
    assert key_of("https://example.org/?a=1") != key_of("https://example.org/?a=2")
    assert key_of("https://example.org/A") != key_of("https://example.org/a")
    assert key_of("https://bücher.example.org/ä") == key_of("https://xn--bcher-kva.example.org/%C3%A4")
    assert key_of("https://example.org:8443/") != key_of("https://example.org/")


REFUSED = [
    "",
    "no address",
    "ftp://example.org/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:text/html,x",
    "gopher://example.org/",
    "https://user:pass@example.org/",
    "https://example.org\\@evil.example.org/",
    "http://127.0.0.1/",
    "http://localhost/",
    "http://[::1]/",
    "http://2130706433/",
    "http://0177.1/",
    "http://0x7f.1/",
    "http://127.1/",
    "http://169.254.169.254/latest",
    "http://10.0.0.1/",
    "http://192.168.1.1/",
    "http://172.16.0.1/",
    "http://[::ffff:127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://localhost./",
    "http://printer/",
    "http://intranet.local/",
    "https://example.org/a b",
    "https://example.org/\x00",
    "https://exa\u200bmple.org/",
    "https://" + "a" * 1001,
    "https://example.org/" + "é" * 400,
    "http://example.org:99999/",
    "http://[::1",
    "http://127\u30020\u30020\u30021/",
]


@pytest.mark.parametrize("url", REFUSED)
def test_what_is_no_public_page_is_refused(url):
    with pytest.raises(NoAddress):
        tidy(url)


@given(st.text(max_size=60))
def test_any_text_has_a_key_or_is_refused_and_a_tidy_address_stays_so(text):
    try:
        tidied = tidy("https://example.org/" + text)
    except NoAddress:
        return
    assert tidy(tidied) == tidied
    assert key_of(tidied) == key_of(key_of(tidied))
