"""Flow charts: what a text draws, who reads which, and what became of the old ones."""

import pytest
import time_machine
from django.test import Client

from center.guide import charts
from center.guide.actions import regulations as rules
from center.guide.models import RegulationText
from tests import make as people
from tests.center.guide import make
from tests.markup import squeezed

AT = make.AT
TEXT = """> 以组织部门的答复为准。

怎样办。

## 开始

### 甲
谁来办：申请人
时限: 一个月内
写申请。
再等。
材料：申请书
依据：第一条
核对：2026-11-20

### 乙
下一步：是：甲
下一步：否: 3

## 后来

### 丙
下一步：结束
"""


@pytest.fixture(autouse=True)
def _day(settings):
    settings.SECOND_FACTOR = False
    with time_machine.travel(AT, tick=False):
        yield


def public(center, two, body=TEXT, slug="development"):
    row = rules.begin(
        center=center,
        slug=slug,
        form_key=f"{slug} {center.pk}",
        title="入党流程",
        body=body,
        by=two[0],
        at=AT,
    )
    row = rules.submit(row, by=two[0], at=AT)
    return rules.approve(row, digest=row.digest, by=two[1], at=AT)


def test_a_text_draws_steps_and_where_they_lead():
    chart = charts.read(TEXT)
    assert (chart.caution, chart.intro) == ("以组织部门的答复为准。", "怎样办。")
    assert [(one.phase, one.title) for one in chart.steps] == [
        ("开始", "甲"),
        ("开始", "乙"),
        ("后来", "丙"),
    ]
    assert chart.steps[0].said == {
        "actor": "申请人",
        "limit": "一个月内",
        "text": "写申请。 再等。",
        "record": "申请书",
        "source": "第一条",
        "checked": "2026-11-20",
    }
    assert chart.steps[1].ways == [("是", 1, "甲"), ("否", 3, "丙")]
    assert chart.steps[2].ways == [("", 0, "结束")]
    assert (chart.problems, chart.is_checked) == ([], True)


@pytest.mark.parametrize(
    ("ways", "problem"),
    [
        ("戊", "“乙”的下一步：“戊”图里没有这一步。"),
        ("9", "“乙”的下一步：“9”图里没有这一步。"),
        ("是：乙", "“乙”不能接回自己，也不能两次接到同一步。"),
        ("是：甲\n下一步：否：1", "“乙”不能接回自己，也不能两次接到同一步。"),
        ("甲\n### 甲", "“乙”的下一步：“甲”有几步都叫这个名称，请写序号。"),
    ],
)
def test_what_leads_nowhere_is_told(ways, problem):
    text = f"### 甲\n### 乙\n下一步：{ways}\n### 丙"
    assert charts.read(text).problems == [problem]


def test_a_chart_has_steps_and_not_too_many():
    assert charts.read("没有").problems == ["流程图至少要有一步，写成“### 名称”。"]
    many = "\n".join(f"### 第{n}" for n in range(61))
    assert charts.read(many).problems == ["流程图最多 60 步，请并一并。"]


@pytest.mark.parametrize(("slug", "count"), [("development", 25), ("organization", 15)])
def test_the_chart_that_comes_along_is_read_by_everybody(house, slug, count):
    title, body = charts.shipped(slug)
    chart = charts.read(body)
    assert (len(chart.steps), chart.problems) == (count, [])
    assert [one.title for one in chart.steps if "source" not in one.said] == []
    page = squeezed(Client().get(f"/guide/{slug}/"))
    assert f"<h1>{title}</h1>" in page
    for step in chart.steps:
        assert [
            one for one in (step.title, *step.said.values()) if one not in page
        ] == []
    # What holds for all of them is said once.
    assert [page.count("待核对"), page.count(chart.caution)] == [1, 1]
    assert f'href="/guide/{slug}/"' in Client().get("/guide/").content.decode()


def test_articles_are_those_of_the_written_rule():
    steps = charts.read(charts.shipped("development")[1]).steps
    sources = {step.title: step.said["source"] for step in steps}
    assert [sources[t] for t in ("党组织派人谈话", "确定发展对象", "材料归档")] == [
        "2014 第七条",
        "2014 第十三条",
        "2014 第三十七条",
    ]


def test_a_way_is_said_in_words_with_a_link(house):
    page = squeezed(Client().get("/guide/organization/"))
    assert '3 名以上：<a href="#step-5">到第 5 步“单独成立党支部”</a>' in page


def test_a_center_below_reads_that_of_the_top_until_it_has_its_own(
    house, elsewhere, settings
):
    settings.ALLOWED_HOSTS = ["testserver", "below.example"]
    elsewhere.host = "below.example"
    elsewhere.save(update_fields=["host"])
    below = Client(headers={"host": "below.example"})
    public(house, make.colleagues(house))
    assert "以组织部门的答复为准" in squeezed(below.get("/guide/development/"))
    public(elsewhere, make.colleagues(elsewhere), TEXT.replace("答复", "批复"))
    assert "以组织部门的批复为准" in squeezed(below.get("/guide/development/"))
    assert "以组织部门的答复为准" in squeezed(Client().get("/guide/development/"))


def test_it_is_begun_from_what_stands_there_and_approved_by_another(client, house):
    clerk, boss = make.colleagues(house)
    client.force_login(clerk)
    assert "?slug=development" in client.get("/desk/rules/").content.decode()
    form = client.get("/desk/rules/new/?slug=development").context["form"]
    told = {name: form.initial[name] for name in ("slug", "title", "body")}
    wrong = told | {"body": f"{told['body']}\n下一步：天上", "key": "a"}
    answer = client.post("/desk/rules/new/", wrong)
    assert answer.status_code == 422
    assert [
        "图里没有这一步" in answer.content.decode(),
        "下一步：天上" in answer.content.decode(),
    ] == [True, True]
    told["body"] = told["body"].replace("年满 18 岁", "满十八岁<b>")
    assert client.post("/desk/rules/new/", told | {"key": "b"}).status_code == 302
    assert "?slug=development" not in client.get("/desk/rules/").content.decode()
    assert (
        "满十八岁&lt;b&gt;" in client.get("/desk/rules/development/").content.decode()
    )
    row = rules.submit(RegulationText.objects.get(), by=clerk, at=AT)
    assert "满十八岁" not in Client().get("/guide/development/").content.decode()
    rules.approve(row, digest=row.digest, by=boss, at=AT)
    for address in ("/guide/development/", "/guide/rules/development/"):
        assert "满十八岁&lt;b&gt;" in Client().get(address).content.decode()


@pytest.mark.parametrize("rest", ["", "development/1/", "organization/change/3/"])
def test_where_charts_stood_leads_on(client, house, rest):
    client.force_login(people.staff("何平", center=house))
    assert client.get(f"/desk/diagrams/{rest}").url == "/desk/rules/"
