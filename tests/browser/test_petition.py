"""A guest says something, follows it, gets an answer and rates it; no script needed."""

import re

import pytest

from petitions.models import Petition, Rating


@pytest.mark.parametrize("javascript", [True, False])
def test_from_handing_in_to_rating(portal, javascript):
    page = portal.page(javascript=javascript, width=390)
    page.goto("/petitions/new/")
    page.get_by_label("求助").check()
    page.get_by_label("一句话说是什么事").fill("楼道灯不亮")
    page.get_by_role("link", name="下一步：详细说说").click()
    page.get_by_label("详细说说", exact=True).fill("三号楼二单元的灯坏了一周。")
    page.get_by_role("link", name="下一步：怎么找您").click()
    page.get_by_label("您的姓名（或怎么称呼您）").fill("何苗")
    page.get_by_label("手机号").fill("161 1999 0001")
    page.get_by_role("button", name="提交").click()
    assert re.search(r"/petitions/[0-9A-Z]{12}/$", page.url)
    assert page.get_by_role("heading", name="收到了").is_visible()
    assert page.get_by_text("第7天").is_visible()
    case = Petition.objects.get(phone="16119990001")

    page.get_by_role("button", name="看完了").click()
    page.get_by_label("编号").fill(case.code_text.lower())
    page.get_by_label("手机号后四位").fill("0001")
    page.get_by_role("button", name="查一查").click()
    assert page.url.endswith(f"/petitions/{case.code}/")

    clerk = portal.page("chen", javascript=javascript)
    clerk.goto(f"/desk/petitions/{case.code}/")
    clerk.get_by_text("我来办", exact=True).click()
    clerk.get_by_role("button", name="接手").click()
    clerk.get_by_text("答复", exact=True).first.click()
    clerk.locator("#reply textarea").first.fill("灯今天上午已经修好，请您看看。")
    clerk.get_by_role("button", name="发给他").click()
    assert clerk.get_by_text("已答复。").is_visible()

    page.reload()
    # It begins the page, and stands once more where it came in the story.
    answer = page.locator(".lead-case .answer")
    assert answer.get_by_text("灯今天上午已经修好").is_visible()
    assert page.get_by_role("heading", name="答复您了").is_visible()
    page.get_by_role("button", name="非常满意").click()
    assert page.get_by_role("heading", name="您评的是“非常满意”").is_visible()
    assert [one.score for one in Rating.objects.all()] == [5]


def test_what_was_typed_survives_a_refusal(portal):
    page = portal.page(width=390)
    page.goto("/petitions/new/")
    page.get_by_label("一句话说是什么事").fill("楼道灯不亮")
    page.get_by_label("一句话说是什么事").press("Enter")
    assert page.title().startswith("错误：")
    assert page.evaluate("() => document.activeElement.id") == "errors"
    assert page.get_by_label("一句话说是什么事").input_value() == "楼道灯不亮"
