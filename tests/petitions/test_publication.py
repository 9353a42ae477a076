"""Publishing an answered case without anybody in it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from center.rules import Role
from petitions.actions import casework
from petitions.models import Step
from petitions.publication import actions as publication
from petitions.publication.models import Publication
from tests import make as people
from tests.make import moment
from tests.petitions import make
from tests.petitions.test_casework import refused

AT = moment("2026-11-26 10:00")
TEXTS = {
    "title": "楼道灯不亮怎么办",
    "question": "楼道灯不亮一周了，请帮忙修一修。",
    "answer": "物业已把楼道灯修好。",
}


def publish(case, by, **changes):
    return publication.publish(case, by=by, at=AT, **(TEXTS | changes))


def case_of(house, chen, by=None, **fields):
    case = make.petition(house, by=by, **fields)
    case = casework.take(case, by=chen, at=AT)
    make.answer(case, chen)
    return make.fresh(case)


def test_the_proposal_blanks_everything_known(house, chen, lin):
    case = case_of(
        house,
        chen,
        by=lin,
        name="林小晓",
        body="我是林小晓（林晓），电话 16100000099，住3栋2单元501。",
    )
    found = publication.propose(case)
    assert found["question"] == "我是■■（■■），电话 ■■，住■■。"
    nobody = case_of(house, chen, body="灯坏了", kind="opinion", anonymous=True)
    assert publication.propose(nobody)["question"] == "灯坏了"


def test_a_form_sent_twice_publishes_and_takes_down_once(
    house, chen, zhao, client, settings
):
    settings.SECOND_FACTOR = False
    case = case_of(house, chen)
    client.force_login(zhao)
    page = f"/desk/petitions/{case.code}/publish/"
    sent = TEXTS | {"is_checked": "on"}
    sent |= {"key": client.get(page).context["form"]["key"].value()}
    assert [client.post(page, sent).status_code for _ in range(2)] == [302, 302]
    down = {"reason": "写错了"}
    down |= {"key": client.get(page).context["unpublish_form"]["key"].value()}
    address = f"/desk/petitions/{case.code}/unpublish/"
    said = [client.post(address, down, follow=True) for _ in range(2)]
    assert ["已经撤下。" in one.content.decode() for one in said] == [True, True]
    verbs = Step.objects.filter(petition=case).values_list("verb", flat=True)
    counts = [list(verbs).count(name) for name in ("publish", "unpublish")]
    assert counts == [1, 1]


def test_without_a_reply_there_is_nothing_to_publish(house, chen, zhao):
    case = make.counter(house, chen, body="")
    refused("no_reply", publication.propose, case)
    refused("wrong_state", publish, case, zhao)


def test_publishing_leaves_a_step_and_texts_of_its_own(house, chen, zhao, lin):
    case = case_of(house, chen, by=lin)
    published = publish(case, zhao)
    assert (published.center, published.kind, str(published)) == (
        house,
        "help",
        "楼道灯不亮怎么办",
    )
    assert f"{published.answered_on}" == "2026-11-24"
    step = Step.objects.order_by("-pk").first()
    assert (step.verb, step.details["title"]) == ("publish", "楼道灯不亮怎么办")
    assert Publication.objects.live().newest_first().get() == published


@pytest.mark.parametrize(
    "leak", ["林晓", "16100000055", "000000199001011234", "陈静", "lin@example.org"]
)
def test_what_points_at_somebody_is_refused(house, chen, zhao, lin, leak):
    case = case_of(house, chen, by=lin, phone="16100000055")
    for field in TEXTS:
        text = f"{TEXTS[field]}{leak}"
        refused("leak", publish, case, zhao, is_checked=True, **{field: text})
    assert not Publication.objects.exists()


def test_what_looks_like_a_person_wants_a_look(house, chen, zhao):
    house.phone = "000-16100000"
    house.save()
    case = case_of(house, chen)
    answer = "王主任已处理，请打 000-16100000。"
    refused("doubt", publish, case, zhao, answer=answer)
    assert publish(case, zhao, answer=answer, is_checked=True).answer == answer


def test_publishing_refusals(house, chen, zhao, sun):
    case = case_of(house, chen)
    refused("no_permission", publish, case, chen)
    refused("not_found", publish, case, sun)
    refused("required", publish, case, zhao, answer=" ")
    refused("too_long", publish, case, zhao, title="长" * 61)


def test_taken_down_with_a_reason_and_published_again(house, chen, zhao):
    published = publish(case_of(house, chen), zhao)
    down = publication.unpublish
    refused("required", down, published, reason="", by=zhao, at=AT)
    refused("no_permission", down, published, reason="原因", by=chen, at=AT)
    published = down(published, reason="本人要求", by=zhao, at=AT)
    assert not Publication.objects.live().exists()
    refused("unpublished", down, published, reason="原因", by=zhao, at=AT)
    assert publication.similar(house, "楼道灯不亮") == []
    again = publish(published.petition, zhao, title="楼道灯")
    assert (again.pk, again.title, again.unpublished_reason) == (
        published.pk,
        "楼道灯",
        "",
    )
    with pytest.raises(DatabaseError, match="delete rows"), transaction.atomic():
        Publication.objects.all()._raw_delete("default")


def test_similar_answers_before_sending(
    house, elsewhere, chen, sun, zhao, django_assert_num_queries
):
    texts = [
        ("楼道灯不亮怎么办", "二单元楼道的灯坏了"),
        ("老年卡怎么办理", "满六十五岁办老年卡要带什么"),
        ("小区门口积水", "下雨门口积水"),
    ]
    for title, question in texts:
        publish(case_of(house, chen), zhao, title=title, question=question)
    there = people.staff("韩梅", Role.SUPERVISOR, center=elsewhere)
    publish(case_of(elsewhere, sun), there, title="楼道灯坏了")
    with django_assert_num_queries(1):
        found = publication.similar(house, "我家楼道灯不亮了")
    assert [one.title for one in found] == ["楼道灯不亮怎么办"]
    assert publication.similar(house, "老年卡")[0].title == "老年卡怎么办理"
    for text in ("", "灯", "\x00", "银行开户"):
        assert publication.similar(house, text) == []
    with pytest.raises(ValidationError):
        publish(case_of(house, chen), chen)
