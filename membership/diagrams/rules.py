"""The shape of a flow diagram and what may change in it. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from django.db import models

from center.rules import Role

MAX_STEPS = 60
MAX_NEXT = 4

MAY = {
    Role.ORGANIZER: ["diagrams.view_diagram", "diagrams.change_diagram"],
    Role.SUPERVISOR: [
        "diagrams.view_diagram",
        "diagrams.change_diagram",
        "diagrams.publish_diagram",
    ],
}


class Shape(models.TextChoices):
    """How a step is drawn."""

    STEP = "step", "步骤"
    CHOICE = "choice", "判断"


@dataclass(frozen=True)
class Link:
    """The way from one step to the next, and when it is taken."""

    to: str
    label: str = ""


@dataclass(frozen=True)
class Step:
    """One step of a diagram; ``key`` stays the same through all editions."""

    key: str
    title: str
    phase: str = ""
    actor: str = ""
    limit: str = ""
    text: str = ""
    record: str = ""
    source: str = ""
    revision: str = ""
    shape: str = Shape.STEP
    next: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Heading:
    """What stands above a diagram."""

    title: str
    intro: str
    caution: str


@dataclass(frozen=True)
class Change:
    """One difference of two editions: what, before, after."""

    what: str
    before: str
    after: str


NAMES = {
    "title": "名称",
    "phase": "阶段",
    "actor": "谁来办",
    "limit": "时限和要求",
    "text": "说明",
    "record": "留下的材料",
    "source": "依据",
    "revision": "修订情况",
    "shape": "画法",
    "next": "下一步",
    "intro": "开头的话",
    "caution": "提醒",
}


def problems(steps: Sequence[Step]) -> list[str]:
    """Return what is wrong with the steps as a whole; nothing is a good diagram."""
    known = {step.key for step in steps}
    found = []
    if not steps:
        found.append("至少要留一步。")
    if len(steps) > MAX_STEPS:
        found.append(f"最多 {MAX_STEPS} 步，请合并一些。")
    for step in steps:
        targets = [link.to for link in step.next]
        if len(targets) > MAX_NEXT:
            found.append(f"“{step.title}”后面最多接 {MAX_NEXT} 步。")
        if step.key in targets:
            found.append(f"“{step.title}”不能接回自己。")
        if len(set(targets)) < len(targets):
            found.append(f"“{step.title}”的下一步重复了。")
        if not known.issuperset(targets):
            found.append(f"“{step.title}”的下一步已经不在图里，请重新选。")
    return found


def with_step(steps: Sequence[Step], changed: Step) -> list[Step]:
    """Return the steps with one of them replaced by the step of the same key."""
    return [changed if step.key == changed.key else step for step in steps]


def inserted(steps: Sequence[Step], new: Step, *, after: str) -> list[Step]:
    """Return the steps with ``new`` behind ``after``, taking over the ways onward."""
    result: list[Step] = []
    for step in steps:
        if step.key == after:
            result += [_replaced(step, (Link(new.key),)), _replaced(new, step.next)]
        else:
            result.append(step)
    return result


def removed(steps: Sequence[Step], key: str) -> list[Step]:
    """Return the steps without one; who led to it now leads to what followed it."""
    gone = next((step for step in steps if step.key == key), None)
    if gone is None:
        return list(steps)
    return [
        _replaced(step, tuple(_bridged(step, gone)))
        for step in steps
        if step.key != key
    ]


def changes(
    old: tuple[Heading, Sequence[Step]], new: tuple[Heading, Sequence[Step]]
) -> list[Change]:
    """Return every difference of two editions, heading first, then step by step."""
    found = _field_changes("", old[0], new[0], {})
    names = {step.key: step.title for step in [*old[1], *new[1]]}
    before = {step.key: step for step in old[1]}
    after = {step.key: step for step in new[1]}
    for key, step in after.items():
        if key not in before:
            found.append(Change("新增步骤", "", step.title))
        else:
            prefix = f"{step.title}："
            found += _field_changes(prefix, before[key], step, names)
    found += [
        Change("去掉步骤", step.title, "")
        for key, step in before.items()
        if key not in after
    ]
    if [k for k in before if k in after] != [k for k in after if k in before]:
        found.append(Change("步骤的先后", _order(old[1]), _order(new[1])))
    return found


def _replaced(step: Step, links: tuple[Link, ...]) -> Step:
    values = {field.name: getattr(step, field.name) for field in fields(Step)}
    return Step(**values | {"next": links})


def _bridged(step: Step, gone: Step) -> Iterable[Link]:
    own = {link.to for link in step.next}
    for link in step.next:
        if link.to != gone.key:
            yield link
            continue
        for onward in gone.next:
            if onward.to not in own and onward.to != step.key:
                yield Link(onward.to, link.label or onward.label)


def _field_changes(
    prefix: str, old: Step | Heading, new: Step | Heading, names: dict[str, str]
) -> list[Change]:
    found = []
    for field in fields(old):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if before != after:
            if field.name == "next":
                before, after = _links(before, names), _links(after, names)
            found.append(Change(f"{prefix}{NAMES[field.name]}", before, after))
    return found


def _links(links: tuple[Link, ...], names: dict[str, str]) -> str:
    return "；".join(
        f"{link.label}→{names[link.to]}" if link.label else names[link.to]
        for link in links
    )


def _order(steps: Sequence[Step]) -> str:
    return "、".join(step.title for step in steps)
