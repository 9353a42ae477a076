"""Hostile input: whatever is sent, no 5xx, nothing unescaped, nothing changed."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from petitions.actions import casework
from petitions.counter.verbs import BY_KEY
from petitions.models import Attachment, Petition, Rating, Step
from petitions.strip import qr
from petitions.visitors import proves
from tests.petitions import make
from tests.petitions.guests import FORM, picture, sent

pytestmark = pytest.mark.django_db

XSS = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
TEXTS = [
    XSS,
    "a\x00b",
    "\ud800",
    "\u202egnp.exe",
    "\u200b\u200d\ufeff",
    "👩‍👩‍👧‍👦🇨🇳",
    "e" + "\u0301" * 300,
    "\u2028\u2029",
    "'; DROP TABLE petitions_petition; --",
    "{{ 7*7 }}{% csrf_token %}",
    '=HYPERLINK("http://x")',
    "\r\nSet-Cookie: a=b",
    "x" * 1_000_000,
]
NUMBERS = ["-1", "0", "9" * 30, "1e9", "NaN", "１２", "٣", "0x10", "", "1 or 1=1"]


@pytest.fixture(autouse=True)
def _password_is_enough(settings):
    settings.SECOND_FACTOR = False


def post(client, address, fields):
    body = {
        name: value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        if isinstance(value, str)
        else value
        for name, value in fields.items()
    }
    return client.post(address, body)


@pytest.mark.parametrize("field", ["title", "body", "name", "phone", "kind", "key"])
def test_no_text_in_the_form_breaks_it(client, house, field, settings):
    settings.THROTTLES = False
    for text in TEXTS:
        answer = post(client, "/petitions/new/", FORM | {field: text})
        assert answer.status_code in (302, 422), text[:40]
        if answer.status_code == 302:
            answer = client.get(answer.url)
            assert answer.status_code == 200, text[:40]
        page = answer.content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.mark.parametrize("field", ["code", "phone_tail"])
def test_no_text_tracks_or_breaks_tracking(client, house, field, settings):
    settings.THROTTLES = False
    make.petition(house)
    for text in TEXTS[:-1]:
        fields = {"code": "0" * 12, "phone_tail": "0099", field: text}
        answer = post(client, "/petitions/track/", fields)
        assert answer.status_code == 422, text
        assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize("part", ["", "message/", "rate/", "slip/", "files/x/"])
def test_no_code_opens_anything(client, house, chen, part):
    codes = [
        "%",
        "_",
        "%25%25",
        "0" * 11,
        "0" * 13,
        "0" * 200,
        "..",
        "~",
        "１" * 12,
        "😀",
    ]
    make.petition(house)
    for code in codes:
        assert client.get(f"/petitions/{code}/{part}").status_code == 404
    client.force_login(chen)
    for code in codes:
        answer = client.get(f"/desk/petitions/{code}/{part}")
        assert answer.status_code in (403, 404)


def test_neighbors_of_a_code_are_not_there(client, house):
    code = make.petition(house).code
    for n in (0, 5, 11):
        other = code[:n] + ("0" if code[n] != "0" else "1") + code[n + 1 :]
        assert client.get(f"/petitions/{other}/").status_code == 404


def test_the_order_of_a_cases_existence_and_its_tail_tells_nothing(house):
    case = make.petition(house)
    assert [proves(case, "0099"), proves(case, "9900"), proves(None, "none")] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("part", ["", "message/", "rate/", "withdraw/", "leave/"])
def test_other_methods_do_nothing(client, house, part):
    address = sent(client).url
    for method in ("put", "patch", "delete", "options", "trace"):
        answer = getattr(client, method)(f"{address}{part}")
        assert answer.status_code == 405, method
    assert Petition.objects.get().state == "registered"


@pytest.mark.parametrize(
    "part", ["message/", "rate/", "withdraw/", "leave/", "reopen/"]
)
def test_a_get_with_the_fields_does_nothing(client, house, part):
    address = sent(client).url
    before = Step.objects.count()
    client.get(f"{address}{part}?body=x&score=1&reason=x&preview=1")
    assert (Step.objects.count(), Rating.objects.count()) == (before, 0)
    assert client.get(address).status_code == 200


def test_json_instead_of_a_form_is_a_refused_form(client, house):
    answer = client.post(
        "/petitions/new/", json.dumps(FORM), content_type="application/json"
    )
    assert (answer.status_code, Petition.objects.count()) == (422, 0)


def test_no_number_is_a_grade_but_the_five(client, house, chen):
    sent(client)
    case = casework.take(Petition.objects.get(), by=chen, at=timezone.now())
    now = timezone.localtime().strftime("%Y-%m-%d %H:%M")
    make.answer(case, chen, at=now)
    for score in NUMBERS:
        answer = client.post(f"/petitions/{case.code}/rate/", {"score": score})
        assert (answer.status_code, Rating.objects.count()) == (422, 0), score


def test_no_number_breaks_a_list_or_a_page(client, house):
    address = "/petitions/answered/"
    for number in NUMBERS:
        for query in (f"?page={number}", f"?kind={number}&q={number}"):
            assert client.get(address + query).status_code == 200, query
        answer = client.get(f"{address}{number}/")
        assert answer.status_code in (200, 301, 404), number


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.png",
        "a\r\nSet-Cookie: x=y.png",
        '"><script>alert(1)</script>.png',
        "长" * 4000 + ".png",
        "gnp.\u202eexe.png",
        ".png",
    ],
)
def test_no_file_name_reaches_the_page_or_the_header_as_it_is(
    client, house, settings, tmp_path, name
):
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("x.png", picture().read(), content_type="image/png")
    file._name = name  # as a browser could send it
    answer = client.post("/petitions/new/", FORM | {"files": file})
    if answer.status_code != 302:
        assert answer.status_code in (400, 422)
        return
    page = client.get(answer.url).content.decode()
    assert "<script>alert" not in page
    stored = Attachment.objects.get()
    got = client.get(f"{answer.url}files/{stored.token}/")
    header = got.headers["Content-Disposition"]
    assert "\r" not in header
    assert "\n" not in header
    assert "/" not in stored.name
    inside = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.parent.name for path in inside] == ["petitions"]


def test_six_files_are_refused_in_words_or_as_a_bad_request(client, house):
    answer = client.post(
        "/petitions/new/", FORM | {"files": [picture() for _ in range(6)]}
    )
    assert answer.status_code in (400, 422)
    assert Petition.objects.count() == 0


VERB_FIELDS = {
    "reason": XSS,
    "text": XSS * 3,
    "to": "999999999999999999999",
    "staff": "-1",
    "days": "9" * 20,
    "approve": "maybe",
    "version": "9" * 40,
    "other": "%",
    "received_at": "0000-00-00T00:00",
    "last_on": "9999-99-99",
    "witness": "x",
    "kind": "report",
    "asks": "\n" * 1000,
    "assist": "1' or '1'='1",
    "conflict": "0",
    "outcome": "none",
    "reached": "none",
    "is_answer": "2",
    "state": "closed",
    "center": "1",
    "owner": "1",
    "due_on": "2030-01-01",
}


@pytest.mark.parametrize("size", [1, 3])
def test_no_verb_breaks_on_wild_fields(client, house, zhao, chen, size):
    case = make.taken(house, chen)
    client.force_login(zhao)
    for key in BY_KEY:
        fields = {name: [value] * size for name, value in VERB_FIELDS.items()}
        answer = client.post(f"/desk/petitions/{case.code}/{key}/", fields)
        assert answer.status_code in (302, 409, 422), key
        if answer.status_code != 302:
            assert "<script>alert" not in answer.content.decode(), key
    after = make.fresh(case)
    assert (after.center, after.due_on) == (house, case.due_on)
    page = client.get(f"/desk/petitions/{case.code}/")
    assert page.status_code in (200, 404)
    assert "<script>alert" not in page.content.decode()


def test_a_hostile_case_is_harmless_on_every_staff_page(client, house, zhao, chen):
    case = make.taken(house, chen, title=XSS[:60], body=XSS, name=XSS[:40])
    client.force_login(zhao)
    for address in (
        "/desk/petitions/?tab=open",
        f"/desk/petitions/{case.code}/",
        f"/petitions/{case.code}/",
        "/admin/petitions/petition/",
        f"/admin/petitions/petition/{case.pk}/change/",
        "/desk/",
    ):
        page = client.get(address)
        assert page.status_code == 200, address
        text = page.content.decode()
        assert "<script>alert" not in text, address
        assert "<img src=x" not in text, address


def test_pages_with_people_are_kept_by_nobody(client, house, chen):
    address = sent(client).url
    client.force_login(chen)
    case = Petition.objects.get()
    for page in (address, "/petitions/track/", f"/desk/petitions/{case.code}/"):
        headers = client.get(page).headers
        assert "no-store" in headers["Cache-Control"], page
        assert headers["Referrer-Policy"] == "same-origin"


def test_no_code_stands_in_a_title_or_in_an_outgoing_address(client, house):
    case_address = sent(client).url
    text = client.get(case_address).content.decode()
    code = Petition.objects.get().code
    title = text.split("<title>")[1].split("</title>")[0]
    assert code not in title
    assert "http://" not in text.replace("http://www.w3.org", "")


def test_a_qr_code_holds_nothing_but_a_path():
    drawn = str(qr("https://portal.example/petitions/track/?code=0"))
    assert drawn.startswith('<svg role="img" viewBox="0 0 ')
    assert "style" not in drawn
    assert "<script" not in str(qr(XSS))
