"""A person's own requests: on the home page and in a list that lists them."""

import pytest
import time_machine

from tests.make import moment
from tests.petitions import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(moment("2026-11-24 10:00"), tick=False):
        yield


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_is_late_leads_and_what_is_over_comes_last(client, house, lin, chen):
    old = make.taken(house, chen, at="2026-11-02 09:00", by_person=lin, title="老事")
    make.closed(house, chen, at="2026-11-20 09:00", by_person=lin, title="办完的")
    make.answered(house, chen, at="2026-11-20 10:00", by_person=lin, title="答复的")
    make.petition(house, at="2026-11-23 09:00", by=lin, title="新事")
    client.force_login(lin)
    first = read(client, "/")
    assert '对不起，<span class="nb">晚了 9 个工作日</span>' in first
    assert f'href="/petitions/{old.code}/"' in first
    rows = read(client, "/me/petitions/")
    names = ("老事", "新事", "答复的", "办完的")
    places = [rows.index(f"<b>{name}</b>") for name in names]
    assert places == sorted(places)


def test_the_list_holds_nobody_elses(client, house, lin, wu):
    make.petition(house, by=wu, title="吴家的事")
    client.force_login(lin)
    text = read(client, "/me/petitions/")
    assert "吴家的事" not in text
    assert "还没有反映过问题" in text
    assert "您反映的事" not in read(client, "/")
