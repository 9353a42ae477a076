"""Who is named in a case neither opens, finds, counts, gets nor hears of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from center.outbox.models import Message
from center.roster import actions as roster
from petitions.actions import casework
from petitions.counter.portal import cards
from petitions.counter.queue import PILES, counts_of
from petitions.models import Petition
from petitions.reminders.actions import remind
from tests.make import moment
from tests.petitions import make

pytestmark = pytest.mark.django_db
DESK = "/desk/petitions/"


@pytest.fixture(autouse=True)
def _password_is_enough(settings):
    settings.SECOND_FACTOR = False


def ago(days):
    return f"{timezone.localdate() - timedelta(days=days):%Y-%m-%d} 00:00"


@pytest.fixture
def hidden(house, chen, liu):
    """A case about Chen, in the hands of Liu, for whom Chen stands in."""
    case = make.petition(
        house,
        at=ago(40),
        kind="opinion",
        title="窗口态度不好",
        body="陈静说话很凶。",
    )
    case = casework.take(case, by=liu, at=moment(ago(40)))
    at = moment(ago(39))
    roster.set_absent(staff=liu, deputy=chen, starts_at=at, by=liu, at=at)
    return case


def test_no_page_of_the_desk_knows_it(client, hidden, house, chen):
    other = make.taken(house, chen, at=ago(40), title="窗口的灯")
    client.force_login(chen)
    pages = [f"{DESK}?tab={pile.name}" for pile in PILES]
    pages += [f"{DESK}?q={word}" for word in ("窗口", hidden.code, "林晓", "0099")]
    for page in (*pages, "/desk/"):
        text = client.get(page).content.decode()
        assert hidden.title not in text, page
        assert hidden.code_text not in text, page
    for part in ("", "note/", "reply/", "publish/", "asks/1/", "files/x/"):
        answer = client.get(f"{DESK}{hidden.code}/{part}")
        assert answer.status_code == (403 if part == "publish/" else 404), part
    assert client.get(f"/petitions/{hidden.code}/").status_code == 404
    seen = counts_of(chen, timezone.now())
    assert (seen["open"], seen["overdue"]) == ("1", "1")
    assert next(card.count for card in cards(chen, timezone.now())) == 1
    assert other.owner == chen


def test_it_is_given_to_them_by_nobody(client, hidden, house, chen, zhao):
    client.force_login(zhao)
    page = client.get(f"{DESK}{hidden.code}/")
    verbs = [*page.context["verbs"], *page.context["more"]]
    forms = {verb.name: verb.form.fields for verb in verbs}
    takers = [
        fields[name].queryset
        for fields in forms.values()
        for name in ("to", "successor")
        if name in fields
    ]
    assert len(takers) >= 3
    assert all(chen not in rows for rows in takers)
    # Only where somebody is marked are all named: who is missing there is as good as
    # named.
    assert chen in forms["conflict"]["staff"].queryset
    assert page.content.decode().count("陈静（尾号") == 1
    fields = {"to": chen.pk, "reason": "原因", "version": hidden.version}
    answer = client.post(f"{DESK}{hidden.code}/reassign/", fields)
    assert answer.status_code == 422
    bulk = {"action": "reassign", "_selected_action": [hidden.pk], "apply": "1"}
    client.post("/admin/petitions/petition/", bulk | {"to": chen.pk, "text": "原因"})
    assert make.fresh(hidden).owner != chen


def test_a_deputy_is_not_reminded_of_it(hidden, chen, liu):
    Message.objects.all().delete()
    remind(timezone.now())
    assert not Message.objects.filter(person=chen).exists()


def test_linking_tells_them_nothing(client, hidden, house, chen, liu, zhao):
    mine = make.taken(house, chen, at=ago(2))
    client.force_login(chen)
    answers = [
        client.post(f"{DESK}{mine.code}/link/", {"other": code, "reason": "原因"})
        for code in (hidden.code, "0" * 12)
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    said = [answer.context["form"].errors["__all__"] for answer in answers]
    assert said[0] == said[1]
    casework.merge(mine, hidden, reason="同一件", by=zhao, at=timezone.now())
    page = client.get(f"{DESK}{mine.code}/").content.decode()
    assert "和另一件诉求是同一件事" in page
    assert hidden.code_text not in page
    client.force_login(zhao)
    for address in (
        f"{DESK}{mine.code}/",
        f"/admin/petitions/petition/{mine.pk}/change/",
    ):
        assert hidden.code_text in client.get(address).content.decode()


def test_a_supervisor_named_counts_and_lists_it_nowhere(client, house, zhao, he):
    case = make.petition(
        house,
        at=ago(0),
        kind="opinion",
        title="主管不理人",
        body="主管赵敏不理人。",
    )
    client.force_login(zhao)
    for address in (
        f"{DESK}forecast/",
        f"{DESK}recompute/",
        "/admin/petitions/petition/?standing=all",
        "/admin/petitions/petition/?q=主管",
    ):
        text = client.get(address).content.decode()
        assert case.title not in text
        assert case.code_text not in text
    assert all(row["count"] == 0 for row in forecast_rows(client))
    client.force_login(he)
    assert sum(row["count"] for row in forecast_rows(client)) == 1
    assert Petition.objects.visible_to(he).get() == case


def forecast_rows(client):
    return client.get(f"{DESK}forecast/").context["days"]
