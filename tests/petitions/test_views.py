"""The public pages: hand in, receipt, track, follow, add, rate, take back."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from center.rules import LIMITS, Role
from center.uploads import clean_uploads
from petitions import actions
from petitions.models import Attachment, Petition, Rating, Step
from petitions.portal import holds
from petitions.publication import actions as publication
from tests.make import staff
from tests.petitions import make

pytestmark = pytest.mark.django_db

FORM = {
    "kind": "help",
    "title": "楼道灯不亮",
    "body": "三号楼二单元的楼道灯不亮一周了。",
    "name": "林晓",
    "phone": "16100000099",
}


def sent(client, **fields):
    return client.post("/petitions/new/", FORM | fields)


def only():
    return Petition.objects.get()


def now_text():
    return timezone.localtime().strftime("%Y-%m-%d %H:%M")


def picture():
    into = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(into, "PNG")
    return SimpleUploadedFile("灯.png", into.getvalue(), content_type="image/png")


@pytest.fixture(autouse=True)
def _password_is_enough(settings):
    settings.SECOND_FACTOR = False


@pytest.fixture
def replied(client, house, chen):
    """Hand in as a guest, and let a clerk answer."""
    sent(client)
    case = actions.take(only(), by=chen, at=timezone.now())
    make.answer(case, chen, at=now_text())
    return make.fresh(case)


# -- Handing in


def test_a_guest_hands_in_and_gets_the_receipt(client, house):
    answer = sent(client)
    case = only()
    assert (answer.status_code, answer.url) == (302, f"/petitions/{case.code}/")
    page = client.get(answer.url)
    assert page.context["fresh"] is True
    text = page.content.decode()
    assert case.code_text in text
    assert case.code not in text.split("</title>")[0]
    strip = page.context["story"].strip
    assert [strip[0].text, strip[-1].text] == ["收到", "第7天"]
    assert "<svg" in page.context["qr"]


def test_the_receipt_is_never_kept_by_a_cache(client, house):
    answer = client.get(sent(client).url)
    assert "no-store" in answer.headers["Cache-Control"]


def test_somebody_logged_in_is_not_asked_who_they_are(client, lin):
    client.force_login(lin)
    client.post("/petitions/new/", {**FORM, "name": "别人", "phone": "16100000001"})
    case = only()
    assert (case.person, case.name, case.phone) == (lin, lin.name, lin.phone)


def test_a_repeated_form_is_one_request(client, house):
    client.get("/petitions/new/")
    first, second = (sent(client, key="a" * 32) for _ in range(2))
    assert (first.url, Petition.objects.count()) == (second.url, 1)


def test_the_key_of_somebody_else_leads_to_a_page_of_ones_own(house):
    one, other = Client(), Client()
    for client in (one, other):
        client.get("/petitions/new/")
    assert sent(one, key="a" * 32).url != sent(other, key="a" * 32).url


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"title": ""}, "title"),
        ({"title": "\u200b\u200d"}, "title"),
        ({"title": "长" * 61}, "title"),
        ({"body": "  "}, "body"),
        ({"kind": "nothing"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"name": ""}, "name"),
        ({"phone": ""}, "phone"),
        ({"phone": "12345"}, "phone"),
        ({"anonymous": "on"}, "anonymous"),
    ],
)
def test_a_refused_form_keeps_the_text(client, house, fields, at):
    answer = sent(client, **fields)
    assert answer.status_code == 422
    assert at in answer.context["form"].errors
    text = answer.content.decode()
    assert 'class="errors" role="alert"' in text
    assert "<title>错误：" in text
    assert Petition.objects.count() == 0
    assert ("三号楼二单元" in text) is (at != "body")


def test_an_anonymous_opinion_keeps_nobody(client, lin):
    client.force_login(lin)
    client.post(
        "/petitions/new/", {**FORM, "kind": "opinion", "anonymous": "on"}, follow=True
    )
    case = only()
    kept = (case.person, case.name, case.phone, case.address, case.registered_by)
    assert kept == (None, "", "", "", None)
    assert set(Step.objects.values_list("by", flat=True)) == {None}
    assert client.get(f"/petitions/{case.code}/").status_code == 200
    assert Client().get(f"/petitions/{case.code}/").status_code == 404


def test_an_accusation_is_sent_on_and_nothing_is_kept(client, house):
    answer = sent(client, kind="report", body="某科长收受红包。")
    assert answer.status_code == 422
    assert "12388" in answer.content.decode()
    assert Petition.objects.count() == 0


def test_a_text_that_accuses_is_sent_on_until_the_person_says_it_does_not(
    client, house
):
    fields = {"kind": "opinion", "body": "我要举报张科长收受红包。"}
    answer = sent(client, **fields)
    assert (answer.status_code, Petition.objects.count()) == (422, 0)
    assert "is_no_accusation" in answer.content.decode()
    assert sent(client, **fields, is_no_accusation="on").status_code == 302


def test_too_many_from_one_address_keep_their_text(client, house, monkeypatch):
    monkeypatch.setitem(LIMITS, "petition-address", 1)
    assert sent(client).status_code == 302
    answer = sent(client, title="第二件事")
    assert answer.status_code == 429
    assert "第二件事" in answer.content.decode()
    assert Petition.objects.count() == 1


def test_what_looks_like_fields_of_the_row_is_ignored(client, house, elsewhere):
    sent(
        client,
        state="closed",
        center=elsewhere.pk,
        due_on="2030-01-01",
        received_at="2020-01-01T00:00",
        channel="counter",
    )
    case = only()
    assert (case.state, case.center, case.channel) == ("registered", house, "web")
    assert case.received_on == timezone.localdate()


def test_similar_answers_are_shown_and_nothing_is_lost(client, house, chen, zhao):
    done = make.closed(house, chen, title="楼道灯坏了找谁修")
    publication.publish(
        done,
        title="楼道灯坏了找谁修",
        question="楼道灯坏了找谁？",
        answer="打物业电话报修，当天来。",
        is_checked=True,
        by=zhao,
        at=timezone.now(),
    )
    answer = client.post("/petitions/similar/", FORM | {"title": "楼道灯坏了"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "/petitions/answered/" in text
    assert [case["title"] for case in answer.context["similar"]] == ["楼道灯坏了找谁修"]
    assert "三号楼二单元" in text
    assert Petition.objects.count() == 1


# -- Tracking


def test_code_and_tail_open_it_in_this_browser(client, house):
    case = make.petition(house)
    spelled = case.code_text.lower().replace(" ", "-")
    answer = client.post("/petitions/track/", {"code": spelled, "phone_tail": "0099"})
    assert (answer.status_code, answer.url) == (302, f"/petitions/{case.code}/")
    assert client.get(answer.url).status_code == 200
    assert Client().get(answer.url).status_code == 404


def test_letters_that_sound_like_digits_are_understood(client, house):
    case = make.petition(house)
    spoken = case.code.replace("0", "O").replace("1", "l")
    answer = client.post("/petitions/track/", {"code": spoken, "phone_tail": "0099"})
    assert answer.status_code == 302


def test_a_wrong_code_and_a_wrong_tail_get_the_same_answer(client, house):
    case = make.petition(house)
    guesses = [
        {"code": "0" * 12, "phone_tail": "0099"},
        {"code": case.code, "phone_tail": "1234"},
        {"code": case.code, "phone_tail": ""},
        {"code": case.code[:-1], "phone_tail": "0099"},
        {"code": "%" * 12, "phone_tail": "0099"},
    ]
    answers = [client.post("/petitions/track/", guess) for guess in guesses]
    said = {
        (answer.status_code, str(answer.context["form"].non_field_errors()))
        for answer in answers
    }
    assert len(said) == 1
    assert said.pop()[0] == 422
    assert client.get(f"/petitions/{case.code}/").status_code == 404


def test_an_anonymous_one_is_found_by_its_code_alone(client, house):
    case = make.petition(house, kind="opinion", anonymous=True)
    answer = client.post("/petitions/track/", {"code": case.code, "phone_tail": ""})
    assert answer.status_code == 302


def test_guessing_is_braked_also_for_the_right_answer(client, house):
    case = make.petition(house)
    guess = {"code": case.code, "phone_tail": "1234"}
    statuses = [client.post("/petitions/track/", guess).status_code for _ in range(11)]
    assert statuses == [422] * 10 + [429]
    right = guess | {"phone_tail": "0099"}
    assert client.post("/petitions/track/", right).status_code == 429


def test_a_stranger_does_not_lock_the_person_out(client, house, lin):
    case = make.petition(house, by=lin)
    guess = {"code": case.code, "phone_tail": "9999"}
    right = guess | {"phone_tail": case.phone[-4:]}
    for _ in range(70):
        client.post("/petitions/track/", guess)
    assert client.post("/petitions/track/", right).status_code == 429
    elsewhere = Client(REMOTE_ADDR="10.4.0.2")
    assert elsewhere.post("/petitions/track/", right).status_code == 302
    # Who is logged in is not asked, even where the guesses came from.
    client.force_login(lin)
    answer = client.post("/petitions/track/", guess)
    assert answer.headers["Location"] == f"/petitions/{case.code}/"


def test_one_code_is_not_guessed_from_many_addresses(house):
    case = make.petition(house)
    guess = {"code": case.code, "phone_tail": "9999"}
    for n in range(60):
        guest = Client(REMOTE_ADDR=f"10.5.{n}.1")
        assert guest.post("/petitions/track/", guess).status_code == 422
    last = Client(REMOTE_ADDR="10.6.0.1")
    right = guess | {"phone_tail": "0099"}
    assert last.post("/petitions/track/", right).status_code == 429


def test_looking_up_what_one_has_is_not_braked(client, house):
    case = make.petition(house)
    right = {"code": case.code, "phone_tail": "0099"}
    assert {client.post("/petitions/track/", right).status_code for _ in range(30)} == {
        302
    }


def test_leaving_takes_it_away_from_the_browser(client, house):
    address = sent(client).url
    assert client.post(f"{address}leave/").status_code == 302
    assert client.get(address).status_code == 404


# -- Whose it is


def test_what_belongs_to_somebody_else_is_not_there(client, house, lin, wu):
    case = make.petition(house, by=lin)
    client.force_login(wu)
    for part in ("", "message/", "rate/", "withdraw/", "reopen/", "slip/"):
        assert client.get(f"/petitions/{case.code}/{part}").status_code == 404
    client.force_login(lin)
    assert client.get(f"/petitions/{case.code}/").status_code == 200


def test_an_unconfirmed_phone_makes_nothing_ones_own(client, house, lin):
    case = make.petition(house, phone=lin.phone)
    client.force_login(lin)
    assert client.get(f"/petitions/{case.code}/").status_code == 404
    lin.phone_confirmed_at = timezone.now()
    lin.save()
    assert client.get(f"/petitions/{case.code}/").status_code == 200


def test_staff_see_the_page_and_may_not_speak_for_the_person(client, house, chen):
    case = make.petition(house)
    client.force_login(chen)
    page = client.get(f"/petitions/{case.code}/")
    assert (page.status_code, page.context["form"]) == (200, None)
    assert (
        client.post(f"/petitions/{case.code}/message/", {"body": "我"}).status_code
        == 404
    )
    assert (
        client.post(f"/petitions/{case.code}/rate/", {"score": "5"}).status_code == 404
    )


def test_internal_words_never_reach_the_person(client, house, chen):
    address = sent(client).url
    case = actions.take(only(), by=chen, at=timezone.now())
    actions.add_note(case, text="机密的内部话", by=chen, at=timezone.now())
    actions.hand_over(
        case,
        to=make_colleague(house),
        reason="另一句内部话",
        by=chen,
        at=timezone.now(),
    )
    text = client.get(address).content.decode()
    assert "内部话" not in text
    assert "已转给另一位同事" in text


def make_colleague(house):
    return staff("何平", Role.CLERK, center=house)


# -- Adding, rating, taking back


def test_the_person_adds_something_once(client, house):
    address = sent(client).url
    fields = {"body": "昨天又坏了一盏。", "key": "k" * 32}
    for _ in range(2):
        answer = client.post(f"{address}message/", fields)
        assert (answer.status_code, answer.url) == (302, address)
    assert Step.objects.filter(verb="message").count() == 1
    assert "昨天又坏了一盏" in client.get(address).content.decode()


def test_an_empty_message_is_refused_with_the_form(client, house):
    address = sent(client).url
    answer = client.post(f"{address}message/", {"body": " \u200b"})
    assert (answer.status_code, answer.context["has_errors"]) == (422, True)


def test_looking_at_the_rating_page_rates_nothing(client, replied):
    page = client.get(f"/petitions/{replied.code}/rate/?score=1&comment=x")
    assert page.status_code == 200
    assert client.head(f"/petitions/{replied.code}/rate/?score=5").status_code == 200
    assert Rating.objects.count() == 0


def test_a_post_rates_and_can_be_changed_for_a_day(client, replied):
    address = f"/petitions/{replied.code}/rate/"
    assert client.post(address, {"score": "2", "comment": "慢"}).status_code == 302
    assert client.post(address, {"score": "4"}).status_code == 302
    rating = Rating.objects.get()
    assert (rating.score, [old.old_score for old in rating.changes.all()]) == (4, [2])
    Rating.objects.update(rated_at=timezone.now() - timedelta(hours=25))
    answer = client.post(address, {"score": "1"})
    assert (answer.status_code, Rating.objects.get().score) == (422, 4)


@pytest.mark.parametrize("score", ["0", "6", "", "x", "5.0", "９"])
def test_no_other_grade_is_taken(client, replied, score):
    answer = client.post(f"/petitions/{replied.code}/rate/", {"score": score})
    assert (answer.status_code, Rating.objects.count()) == (422, 0)


def test_there_is_nothing_to_rate_before_the_answer(client, house):
    address = sent(client).url
    assert client.post(f"{address}rate/", {"score": "5"}).status_code == 409
    assert Rating.objects.count() == 0


def test_an_unhappy_person_has_it_done_again(client, replied):
    address = f"/petitions/{replied.code}/"
    assert client.post(f"{address}reopen/", {"reason": "没修好"}).status_code == 409
    client.post(f"{address}rate/", {"score": "1"})
    assert client.post(f"{address}reopen/", {"reason": "没修好"}).url == address
    case = make.fresh(replied)
    assert (case.round, case.state) == (2, "in_hand")


def test_the_person_takes_it_back(client, house):
    address = sent(client).url
    assert client.get(f"{address}withdraw/").status_code == 200
    assert client.post(f"{address}withdraw/", {"reason": ""}).url == address
    assert only().state == "withdrawn"


# -- Files


def with_file(client):
    client.post("/petitions/new/", FORM | {"files": picture()})
    return Attachment.objects.get()


def test_a_file_is_only_ever_a_download(client, house, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = with_file(client)
    address = f"/petitions/{only().code}/files/{file.token}/"
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer.headers["Cache-Control"]


def test_nobody_else_gets_the_file(
    client, house, elsewhere, wu, sun, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    file = with_file(client)
    address = f"/petitions/{only().code}/files/{file.token}/"
    strangers = [Client() for _ in range(3)]
    strangers[1].force_login(wu)
    strangers[2].force_login(sun)
    assert {one.get(address).status_code for one in strangers} == {404}
    other = make.petition(house)
    wrong = f"/petitions/{other.code}/files/{file.token}/"
    assert client.get(wrong).status_code == 404


def test_an_internal_file_is_not_there_for_the_person(
    client, house, chen, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    address = sent(client).url
    case = actions.take(only(), by=chen, at=timezone.now())
    actions.add_note(
        case,
        text="现场照片",
        files=clean_uploads([picture()], who=("person", "lin"), at=timezone.now()),
        by=chen,
        at=timezone.now(),
    )
    file = Attachment.objects.get()
    assert file.is_internal
    assert client.get(f"{address}files/{file.token}/").status_code == 404
    assert file.token not in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", b"<svg onload=alert(1)>"),
        ("a.html", b"<html><script>alert(1)</script>"),
        ("a.png", b"<script>alert(1)</script>"),
        ("a.png", b""),
        ("a.exe", b"MZ\x90\x00"),
        ("a.zip", b"PK\x03\x04"),
    ],
)
def test_other_files_are_refused_with_the_text_kept(client, house, name, content):
    file = SimpleUploadedFile(name, content, content_type="image/png")
    answer = client.post("/petitions/new/", FORM | {"files": file})
    assert answer.status_code == 422
    assert "files" in answer.context["form"].errors
    assert "三号楼二单元" in answer.content.decode()
    assert (Petition.objects.count(), Attachment.objects.count()) == (0, 0)


# -- Published cases


@pytest.fixture
def published(house, chen, zhao):
    done = make.closed(house, chen, title="楼道灯坏了", name="林晓明")
    return publication.publish(
        done,
        title="楼道灯坏了",
        question="灯坏了找谁？",
        answer="找物业，当天来修。",
        is_checked=True,
        by=zhao,
        at=timezone.now(),
    )


def test_everybody_reads_published_answers_and_no_more(client, published):
    page = client.get("/petitions/answered/?q=灯")
    assert [case["title"] for case in page.context["cases"]] == ["楼道灯坏了"]
    text = client.get(f"/petitions/answered/{published.pk}/").content.decode()
    assert "找物业" in text
    for secret in (
        published.petition.code,
        published.petition.code_text,
        "林晓明",
        "0099",
    ):
        assert secret not in text


def test_what_is_taken_down_is_gone(client, published, zhao):
    publication.unpublish(published, reason="说到了人", by=zhao, at=timezone.now())
    assert client.get(f"/petitions/answered/{published.pk}/").status_code == 404
    assert client.get("/petitions/answered/").context["cases"] == []


# -- Paper


def test_the_authorization_is_for_errands_and_their_people(client, house):
    address = client.post("/petitions/new/", FORM | {"kind": "errand"}).url
    assert "代办委托书" in client.get(f"{address}slip/").content.decode()
    other = sent(client).url
    assert client.get(f"{other}slip/").status_code == 404


def test_a_date_in_an_unpublished_year_says_so(client, house):
    case = make.petition(house, at="2026-12-23 10:00", kind="opinion", anonymous=True)
    client.post("/petitions/track/", {"code": case.code})
    promise = client.get(f"/petitions/{case.code}/").context["story"].promise
    assert promise.is_provisional is True
    assert "1月4日" in promise.due


# -- 我的


def test_my_page_and_my_data_show_ones_own_and_no_others(client, lin, wu, house):
    mine = make.petition(house, by=lin, title="我的灯不亮")
    make.petition(house, by=wu, title="别人的灯不亮")
    client.force_login(lin)
    text = client.get("/me/").content.decode()
    assert mine.code in text
    assert "别人的灯" not in text
    data = client.get("/me/data/file/").content.decode()
    assert "我的灯不亮" in data
    assert "别人的灯" not in data


def test_an_open_request_holds_the_account(lin, house):
    case = make.petition(house, by=lin)
    assert holds(lin, timezone.now()) == ["还有 1 件诉求没答复，答复了或撤回了再注销。"]
    actions.withdraw(case, reason="", by=lin, at=timezone.now())
    assert holds(lin, timezone.now()) == []
