"""The same person in another spelling is the same person."""

import pytest

from center import sheets
from membership.actions import imports
from membership.actions.returning import former_members
from membership.models import Member
from tests.membership import make
from tests.membership.test_lists import AT, upload

SPELLED = ("邓某", "邓　某", "邓  某", '"邓\n某"', "邓\u200b某")
DOTTED = ("阿依古丽·买买提", "阿依古丽•买买提", "阿依古丽．买买提")


def line(branch, name="冯雪", joined="2010-06-01"):
    return f"{name},{branch},,正式,{joined},2011-06-01,,,"


def judged(batch, by):
    return imports.look_at(batch, by=by, at=AT).lines


@pytest.mark.django_db
@pytest.mark.parametrize("names", [SPELLED, DOTTED])
def test_an_import_knows_who_stands_there_twice(branch_a, organizer, names):
    rows = judged(
        upload(organizer, *[line(branch_a.name, name=name) for name in names]),
        organizer,
    )
    assert [row.values["name"] for row in rows] == [names[0]] * len(names)
    assert all("出现了两次" in "".join(row.wrong) for row in rows)


@pytest.mark.django_db
def test_an_import_knows_who_is_on_the_books(branch_a, organizer):
    make.member(branch_a, name="邓某")
    known = Member.objects.get()
    rows = judged(
        upload(organizer, line(branch_a.name, name="邓 某", joined=known.joined_on)),
        organizer,
    )
    assert rows[0].is_same


def test_a_rare_name_of_an_old_list_is_whole():
    labels = "姓名,党支部\n".encode("gbk")
    table = sheets.read(labels + b"\xcd\xf5\xfe\x59,x\n")
    assert table.rows[0].cells[0] == "王龴"


@pytest.mark.django_db
def test_a_name_that_cannot_be_drawn_is_refused_by_its_place(branch_a, organizer):
    row = judged(upload(organizer, line(branch_a.name, name="王\ue000")), organizer)[0]
    assert "姓名：第 2 个字显示不出来" in "".join(row.wrong)


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["1899-12-31", "0001-01-01", "1921-06-30"])
def test_nobody_joined_before_there_was_a_party(branch_a, organizer, day):
    row = judged(upload(organizer, line(branch_a.name, joined=day)), organizer)[0]
    assert "早" in "".join(row.wrong)


@pytest.mark.django_db
def test_searches_take_any_spelling(client, branch_a, organizer):
    member = make.member(branch_a, name="林可见")
    client.force_login(organizer)
    for typed in ("林 可见", "林　可见", "林\u200b可见"):
        page = client.get("/desk/members/", {"q": typed}).content.decode()
        assert member.get_absolute_url() in page
    make.moved_out(member)
    assert list(former_members(name="林 可见", by=organizer)) == [member]
