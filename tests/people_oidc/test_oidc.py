"""Signing in by a body, against a provider that is not ours (npm oidc-provider): it opens no notebook and touches no account."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client

from staffroom.kit.testing import make_account, sign_in
from staffroom.people import actions, signals
from staffroom.people.models import Account

HERE = Path(__file__).parent
BACK = "http://testserver/account/bodies/district/back/"
PASSWORD = "a long enough password"


def installed() -> Path:
    """The provider in a cache of its own outside the repository, installed from the lock the first time."""
    lock = (HERE / "package-lock.json").read_bytes()
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "staffroom-tests" / f"oidc-{hashlib.sha256(lock).hexdigest()[:12]}"
    if not (home / "done").exists():
        if not shutil.which("npm"):
            _cannot("npm is not installed")
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, home)
        done = subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=home, capture_output=True, text=True, check=False)
        if done.returncode:
            _cannot(f"npm ci failed: {done.stderr[-300:]}")
        (home / "done").touch()
    shutil.copy(HERE / "provider.mjs", home)
    return home


def _cannot(why: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)


@pytest.fixture(scope="module")
def issuer():
    process = subprocess.Popen(["node", "provider.mjs", BACK], cwd=installed(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    line = process.stdout.readline().strip()
    assert line.startswith("http://127.0.0.1:"), process.stderr.read()[:500]
    yield line
    process.terminate()
    process.wait(10)


@pytest.fixture
def district(issuer, settings, db):
    cache.clear()
    app = {"provider_id": "district", "name": "Cedar District", "client_id": "district", "secret": "told-to-both-sides",
           "settings": {"server_url": issuer, "organisation": "cedarcode123", "fetch_userinfo": True}}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    return "/account/bodies/district/"


def there(client: Client, start: str, who: str, meanwhile=None, **form):
    """Walk to the provider as `who` and come back; the answer of the last page of ours. `meanwhile` happens on the way."""
    answer = client.post(start, form)
    parts = urlsplit(answer["Refresh"].removeprefix("0;url="))
    query = dict(parse_qsl(parts.query)) | {"login_hint": who}
    assert {"state", "code_challenge"} <= set(query)
    with requests.Session() as browser:
        step = browser.get(urlunsplit(parts._replace(query=urlencode(query))), allow_redirects=False, timeout=10)
        while not step.headers["location"].startswith(BACK):
            step = browser.get(requests.compat.urljoin(step.url, step.headers["location"]), allow_redirects=False, timeout=10)
    back = urlsplit(step.headers["location"])
    if meanwhile:
        meanwhile()
    return client.get(f"{back.path}?{back.query}")


def test_a_first_sign_in_makes_an_account_without_a_notebook_an_address_or_a_password(district):
    client = Client()
    assert there(client, district, "kim")["Location"] == "/today/"
    account = Account.objects.get()
    assert (account.name, account.email, account.has_usable_password(), account.password_held_by) == ("kim of the district", "", False, "org")
    assert not EmailAddress.objects.exists()
    assert SocialAccount.objects.get().extra_data == {}
    assert (client.session["assurance"], client.session["assured_by"]) == ("org", "cedarcode123")
    assert "stays shut in this session" in client.get("/me/profile/").content.decode()
    assert client.get("/me/profile/").status_code == 403


def test_the_second_sign_in_finds_the_same_account(district):
    there(Client(), district, "kim")
    there(Client(), district, "kim")
    assert Account.objects.count() == 1


def test_an_address_that_somebody_proved_does_not_lead_into_their_account(district):
    ann = make_account("Ann", email="ann@home.example")
    client = Client()
    there(client, district, "ann@home.example")
    assert client.session["_auth_user_id"] != str(ann.pk)
    ann.refresh_from_db()
    assert (ann.email, ann.name) == ("ann@home.example", "Ann")
    assert not SocialAccount.objects.filter(user=ann).exists()
    assert EmailAddress.objects.get().user == ann


def test_linked_from_inside_it_opens_the_account_but_not_the_notebook(district):
    ann = make_account("Ann")
    client = Client()
    client.post("/sign-in/", {"login": ann.email, "password": PASSWORD})
    heard = []
    signals.factor_changed.connect(hear := lambda **news: heard.append(news["what"]))
    assert there(client, f"{district}?process=connect", "ann", process="connect")["Location"] == "/account/bodies/"
    signals.factor_changed.disconnect(hear)
    assert heard == ["body_linked"]
    other = Client()
    there(other, district, "ann")
    assert other.session["_auth_user_id"] == str(ann.pk)
    assert (other.session["assurance"], other.get("/me/profile/").status_code) == ("org", 403)
    other.post("/account/again/", {"password": PASSWORD})
    assert other.session["assurance"] == "self"


def test_what_a_body_had_made_moves_to_the_teachers_own_account(district):
    there(Client(), district, "kim")
    away = Account.objects.get()
    own = make_account("Kim")
    client = Client()
    client.post("/sign-in/", {"login": own.email, "password": PASSWORD})
    heard = []
    signals.identity_moved.connect(hear := lambda **news: heard.append((news["away"], news["to"])))
    there(client, f"{district}?process=connect", "kim", process="connect")
    signals.identity_moved.disconnect(hear)
    assert SocialAccount.objects.get().user == own
    assert heard == [(away, own)]


def test_a_sign_in_that_belongs_to_an_account_with_a_key_of_its_own_does_not_move(district):
    ben = make_account("Ben")
    client = Client()
    client.post("/sign-in/", {"login": ben.email, "password": PASSWORD})
    there(client, f"{district}?process=connect", "ben", process="connect")
    thief = make_account("Thief")
    client = Client()
    client.post("/sign-in/", {"login": thief.email, "password": PASSWORD})
    assert there(client, f"{district}?process=connect", "ben", process="connect").status_code == 409
    assert SocialAccount.objects.get().user == ben


def test_a_session_of_a_body_links_nothing_even_when_it_began_as_ones_own(district):
    ann = make_account("Ann")
    body = sign_in(Client(), ann, "org")
    assert body.post(f"{district}?process=connect", {"process": "connect"}).status_code == 403
    client = Client()
    client.post("/sign-in/", {"login": ann.email, "password": PASSWORD})

    def demote():
        session = client.session
        session["assurance"] = "org"
        session.save()

    assert there(client, f"{district}?process=connect", "ann", meanwhile=demote, process="connect").status_code == 403
    assert not SocialAccount.objects.exists()


def test_an_own_second_factor_beside_it_opens_the_notebook(district, ann):
    from staffroom.people.tests.test_whose_key import now_code, with_codes
    client = Client()
    client.post("/sign-in/", {"login": ann.email, "password": PASSWORD})
    there(client, f"{district}?process=connect", "ann", process="connect")
    secret, _ = with_codes(ann)
    other = Client()
    assert there(other, district, "ann")["Location"] == "/account/keys/second/"
    other.post("/account/keys/second/", {"code": now_code(secret)})
    assert other.session["assurance"] == "self"


def test_turning_back_a_wrong_state_and_a_silent_provider_sign_nobody_in(district, settings):
    client = Client()
    assert "turned back" in client.get(there(client, district, "refuses")["Location"]).content.decode()
    assert client.get(f"{district}back/?state=forged&code=x").status_code in (200, 401)
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = "http://127.0.0.1:9"
    assert client.post(district).status_code == 502
    assert "_auth_user_id" not in client.session
    assert not Account.objects.exists()


def test_a_link_to_the_sign_in_of_a_body_asks_first(district):
    page = Client().get(district)
    assert page.status_code == 200
    assert "never your notebook" in page.content.decode()
    assert "Cedar District" in Client().get("/sign-in/").content.decode()


def test_unlinking_needs_another_way_in(district):
    there(Client(), district, "kim")
    kim = Account.objects.get()
    actions.rename(by=kim, name="Kim")
    client = sign_in(Client(), kim)
    row = SocialAccount.objects.get()
    client.post("/account/bodies/", {"account": row.pk})
    assert SocialAccount.objects.filter(pk=row.pk).exists()
