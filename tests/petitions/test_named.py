"""Who may be meant keeps away at once, and a colleague who is not meant decides."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from center.roster import actions as roster
from center.rules import Role
from center.uploads import CleanFile
from petitions.actions import casework, duty, feedback, replies
from petitions.actions.details import add_details, add_message, recategorize
from petitions.counter.portal import cards
from petitions.models import Conflict, Petition, Step
from petitions.models.access import reader_of, readers_of
from petitions.rules.access import Sight, sight
from petitions.rules.named import spoken_of
from petitions.rules.states import Kind
from tests import make as people
from tests.petitions import make

pytestmark = pytest.mark.django_db
DESK = "/desk/petitions/"
ABOUT = "窗口的陈静态度很差"
NOW = timezone.now


@pytest.fixture(autouse=True)
def _password_is_enough(settings):
    settings.SECOND_FACTOR = False


def now():
    return f"{timezone.localtime(NOW()) - timedelta(minutes=9):%Y-%m-%d %H:%M}"


def logged_in(user):
    client = Client()
    client.force_login(user)
    return client


def is_there(case, user):
    """Say whether somebody opens the case, and that lists and pages agree."""
    client = logged_in(user)
    codes = {client.get(f"{DESK}{case.code}/").status_code == 200}
    codes.add(Petition.objects.visible_to(user).filter(pk=case.pk).exists())
    codes.add(reader_of(case, user).sees_matter)
    codes.add(client.get(f"/petitions/{case.code}/").status_code == 200)
    codes.add(case.code_text in client.get(f"{DESK}?q={case.code}").content.decode())
    assert len(codes) == 1
    return codes.pop()


@pytest.mark.parametrize("kind", Kind.values)
def test_they_are_found_in_every_kind(house, chen, liu, kind):
    scope = "partial" if kind == "errand" else ""
    case = make.petition(house, at=now(), kind=kind, body=ABOUT, scope=scope)
    row = Conflict.objects.proposed().get(petition=case)
    assert (row.staff, row.found, row.marked_by) == (chen, "陈静", None)
    assert not is_there(case, chen)
    assert is_there(case, liu)
    step = Step.objects.get(petition=case, verb="conflict")
    assert (step.role, step.public_text) == ("系统", "")
    assert "陈静" in step.internal_text


WRITTEN = [
    "陈静",
    "陈 静",
    "陈　静",
    "陈·静",
    "陈．静",
    "陈\n静",
    "陈-静",
    "陈静同志",
    "“陈静”",
    "陈\u200b静",
]


@pytest.mark.parametrize("written", WRITTEN)
def test_blanks_dots_and_forms_of_address_do_not_hide_a_name(house, chen, written):
    case = make.petition(house, at=now(), title="不高兴", body=f"那个{written}不给办。")
    assert not is_there(case, chen)


def test_other_words_are_no_names():
    assert spoken_of("陈列室很静", "陈静") == ""
    assert spoken_of("我姓陈，家里漏水", "陈静", is_near=True) == ""
    assert spoken_of("隔壁陈阿姨", "陈静", is_near=True) == ""
    assert spoken_of("陈主任不管", "陈静") == ""
    assert spoken_of("静", "静") == ""
    assert spoken_of("找陈主任", "陈静", is_near=True) == "陈主任"
    assert spoken_of("那个姓陈的", "陈静", is_near=True) == "姓陈的"
    assert spoken_of("窗口的小陈", "陈静", is_near=True) == "窗口的小陈"
    assert spoken_of("阿不都热合曼说的", "阿不都·热合曼") == "阿不都热合曼"
    assert spoken_of("JOHN Li said", "John Li") == "John Li"


def later(case, liu, lin):
    at = NOW()
    file = CleanFile("陈静不办.png", "image/png", b"\x89PNG")
    return {
        "message": lambda: add_message(case, text=ABOUT, by=lin, at=at),
        "file": lambda: add_message(case, text="看照片", files=[file], by=lin, at=at),
        "edit": lambda: add_details(
            case,
            title=case.title,
            body=ABOUT,
            name=case.name,
            phone=case.phone,
            address="",
            version=make.fresh(case).version,
            by=liu,
            at=at,
        ),
    }


@pytest.mark.parametrize("how", ["message", "file", "edit"])
def test_they_are_found_in_later_words(house, chen, liu, lin, how):
    case = make.taken(house, liu, at=now(), by_person=lin)
    assert is_there(case, chen)
    later(case, liu, lin)[how]()
    assert not is_there(case, chen)


@pytest.mark.parametrize("how", ["rate", "reopen"])
def test_they_are_found_in_what_is_said_after_the_answer(house, chen, liu, lin, how):
    case = make.answered(house, liu, at=now(), by_person=lin)
    comment = ABOUT if how == "rate" else "不行"
    feedback.rate(case, score=1, comment=comment, by=lin, at=NOW())
    if how == "reopen":
        assert is_there(case, chen)
        replies.reopen(case, reason=ABOUT, by=lin, at=NOW())
    assert not is_there(case, chen)


def test_a_new_kind_looks_through_the_words_again(house, liu, zhao):
    case = make.taken(house, liu, at=now(), body="新来的孙强不给办")
    late = people.staff("孙强", Role.CLERK, center=house)
    assert is_there(case, late)
    recategorize(case, kind="opinion", by=liu, at=NOW())
    assert not is_there(case, late)
    judge(case, late, zhao, is_named=False, reason="说的是水电工")
    recategorize(make.fresh(case), kind="help", by=liu, at=NOW())
    assert is_there(case, late)


def test_staff_of_a_unit_that_is_asked_to_help_are_found_too(
    house, elsewhere, liu, sun
):
    sister = people.center(name="桃园社区党群服务中心", parent=elsewhere)
    helper = people.staff("方华", Role.CLERK, center=elsewhere)
    case = make.taken(house, liu, at=now(), body="孙悦来过，没修好")
    casework.ask_assist(case, unit="", center=elsewhere, part="看看", by=liu, at=NOW())
    seen = Petition.objects
    assert seen.assisted_by(helper).get() == case
    assert not seen.assisted_by(sun).exists()
    assert sister.pk


def judge(case, staff, by, **said):
    row = Conflict.objects.proposed().get(petition=case, staff=staff)
    return duty.judge_named(row, **said, by=by, at=NOW())


def refused(code, *args, **kwargs):
    with pytest.raises(Exception) as caught:  # noqa: PT011
        judge(*args, **kwargs)
    assert [error.code for error in caught.value.error_list] == [code]


def test_a_colleague_says_no_and_they_see_it_again(house, chen, liu):
    case = make.petition(house, at=now(), body=ABOUT)
    refused("required", case, chen, liu, is_named=False)
    judge(case, chen, liu, is_named=False, reason="说的是另一位陈静")
    assert is_there(case, chen)
    last = Step.objects.filter(petition=case).order_by("-pk").first()
    assert (last.by, last.internal_text) == (
        liu,
        "看过了，说的不是 陈静：说的是另一位陈静",
    )
    # New words are judged anew; the same ones, edited elsewhere, are not.
    taken = casework.take(case, by=chen, at=NOW())
    fields = {"title": "改过的标题", "body": ABOUT, "name": "林晓", "address": ""}
    add_details(
        taken, **fields, phone=case.phone, version=taken.version, by=chen, at=NOW()
    )
    assert is_there(case, chen)
    add_message(case, text="还是那个陈静", by=None, at=NOW())
    assert not is_there(case, chen)


def test_a_yes_passes_on_what_they_bore(house, chen, liu, lin):
    case = make.taken(house, chen, at=now(), by_person=lin)
    add_message(case, text=ABOUT, by=lin, at=NOW())
    refused("successor", case, chen, liu, is_named=True)
    judge(case, chen, liu, is_named=True, successor=liu)
    case = make.fresh(case)
    assert (case.owner, case.duty_by, case.first_asked) == (liu, liu, chen)
    assert not is_there(case, chen)
    assert Conflict.objects.confirmed().get(petition=case).confirmed_by == liu


def test_who_may_be_meant_does_not_decide(house, chen, liu):
    case = make.petition(house, at=now(), body=f"{ABOUT}，刘洋也一样")
    refused("not_found", case, liu, chen, is_named=False, reason="原因")
    refused("not_found", case, chen, chen, is_named=False, reason="原因")


def card_counts(user):
    return {card.title: card.count for card in cards(user, NOW())}


def test_it_waits_on_the_desk_of_who_can_decide(house, chen, liu, zhao):
    case = make.petition(house, at=now(), body=ABOUT)
    title = "像是说到同事的"
    assert [card_counts(user).get(title) for user in (chen, liu, zhao)] == [None, 1, 1]
    client = logged_in(liu)
    assert case.code_text in client.get(f"{DESK}?tab=named").content.decode()
    page = client.get(f"{DESK}{case.code}/").content.decode()
    assert "陈静（话里写的是“陈静”）" in page
    row = Conflict.objects.get(petition=case)
    answer = client.post(
        f"{DESK}{case.code}/judge/", {"conflict": row.pk, "is_named": "1"}
    )
    assert answer.status_code == 302
    assert title not in card_counts(liu)
    assert "judge" not in [
        verb.name for verb in client.get(f"{DESK}{case.code}/").context["verbs"]
    ]
    assert not is_there(case, chen)


def test_where_nobody_at_home_can_decide_it_goes_up(house, elsewhere, sun, zhao):
    case = make.petition(elsewhere, at=now(), body="孙悦不接电话")
    assert card_counts(zhao)["像是说到同事的"] == 1
    judge(case, sun, zhao, is_named=False, reason="是邻居孙悦")
    assert is_there(case, sun)
    colleague = people.staff("方华", Role.CLERK, center=elsewhere)
    again = make.petition(elsewhere, at=now(), body="孙悦不接电话")
    assert "像是说到同事的" not in card_counts(zhao)
    assert card_counts(colleague)["像是说到同事的"] == 1
    refused("not_home", again, sun, zhao, is_named=False, reason="原因")
    roster.set_absent(staff=colleague, deputy=zhao, starts_at=NOW(), by=zhao, at=NOW())
    assert card_counts(zhao)["像是说到同事的"] == 1


def test_a_clerk_who_writes_down_a_complaint_about_themselves(house, chen, liu):
    client = logged_in(chen)
    fields = {"kind": "help", "channel": "counter", "title": "陈静不办", "name": "林晓"}
    answer = client.post(f"{DESK}new/", fields, follow=True)
    assert (answer.status_code, answer.redirect_chain[-1][0]) == (200, DESK)
    case = Petition.objects.get()
    assert (case.owner, case.first_asked) == (None, None)
    assert not is_there(case, chen)
    assert is_there(case, liu)


def test_staff_keep_away_from_their_own_request_for_ever(house, chen, zhao):
    case = make.petition(house, at=now(), by=chen)
    row = Conflict.objects.get(petition=case)
    assert row.confirmed_at is not None
    assert not Petition.objects.visible_to(chen).exists()
    page = logged_in(zhao).get(f"{DESK}{case.code}/")
    assert "judge" not in [verb.name for verb in page.context["verbs"]]
    assert logged_in(chen).get(f"/petitions/{case.code}/").status_code == 200


def test_the_one_rule():
    cases = {
        (False, True, True, False, False): Sight.WHOLE,
        (False, False, True, False, False): Sight.MATTER,
        (False, False, True, False, True): Sight.WHOLE,
        (False, False, False, True, False): Sight.MATTER,
        (False, False, False, True, True): Sight.WHOLE,
        (False, False, False, False, True): Sight.NOTHING,
        (True, True, True, True, True): Sight.NOTHING,
    }
    names = ("is_named", "is_home", "is_above", "assists", "has_revealed")
    for facts, seen in cases.items():
        assert sight(**dict(zip(names, facts, strict=True))) is seen, facts


def test_lists_and_pages_agree_about_everybody(house, elsewhere, chen, liu, sun, zhao):
    made = [
        make.petition(house, at=now()),
        make.petition(house, at=now(), body=ABOUT),
        make.petition(elsewhere, at=now(), body="孙悦不好"),
        make.taken(elsewhere, sun, at=now()),
    ]
    casework.ask_assist(made[-1], unit="", center=house, part="x", by=sun, at=NOW())
    duty.reveal_person(made[-1], reason="上门", by=liu, at=NOW())
    for user in (chen, liu, sun, zhao, people.person("方华")):
        seen = set(Petition.objects.seen_by(user).values_list("pk", flat=True))
        readers = readers_of(made, user)
        assert {pk for pk, one in readers.items() if one.sees_matter} == seen
    assert [one.sight for one in readers_of(made, liu).values()] == [2, 2, 1, 2]
