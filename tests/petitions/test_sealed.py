"""The page that gives a number to a sealed accusation, and keeps nothing else."""

import pytest

from petitions.models import Petition, SealedHandover

pytestmark = pytest.mark.django_db
ADDRESS = "/desk/petitions/sealed/"


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.SECOND_FACTOR = False


def test_one_press_one_number(client, chen, liu):
    client.force_login(chen)
    page = client.get(ADDRESS).content.decode()
    assert 'name="next_number" value="1"' in page
    assert client.post(ADDRESS, {"next_number": "1", "body": "某某"}).status_code == 302
    assert client.post(ADDRESS, {"next_number": "1"}).status_code == 302
    client.force_login(liu)
    page = client.get(ADDRESS).content.decode()
    assert 'name="next_number" value="2"' in page
    assert str(chen) in page
    assert [row.number for row in SealedHandover.objects.all()] == [1]
    assert not Petition.objects.exists()


@pytest.mark.parametrize("typed", ["", "0", "-1", "x", "9" * 400, "１２.5"])
def test_a_press_without_a_number(client, chen, typed):
    client.force_login(chen)
    answer = client.post(ADDRESS, {"next_number": typed}, follow=True)
    assert "没有编号，请再按一次" in answer.content.decode()
    assert not SealedHandover.objects.exists()


def test_each_center_counts_for_itself(client, chen, sun):
    for clerk in (chen, sun):
        client.force_login(clerk)
        client.post(ADDRESS, {"next_number": "1"})
    client.force_login(sun)
    page = client.get(ADDRESS).content.decode()
    assert str(chen) not in page
    assert [row.number for row in SealedHandover.objects.all()] == [1, 1]


def test_not_for_others(client, lin, qian):
    for person in (lin, qian):
        client.force_login(person)
        assert client.post(ADDRESS, {"next_number": "1"}).status_code == 403
    assert not SealedHandover.objects.exists()
