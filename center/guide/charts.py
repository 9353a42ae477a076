"""A flow chart as a text: phases, steps, where each leads. Pure.

It is one of the rules of the center and is written like them: ``## 阶段``,
``### 名称`` of a step, and below it its lines. A line that begins with one of the words
here says that of the step; ``下一步：什么情况：哪一步`` says where it goes on, by title
or number, without one to the next step.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

# Slug -> what people ask.
CHARTS = {"development": "怎样入党", "organization": "怎样建立党组织"}
WORDS = {
    "谁来办": "actor",
    "时限": "limit",
    "材料": "record",
    "依据": "source",
    "修订": "revision",
    "核对": "checked",
}
END, WAY, MOST_STEPS = "结束", "下一步", 60
_SHIPPED = Path(__file__).parent / "content" / "charts"


@dataclass
class Step:
    """One step as it is read; ``ways`` are when, to which number, and its title."""

    title: str
    phase: str
    number: int
    said: dict[str, str] = field(default_factory=dict)
    ways: list[tuple[str, int, str]] = field(default_factory=list)


@dataclass
class Chart:
    """A whole chart, and in words what is wrong with it."""

    caution: str = ""
    intro: str = ""
    steps: list[Step] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def is_checked(self) -> bool:
        return any("checked" in step.said for step in self.steps)


def shipped(slug: str) -> tuple[str, str]:
    return _shipped(slug)


@cache
def _shipped(slug: str) -> tuple[str, str]:
    title, _, body = (_SHIPPED / f"{slug}.md").read_text("utf-8").partition("\n")
    return title.removeprefix("# "), body.strip()


def read(text: str) -> Chart:
    chart, phase = Chart(), ""
    for line in filter(None, (one.strip() for one in text.splitlines())):
        if line.startswith("###"):
            title = line.lstrip("#").strip()
            chart.steps.append(Step(title, phase, len(chart.steps) + 1))
        elif line.startswith("#"):
            phase = line.lstrip("#").strip()
        elif chart.steps:
            _add(chart.steps[-1], line)
        elif line.startswith(">"):
            chart.caution += line.lstrip("> ")
        else:
            chart.intro += line
    chart.problems = [*_lead_on(chart.steps)]
    return chart


def _add(step: Step, line: str) -> None:
    word, _, rest = line.replace(":", "：", 1).partition("：")
    name = WORDS.get(word) if rest else None
    if word == WAY and rest:
        step.ways.append((rest, 0, ""))
    elif name:
        step.said[name] = rest.strip()
    else:
        step.said["text"] = " ".join(filter(None, [step.said.get("text"), line]))


def _lead_on(steps: list[Step]) -> Iterator[str]:
    """Find the steps that the ways name; yield what is wrong."""
    if not steps:
        yield "流程图至少要有一步，写成“### 名称”。"
    if len(steps) > MOST_STEPS:
        yield f"流程图最多 {MOST_STEPS} 步，请并一并。"
    titles = [END, *(step.title for step in steps)]
    for step in steps:
        said, step.ways = [one for one, *_ in step.ways], []
        for line in said:
            label, _, target = line.replace(":", "：").rpartition("：")
            to = [n for n, one in enumerate(titles) if target.strip() in (one, str(n))]
            if len(to) == 1:
                step.ways.append((label.strip(), to[0], titles[to[0]]))
            else:
                why = "有几步都叫这个名称，请写序号" if to else "图里没有这一步"
                yield f"“{step.title}”的下一步：“{target.strip()}”{why}。"
        numbers = [n for _, n, _ in step.ways]
        if step.number in numbers or len(set(numbers)) < len(numbers):
            yield f"“{step.title}”不能接回自己，也不能两次接到同一步。"
