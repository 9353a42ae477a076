"""The three-part letter: what it says, how large, and who may see it whole."""

import re

import pytest
from django.template import Context, Template
from django.test import Client

from membership.models import IdReveal
from membership.transfers.models import Practice
from membership.transfers.templatetags import letter
from tests.markup import squeezed
from tests.membership import make as party
from tests.membership.transfers import make

pytestmark = pytest.mark.django_db
WATERMARK = "仅供核对，以统一印制式样为准"
LONG = "中共" + "某某省某某市某某区" * 6 + "委员会"


@pytest.fixture(autouse=True)
def _clock(settings, monkeypatch):
    settings.SECOND_FACTOR = False
    monkeypatch.setattr("django.utils.timezone.now", lambda: make.AT)


def as_(person):
    client = Client()
    client.force_login(person)
    return client


def values(page):
    """Return what is filled in on a drawn sheet."""
    found = re.findall(r'<b class="value[^>]*>(.*?)</b>', squeezed(page))
    return [text for text in found if text]


def test_the_working_copy_and_the_overlay(out, cast, house):
    row = out("issued")
    client = as_(cast.clerk)
    copy = client.get(f"{row.desk_url}letter/")
    text = copy.content.decode()
    assert text.count(WATERMARK) == 3
    for word in ("介绍信存根", "党员组织关系介绍信", "介绍信回执联", "（加盖骑缝章）"):
        assert word in text
    assert values(copy).count("清街组转〔2026〕0001") == 3
    assert "贰零贰陆" in values(copy)
    assert "壹拾壹" in values(copy)
    assert "叁拾" in values(copy)
    Practice.objects.create(center=house, right_mm="1.5", down_mm="-2.0")
    overlay = client.get(f"{row.desk_url}letter/?mode=overlay")
    drawn = squeezed(overlay).split('class="a4 overlay"', 1)[1].split("</svg>")[0]
    assert WATERMARK not in drawn
    assert '<foreignObject x="1.5mm" y="-2.0mm"' in drawn
    assert values(overlay) == values(copy)
    assert '<foreignObject x="0mm" y="0mm"' in squeezed(copy)
    stub = client.get(f"{row.desk_url}letter/?part=stub")
    assert "介绍信存根" in stub.content.decode()
    assert values(stub).count("清街组转〔2026〕0001") == 1


def test_a_void_letter_says_so(out, cast):
    row = cast.do("void", out("issued"))
    void = row.letters.get()
    page = as_(cast.clerk).get(f"{row.desk_url}letter/?letter={void.pk}")
    assert ">作废</text>" in squeezed(page)
    for other in ("0", "x", "9" * 30):
        address = f"{row.desk_url}letter/?letter={other}"
        assert as_(cast.clerk).get(address).status_code == 404


def test_the_whole_number_is_shown_by_post_and_logged(house, cast, branch_a):
    number = party.id_number()
    member = party.member(branch_a, "秦岭", id_number=number)
    row = cast.run(make.outgoing(house, member, cast.clerk), *make.WAY_OUT["issued"])
    client = as_(cast.clerk)
    address = f"{row.desk_url}letter/"
    assert number not in client.get(address).content.decode()
    assert not IdReveal.objects.exists()
    assert number in values(client.post(address, {"part": "letter"}))
    seen = IdReveal.objects.get()
    assert (seen.by, seen.reason) == (cast.clerk, "打印介绍信 清街组转〔2026〕0001号")
    # The seal keeper's own role may not see numbers when it lacks the permission.
    assert number not in as_(cast.secretary).post(address).content.decode()
    assert IdReveal.objects.count() == 1


def test_printing_whole_numbers_has_the_brake_of_looking(house, cast, branch_a):
    member = party.member(branch_a, "秦岭", id_number=party.id_number())
    row = cast.run(make.outgoing(house, member, cast.clerk), *make.WAY_OUT["issued"])
    client = as_(cast.clerk)
    looked = {"reason": "核对介绍信"}
    page = f"/desk/members/{member.pk}/reveal/"
    shown = [client.post(page, looked).status_code for _ in range(3)]
    printed = [client.post(f"{row.desk_url}letter/").status_code for _ in range(18)]
    assert shown + printed == [200] * 20 + [429]
    assert IdReveal.objects.count() == 20
    assert client.post(page, looked).status_code == 429
    assert client.get(f"{row.desk_url}letter/").status_code == 200


def test_certificates_and_whole_organizations(house, cast, members, branch_a):
    row = make.outgoing(house, members[0], cast.clerk, kind="certificate")
    row = cast.run(row, "accept", "confirm", "approve", "issue")
    page = as_(cast.clerk).get(f"{row.desk_url}letter/")
    assert "中国共产党党员证明信" in page.content.decode()
    assert "回执联" not in page.content.decode()
    cast.do("deliver", row)
    group = make.outgoing(
        house, None, cast.clerk, kind="group", organization=cast.branch
    )
    group = cast.run(group, "accept")
    assert group.people == 1


def crossed(page):
    return re.findall(r"<s>(.*?)</s>", squeezed(page))


def test_what_does_not_apply_is_crossed_out(house, cast, branch_a):
    member = party.member(branch_a, "秦岭", sex="2")
    row = cast.run(make.outgoing(house, member, cast.clerk), *make.WAY_OUT["issued"])
    page = as_(cast.clerk).get(f"{row.desk_url}letter/")
    assert crossed(page) == ["预备", "男", "预备"]


def test_where_nothing_was_chosen_nothing_is_crossed_out():
    form = Template('{% load letter %}{% either "男" "女" sex %}')
    drawn = [form.render(Context({"sex": sex})).split() for sex in ("男", "")]
    assert drawn == [["男/<s", ">女</s>"], ["男/女"]]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1, "壹"),
        (7, "柒"),
        (10, "壹拾"),
        (11, "壹拾壹"),
        (20, "贰拾"),
        (30, "叁拾"),
        (89, "捌拾玖"),
        (90, "玖拾"),
        (None, ""),
    ],
)
def test_numbers_in_capitals(value, words):
    assert letter.number_in_capitals(value) == words


@pytest.mark.parametrize("value", [-1, 100])
def test_no_capitals(value):
    with pytest.raises(ValueError, match="no capitals"):
        letter.number_in_capitals(value)


def test_years_in_capitals_digit_by_digit():
    years = [letter.year_in_capitals(year) for year in (2026, 2030, None)]
    assert years == ["贰零贰陆", "贰零叁零", ""]


@pytest.mark.parametrize(
    ("text", "width", "lines", "percent"),
    [
        ("", 34, 1, 100),
        (None, 34, 1, 100),
        (35, 10, 1, 100),
        ("秦朗", 34, 1, 100),
        ("一二三四五", 22, 1, 100),
        ("一二三四五六", 22, 1, 80),
        ("一二三四五六七", 22, 1, 70),
        ("一二三四五六七八", 22, 2, 85),
        (LONG, 82, 2, 60),
        (LONG * 10, 9, 2, 20),
    ],
)
def test_a_long_text_gets_smaller_and_is_halved(text, width, lines, percent):
    gap = letter.gap(text, width)
    assert (len(gap["lines"]), gap["percent"]) == (lines, percent)
    assert "".join(gap["lines"]) == str("" if text is None else text)
