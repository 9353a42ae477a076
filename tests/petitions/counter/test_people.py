"""Who sees and does what with a case at the desk."""

import pytest
from django.utils import timezone

from petitions.actions import casework
from petitions.counter.portal import cards
from petitions.counter.verbs import BY_KEY
from petitions.models import Assist, Attachment, Conflict, Step
from tests.petitions import make
from tests.petitions.counter.steps import LIST, do, just_now, taken, titles, verbs
from tests.petitions.guests import picture

pytestmark = pytest.mark.django_db


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
    casework.ask_assist(
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
            assert client.post(address, {"reason": "原因"}).status_code == 404, key
    assert Step.objects.filter(by=sun).count() == 0


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


def test_residents_and_secretaries_have_no_desk(client, lin, qian):
    for person in (lin, qian):
        client.force_login(person)
        assert client.get(LIST).status_code == 403
