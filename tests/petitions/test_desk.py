"""The desk: the queue, intake, one case with its verbs, and around the cases."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from center.rules import Role
from center.timetable.models import SpecialDay
from petitions import actions
from petitions.counter.portal import cards, links
from petitions.counter.queue import PILES, capped
from petitions.counter.verbs import BY_KEY, DEEDS
from petitions.models import Assist, Attachment, Conflict, Cover, Petition, Reply, Step
from petitions.promise import moment_text
from petitions.publication.models import Publication
from tests.make import moment, staff
from tests.petitions import make
from tests.petitions.test_views import picture

pytestmark = pytest.mark.django_db
LIST = "/desk/petitions/"


@pytest.fixture(autouse=True)
def _password_is_enough(settings):
    settings.SECOND_FACTOR = False


@pytest.fixture
def desk(client, chen):
    client.force_login(chen)
    return client


@pytest.fixture
def boss(client, zhao):
    client.force_login(zhao)
    return client


@pytest.fixture
def he(house):
    return staff("何平", Role.CLERK, center=house)


def today_text(hour=9):
    return f"{timezone.localdate():%Y-%m-%d} {hour:02d}:00"


def ago(days):
    return f"{timezone.localdate() - timedelta(days=days):%Y-%m-%d} 09:00"


def just_now():
    return timezone.localtime().strftime("%Y-%m-%d %H:%M")


def taken(house, by, **fields):
    return make.taken(house, by, at=just_now(), **fields)


def do(client, case, key, **fields):
    version = make.fresh(case).version
    return client.post(f"{LIST}{case.code}/{key}/", {"version": version, **fields})


def titles(answer):
    return [row.title for row in answer.context["rows"]]


# -- The queue


def test_each_pile_holds_its_own_and_nothing_else(desk, house, chen, he):
    taken(house, chen, title="我在办")
    make.petition(house, at=just_now(), title="没人接")
    taken(house, he, title="别人在办")
    answered = taken(house, chen, title="答完了")
    make.answer(answered, chen, at=just_now())
    handed = taken(house, chen, title="转走了")
    actions.hand_over(handed, to=he, reason="顺路", by=chen, at=timezone.now())
    found = {
        name: sorted(titles(desk.get(f"{LIST}?tab={name}")))
        for name in ("mine", "book", "web", "toclose", "open")
    }
    assert found == {
        "mine": ["我在办"],
        "book": ["我在办", "转走了"],
        "web": ["没人接"],
        "toclose": ["答完了"],
        "open": ["别人在办", "我在办", "没人接", "转走了"],
    }


def test_the_most_urgent_comes_first_and_the_parts_are_all(desk, house, chen):
    for days, title in ((2, "新"), (40, "老"), (20, "中")):
        make.taken(house, chen, at=ago(days), title=title)
    answer = desk.get(f"{LIST}?tab=open")
    assert titles(answer) == ["老", "中", "新"]
    numbers = [int(part["number"]) for part in answer.context["counts"]]
    assert (sum(numbers), numbers[0]) == (3, 2)
    assert titles(desk.get(f"{LIST}?tab=open&part=overdue")) == ["老", "中"]
    assert titles(desk.get(f"{LIST}?tab=open&part=later")) == ["新"]


def test_pages_go_on_where_the_last_one_ended(desk, house, chen, monkeypatch):
    monkeypatch.setattr("petitions.counter.queue.PAGE_SIZE", 2)
    for n in range(5):
        make.taken(house, chen, at=ago(2), title=f"第{n}件")
    seen, address = [], f"{LIST}?tab=open"
    while address:
        answer = desk.get(address)
        seen += titles(answer)
        address = answer.context["next_url"] and LIST + answer.context["next_url"]
    assert sorted(seen) == [f"第{n}件" for n in range(5)]
    assert len(seen) == 5


def test_no_query_breaks_the_queue(desk, house):
    for query in (
        "tab=nothing",
        "after=x",
        "after=2026-13-40_1",
        "after=2026-01-01_99999999999999999999999",
        "after=9999-12-31_1",
        "part=nothing",
        "q=%25",
        "q=" + "长" * 500,
        "q=０１２３",
        "tab=call&after=0001-01-01_0",
    ):
        assert desk.get(f"{LIST}?{query}").status_code == 200, query


def test_a_pile_asks_the_same_number_of_queries_for_one_and_for_many(
    desk, house, chen, django_assert_max_num_queries
):
    def queries():
        found = {}
        for pile in PILES:
            with django_assert_max_num_queries(6) as asked:
                desk.get(f"{LIST}?tab={pile.name}")
            found[pile.name] = len(asked)
        return found

    make.taken(house, chen, at=ago(9))
    desk.get(f"{LIST}?tab=open")  # the opening hours are kept from now on
    one = queries()
    for days in range(3, 9):
        make.taken(house, chen, at=ago(days))
        make.petition(house, at=ago(days))
    assert queries() == one


def test_a_case_is_found_by_code_words_name_and_phone(desk, house, chen):
    case = taken(house, chen, title="电梯又停了", name="林晓", phone="16100000777")
    taken(house, chen, title="别的事", name="吴桐", phone="16100000888")
    spoken = case.code_text.lower()
    for query in (spoken, "电梯", "林晓", "0777", "16100000777"):
        answer = desk.get(LIST, {"q": query})
        assert titles(answer) == ["电梯又停了"], query


def test_a_superior_finds_nobody_by_name_or_phone(client, house, elsewhere, sun, chen):
    taken(elsewhere, sun, title="电梯又停了", name="林晓", phone="16100000777")
    client.force_login(chen)
    assert titles(client.get(LIST, {"q": "电梯"})) == ["电梯又停了"]
    for query in ("林晓", "0777", "16100000777"):
        assert titles(client.get(LIST, {"q": query})) == []


def test_counts_stop_at_the_cap():
    assert [capped(0), capped(999), capped(1000), capped(5000)] == [
        "0",
        "999",
        "999+",
        "999+",
    ]


def test_the_deputy_has_the_cases_the_same_minute(client, house, chen, he):
    taken(house, chen, title="手上的事")
    client.force_login(he)
    assert titles(client.get(LIST)) == []
    client.force_login(chen)
    answer = client.post(
        f"{LIST}absence/", {"staff": chen.pk, "deputy": he.pk, "starts_at": ""}
    )
    assert answer.status_code == 302
    client.force_login(he)
    assert titles(client.get(LIST)) == ["手上的事"]
    cover = Cover.objects.get()
    client.post(f"{LIST}absence/{cover.pk}/end/")
    assert titles(client.get(LIST)) == []


def test_a_clerk_marks_nobody_else_absent(desk, chen, he, zhao):
    answer = desk.post(f"{LIST}absence/", {"staff": zhao.pk, "deputy": he.pk})
    assert (answer.status_code, Cover.objects.count()) == (422, 0)


# -- Intake


def test_a_phone_and_one_line_are_enough(desk, house, chen):
    answer = desk.post(
        f"{LIST}new/",
        {
            "phone": "161 0000 0777",
            "title": "问老年卡",
            "kind": "consultation",
            "channel": "hotline",
        },
    )
    case = Petition.objects.get()
    assert (answer.status_code, answer.url) == (302, f"{LIST}{case.code}/")
    assert (case.phone, case.channel, case.state) == (
        "16100000777",
        "hotline",
        "in_hand",
    )
    assert (case.first_asked, case.owner, case.center) == (chen, chen, house)
    assert case.code_text in desk.get(answer.url).content.decode()


def test_paper_from_last_week_wants_a_reason_and_a_second_person(desk, house, he):
    fields = {
        "title": "来信",
        "kind": "help",
        "channel": "letter",
        "received_at": f"{timezone.localdate() - timedelta(days=5)}T10:00",
    }
    assert desk.post(f"{LIST}new/", fields).status_code == 422
    assert Petition.objects.count() == 0
    whole = fields | {"backdate_reason": "信走了几天", "witness": he.pk}
    assert desk.post(f"{LIST}new/", whole).status_code == 302
    case = Petition.objects.get()
    assert case.received_on == timezone.localdate() - timedelta(days=5)


@pytest.mark.parametrize(
    "received",
    [
        "2099-01-01T09:00",
        "0001-01-01T00:00",
        "9999-12-31T23:59",
        "2026-02-30T09:00",
        "x",
    ],
)
def test_no_moment_of_receipt_breaks_intake(desk, house, received):
    fields = {"title": "信", "kind": "help", "channel": "letter"}
    answer = desk.post(f"{LIST}new/", fields | {"received_at": received})
    assert (answer.status_code, Petition.objects.count()) == (422, 0)


def test_a_repeated_intake_is_one_case(desk, house):
    fields = {"title": "信", "kind": "help", "channel": "letter", "key": "b" * 32}
    first, second = (desk.post(f"{LIST}new/", fields).url for _ in range(2))
    assert (first, Petition.objects.count()) == (second, 1)


def test_intake_offers_no_web(desk, house):
    fields = {"title": "信", "kind": "help", "channel": "web"}
    assert desk.post(f"{LIST}new/", fields).status_code == 422


# -- A case and its verbs


def verbs(client, case):
    page = client.get(f"{LIST}{case.code}/")
    return {verb.name for verb in (*page.context["verbs"], *page.context["more"])}


def test_the_page_offers_what_the_state_allows(desk, house, chen):
    case = make.petition(house, at=just_now())
    assert {"take", "note", "tell"} <= verbs(desk, case)
    assert (
        verbs(desk, case) & {"reply", "close", "relay", "hand_back", "remind"} == set()
    )
    do(desk, case, "take")
    assert {"reply", "escalate", "hand_over", "ask_extension"} <= verbs(desk, case)
    assert "take" not in verbs(desk, case)


def test_a_supervisor_has_more(boss, house, chen):
    case = taken(house, chen)
    assert {"reassign", "remind", "release"} <= verbs(boss, case)


def test_from_taking_to_closing(desk, house, chen):
    case = make.petition(house, at=just_now())
    assert do(desk, case, "take").status_code == 302
    assert do(desk, case, "tell", text="明天去看。").status_code == 302
    sent = do(desk, case, "reply", text="灯已经修好了，请您看看。")
    assert sent.status_code == 302
    assert do(desk, case, "close", result="修好了", reached="phone").status_code == 302
    assert make.fresh(case).state == "closed"


def test_two_clerks_answer_and_the_second_sees_both_texts(client, house, chen, he):
    case = taken(house, chen)
    old = make.fresh(case).version
    client.force_login(chen)
    address = f"{LIST}{case.code}/reply/"
    first = {"version": old, "text": "第一个人写的答复 <b>。"}
    assert client.post(address, first).status_code == 302
    client.force_login(he)
    answer = client.post(address, {"version": old, "text": "第二个人写的答复。"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "第二个人写的答复" in text
    assert "第一个人写的答复 &lt;b&gt;" in text
    assert Reply.objects.get().text.startswith("第一个人")


def test_a_reply_without_a_version_is_stale(desk, house, chen):
    case = taken(house, chen)
    answer = desk.post(f"{LIST}{case.code}/reply/", {"text": "没有版本的答复。"})
    assert (answer.status_code, Reply.objects.count()) == (409, 0)


@pytest.mark.parametrize(
    "text",
    [
        "您好，【怎么办的】已经办好。",
        "您好，请联系 16100000555 办理。",
        "您好，他的身份证 000000199001010018 已登记。",
        "好",
        "",
    ],
)
def test_a_draft_with_something_wrong_stays_here(desk, house, chen, text):
    case = taken(house, chen)
    answer = do(desk, case, "reply", text=text)
    assert (answer.status_code, Reply.objects.count()) == (422, 0)
    assert make.fresh(case).state == "in_hand"


def test_internal_words_are_asked_about_first(desk, house, chen):
    case = taken(house, chen)
    text = "按内部意见，这件事下周办好。"
    answer = do(desk, case, "reply", text=text)
    assert (answer.status_code, Reply.objects.count()) == (422, 0)
    assert "内部用语" in answer.content.decode()
    assert do(desk, case, "reply", text=text, sure="1").status_code == 302


def test_an_opening_fills_the_reply_and_cannot_be_sent_as_it_is(desk, house, chen):
    case = taken(house, chen)
    page = desk.get(f"{LIST}{case.code}/?phrase=done")
    reply = next(verb for verb in page.context["verbs"] if verb.name == "reply")
    assert reply.is_open
    assert "【" in reply.form.initial["text"]


def test_a_draft_is_shared_and_a_stale_one_loses_nothing(client, house, chen, he):
    case = taken(house, chen)
    address = f"{LIST}{case.code}/reply/"
    client.force_login(chen)
    draft = {"text": "陈静的草稿。", "draft": "1", "draft_version": "0"}
    assert client.post(address, draft).status_code == 302
    client.force_login(he)
    assert "陈静的草稿" in client.get(f"{LIST}{case.code}/").content.decode()
    mine = draft | {"text": "何平的草稿。"}
    answer = client.post(address, mine)
    assert answer.status_code == 409
    assert "陈静的草稿" in answer.content.decode()
    assert Reply.objects.get().text == "陈静的草稿。"


def test_an_extension_is_previewed_asked_and_approved(client, house, chen, zhao):
    case = taken(house, chen)
    client.force_login(chen)
    fields = {"days": "3", "reason": "complex", "text": "几家单位要一起看现场"}
    page = do(client, case, "ask_extension", preview="1", **fields)
    verb = next(one for one in page.context["verbs"] if one.name == "ask_extension")
    assert page.status_code == 200
    assert "他会收到" in verb.preview.text
    assert case.extensions.count() == 0
    assert do(client, case, "ask_extension", **fields).status_code == 302
    old = make.fresh(case).due_on
    assert do(client, case, "decide", approve="1").status_code in (403, 422)
    client.force_login(zhao)
    assert "decide" in verbs(client, case)
    assert do(client, case, "decide", approve="1").status_code == 302
    case = make.fresh(case)
    assert case.due_on > old
    assert case.original_due_on == old


def test_an_extension_is_refused_with_words(boss, house, chen):
    case = taken(house, chen)
    actions.ask_extension(
        case, days=2, reason="complex", text="要时间", by=chen, at=timezone.now()
    )
    assert do(boss, case, "decide", approve="0").status_code == 422
    assert do(boss, case, "decide", approve="0", text="抓紧办").status_code == 302
    assert make.fresh(case).is_extended is False


def test_up_and_back_and_relayed_by_the_first_asked(
    client, house, elsewhere, sun, chen
):
    case = taken(elsewhere, sun)
    client.force_login(sun)
    assert do(client, case, "escalate", reason="要街道定").status_code == 302
    client.force_login(chen)
    assert titles(client.get(f"{LIST}?tab=above")) == [case.title]
    assert {"take", "hand_back", "note"} <= verbs(client, case)
    assert verbs(client, case) & {"reply", "hand_over", "close"} == set()
    answer = do(client, case, "hand_back", is_answer="1", text="同意更换灯具。")
    assert answer.status_code == 302
    client.force_login(sun)
    assert titles(client.get(f"{LIST}?tab=relay")) == [case.title]
    page = client.get(f"{LIST}{case.code}/")
    relay = next(verb for verb in page.context["verbs"] if verb.name == "relay")
    assert relay.form.initial["text"] == "同意更换灯具。"
    assert (
        do(client, case, "relay", text="街道同意换灯了，下周来换。").status_code == 302
    )
    assert make.fresh(case).state == "answered"


def test_asks_are_split_and_each_is_answered_before_the_whole(desk, house, chen):
    case = taken(house, chen)
    assert do(desk, case, "split", asks="修灯\n换锁\n").status_code == 302
    assert do(desk, case, "reply", text="灯和锁都会处理好的。").status_code == 422
    for number in (1, 2):
        answer = desk.post(
            f"{LIST}{case.code}/asks/{number}/",
            {"outcome": "support", "answer": "这周办好"},
        )
        assert answer.status_code == 302
    assert do(desk, case, "reply", text="灯和锁都会处理好的。").status_code == 302
    assert desk.get(f"{LIST}{case.code}/asks/9/").status_code == 404


def test_an_assisting_center_sees_the_matter_and_not_the_person(
    client, house, elsewhere, sun, chen
):
    case = taken(
        house,
        chen,
        title="林晓家漏水",
        body="我叫林晓，电话 16100000777，三号楼漏水。",
        phone="16100000777",
    )
    client.force_login(sun)
    assert client.get(f"{LIST}{case.code}/").status_code == 404
    actions.ask_assist(
        case, unit="", center=elsewhere, part="看看总管", by=chen, at=timezone.now()
    )
    page = client.get(f"{LIST}{case.code}/")
    text = page.content.decode()
    assert page.status_code == 200
    for secret in ("林晓", "16100000777"):
        assert secret not in text
    assert "漏水" in text
    assert titles(client.get(f"{LIST}?tab=assist")) != []
    assert "林晓" not in client.get(f"{LIST}?tab=assist").content.decode()
    assist = Assist.objects.get()
    answer = do(client, case, "assisted", assist=assist.pk, finding="总管没有漏")
    assert answer.status_code == 302
    assert client.get(f"{LIST}{case.code}/").status_code == 404


def test_who_asked_is_shown_above_only_for_a_logged_reason(
    client, house, elsewhere, sun, chen
):
    case = taken(elsewhere, sun, name="林晓", phone="16100000777")
    client.force_login(chen)
    hidden = client.get(f"{LIST}{case.code}/").content.decode()
    assert "16100000777" not in hidden
    assert do(client, case, "reveal", reason="").status_code == 422
    assert do(client, case, "reveal", reason="要约他看现场").status_code == 302
    assert "16100000777" in client.get(f"{LIST}{case.code}/").content.decode()
    log = case.reveals.get()
    assert (log.by, log.reason) == (chen, "要约他看现场")


def test_a_clerk_named_in_a_case_has_no_such_case(client, house, chen, he, zhao):
    case = make.petition(
        house,
        at=just_now(),
        kind="opinion",
        title="服务态度",
        body="窗口的何平不耐烦。",
    )
    client.force_login(he)
    for address in (
        f"{LIST}{case.code}/",
        f"{LIST}{case.code}/take/",
        f"/petitions/{case.code}/",
    ):
        assert client.get(address).status_code == 404
    assert do(client, case, "take").status_code == 404
    for tab in ("web", "open"):
        assert titles(client.get(f"{LIST}?tab={tab}")) == []
    assert titles(client.get(LIST, {"q": case.code})) == []
    assert [c.count for c in cards(he, timezone.now())] == [0, 0]
    client.force_login(zhao)
    assert titles(client.get(f"{LIST}?tab=web")) == ["服务态度"]
    answer = do(client, case, "reassign", to=he.pk, reason="顺手")
    assert answer.status_code == 422
    assert make.fresh(case).owner is None


def test_somebody_is_taken_off_a_case(client, house, chen, he):
    case = taken(house, he)
    client.force_login(chen)
    answer = do(
        client, case, "conflict", staff=he.pk, reason="是亲戚", successor=chen.pk
    )
    assert answer.status_code == 302
    assert make.fresh(case).owner == chen
    assert Conflict.objects.standing().count() == 1
    client.force_login(he)
    assert client.get(f"{LIST}{case.code}/").status_code == 404


def test_another_centers_case_is_not_there(client, house, chen, elsewhere, sun):
    case = taken(house, chen)
    client.force_login(sun)
    for key in ("", *BY_KEY):
        address = f"{LIST}{case.code}/{key}/" if key else f"{LIST}{case.code}/"
        assert client.get(address).status_code == 404, key
        if key:
            assert client.post(address, {"reason": "x"}).status_code == 404, key
    assert Step.objects.filter(by=sun).count() == 0


def test_every_verb_opens_its_form_and_refuses_an_empty_one(boss, house, chen):
    case = taken(house, chen)
    before = make.fresh(case).state
    for key in sorted(verbs(boss, case)):
        assert boss.get(f"{LIST}{case.code}/{key}/").status_code == 200, key
        with transaction.atomic():
            answer = boss.post(f"{LIST}{case.code}/{key}/", {})
            assert answer.status_code in (302, 409, 422), key
            if answer.status_code != 302:
                assert make.fresh(case).state == before, key
            transaction.set_rollback(True)


def test_an_unknown_verb_is_not_there(desk, house, chen):
    case = taken(house, chen)
    assert desk.post(f"{LIST}{case.code}/delete/", {}).status_code == 404


def test_the_keys_of_the_verbs_are_their_own():
    assert len(BY_KEY) == len(DEEDS)


def test_a_clerk_posting_a_supervisors_verb_is_refused(desk, house, chen, he):
    case = taken(house, chen)
    for key in ("reassign", "release"):
        answer = do(desk, case, key, to=he.pk, reason="我来定")
        assert answer.status_code == 403
    assert do(desk, case, "remind", text="快点").status_code == 403
    case = make.fresh(case)
    assert (case.owner, case.duty_by) == (chen, chen)


def test_the_duty_of_the_first_asked_is_released_by_a_supervisor(boss, house, chen, he):
    case = taken(house, chen)
    assert do(boss, case, "release", to=he.pk, reason="调走了").status_code == 302
    case = make.fresh(case)
    assert (case.first_asked, case.duty_by) == (chen, he)


def test_details_are_filled_in_later_and_a_stale_save_shows_both(
    client, house, chen, he
):
    case = make.counter(house, chen, at=just_now(), title="一句话", body="")
    old = make.fresh(case).version
    client.force_login(chen)
    fields = {"title": "一句话", "body": "陈静补的细节", "version": old}
    assert client.post(f"{LIST}{case.code}/correct/", fields).status_code == 302
    client.force_login(he)
    mine = fields | {"body": "何平补的细节"}
    answer = client.post(f"{LIST}{case.code}/correct/", mine)
    assert answer.status_code == 409
    assert "陈静补的细节" in answer.content.decode()
    assert "何平补的细节" in answer.content.decode()


def test_the_call_after_a_low_rating(desk, house, chen):
    case = make.answered(house, chen, at=just_now())
    actions.rate(case, score=1, by=None, at=timezone.now())
    assert titles(desk.get(f"{LIST}?tab=call")) == [case.title]
    assert do(desk, case, "call", note="打过了，明天再去看").status_code == 302
    assert titles(desk.get(f"{LIST}?tab=call")) == []


def test_two_cases_about_one_matter_are_linked_for_staff_alone(desk, house, chen):
    one, other = (taken(house, chen) for _ in range(2))
    assert do(desk, one, "link", other="没有这个").status_code == 422
    assert do(desk, one, "link", other=other.code_text).status_code == 302
    assert other.code_text in desk.get(f"{LIST}{one.code}/").content.decode()


# -- Files, cards, forecast, recompute, publishing


def test_staff_of_the_center_get_the_files_and_others_do_not(
    client, house, elsewhere, sun, chen, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    client.post(
        "/petitions/new/",
        {
            "kind": "help",
            "title": "灯",
            "body": "坏了好几天了",
            "name": "林晓",
            "phone": "16100000099",
            "files": picture(),
        },
    )
    file = Attachment.objects.get()
    address = f"{LIST}{file.petition.code}/files/{file.token}/"
    client.force_login(chen)
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Content-Security-Policy"]) == (
        200,
        "default-src 'none'; sandbox",
    )
    client.force_login(sun)
    assert client.get(address).status_code == 404


def test_the_desk_shows_what_is_due(house, chen, lin):
    make.taken(house, chen, at=ago(40))
    shown = cards(chen, timezone.now())
    assert (shown[0].count, shown[0].is_urgent) == (1, True)
    assert [entry.url for entry in links(chen)] == [f"{LIST}new/", LIST]
    assert (cards(lin, timezone.now()), links(lin)) == ([], [])


def test_the_forecast_counts_every_case_that_falls_due(boss, house, chen):
    for _ in range(3):
        taken(house, chen)
    make.taken(house, chen, at=ago(40))
    page = boss.get(f"{LIST}forecast/")
    assert len(page.context["days"]) == 15
    assert sum(day["count"] for day in page.context["days"]) == 3
    assert (page.context["peak"]["count"], page.context["overdue"]) == (3, 1)


def test_only_supervisors_forecast_and_recompute(desk):
    for part in ("forecast/", "recompute/"):
        assert desk.get(f"{LIST}{part}").status_code == 403
        assert desk.post(f"{LIST}{part}").status_code in (403, 405)


def test_dates_are_counted_anew_after_a_preview(boss, house, chen):
    make.petition(house, at=just_now())
    case = Petition.objects.get()
    day = timezone.localdate()
    assert boss.get(f"{LIST}recompute/").context["rows"] == []
    while True:
        day += timedelta(days=1)
        if day.weekday() < 5 and not SpecialDay.objects.filter(day=day).exists():
            break
    SpecialDay.objects.create(day=day, kind=SpecialDay.Kind.HOLIDAY, name="加放一天")
    page = boss.get(f"{LIST}recompute/")
    assert [row["code_grouped"] for row in page.context["rows"]] == [case.code_text]
    assert make.fresh(case).due_on == case.due_on
    assert boss.post(f"{LIST}recompute/").status_code == 302
    assert make.fresh(case).due_on > case.due_on


def test_a_case_is_published_after_a_look_and_taken_down(boss, house, chen):
    case = make.closed(house, chen, at=just_now(), title="楼道灯坏了")
    address = f"{LIST}{case.code}/publish/"
    page = boss.get(address)
    assert "楼道灯坏了" in page.content.decode()
    texts = {
        "title": "楼道灯坏了",
        "question": "灯坏了找谁",
        "answer": "打 16100000555",
    }
    assert boss.post(address, texts).status_code == 422
    texts["answer"] = "打物业电话报修"
    assert boss.post(address, texts | {"is_checked": "on"}).status_code == 302
    assert Publication.objects.live().count() == 1
    down = f"{LIST}{case.code}/unpublish/"
    boss.post(down, {"reason": ""})
    assert Publication.objects.live().count() == 1
    boss.post(down, {"reason": "说到了人"})
    assert Publication.objects.live().count() == 0


def test_clerks_publish_nothing(desk, house, chen):
    case = make.closed(house, chen, at=just_now())
    assert desk.get(f"{LIST}{case.code}/publish/").status_code == 403


def test_residents_and_secretaries_have_no_desk(client, lin, qian):
    for person in (lin, qian):
        client.force_login(person)
        assert client.get(LIST).status_code == 403


def test_moments_are_written_in_beijing():
    assert moment_text(moment("2026-11-24 09:05")) == "11月24日 9:05"
