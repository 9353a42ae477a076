import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from membership.areas import rules
from tests.markup import squeezed
from tests.membership.areas.samples import area


@pytest.mark.parametrize(
    ("typed", "length"),
    [
        ("云州市柳溪里 3 号", 3),
        ("柳溪里", 3),
        ("柳溪", 2),
        ("科创楼A座", 4),
        ("北河沿", 0),
        ("里", 0),
        ("", 0),
        ("%", 0),
    ],
)
def test_an_address_fits_by_its_longest_word(typed, length):
    words = rules.words_of("柳溪里、连心路\n科创楼 A\n楼")
    found = rules.fit(typed, words)
    assert (found > 0) == (length > 0)


def test_the_longest_word_wins():
    areas = [(1, "柳溪"), (2, "柳溪里东区"), (3, "北河沿")]
    assert rules.best("柳溪里东区 5 号", areas) == [2, 1]


def test_the_page_names_grid_branch_and_the_office(house, zhao):
    area(house, zhao, phone="000-16100008", place="柳溪里 3 号")
    area(house, zhao, "1", grid="第二网格", words="桂花巷")
    page = squeezed(Client().get("/guide/find-branch/", {"q": "柳溪里 9 号"}))
    assert ["第一网格" in page, "第二网格" in page] == [True, False]
    assert 'href="tel:000-16100008"' in page
    page = squeezed(Client().get("/guide/find-branch/", {"q": "<script>"}))
    assert ["没有找到" in page, "<script>" in page] == [True, False]


def test_no_personal_number_gets_there(house, zhao):
    with pytest.raises(ValidationError, match="办公电话"):
        area(house, zhao, phone="16100000001")
