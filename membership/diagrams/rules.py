"""Where the steps of a flow chart lead, and who may write it. Pure."""

import re
from collections.abc import Sequence
from typing import Any

from center.rules import Role

MAX_STEPS = 60
END = "结束"
WRITES = ["diagrams.view_diagram", "diagrams.change_diagram"]
MAY = {Role.ORGANIZER: WRITES, Role.SUPERVISOR: [*WRITES, "diagrams.publish_diagram"]}


def ways_of(titles: Sequence[str], number: int, ways: str) -> list[tuple[str, int]]:
    """Return when and to which step it goes on from a step; step 0 is the end.

    A line of ``ways`` reads 什么情况：哪一步, by title or number; without one the next
    step follows. Refuses (``ValueError``) what is no step of the chart.
    """
    lines = [line for line in ways.splitlines() if line.strip()]
    onward = ("", (number + 1) % (len(titles) + 1))
    return [_way(titles, line) for line in lines] or [onward]


def _way(titles: Sequence[str], line: str) -> tuple[str, int]:
    *label, target = (part.strip() for part in re.split("[：:]", line))
    found = [n for n, title in enumerate([END, *titles]) if target in (title, str(n))]
    if len(found) != 1:
        why = "有几步都叫这个名称，请写序号" if found else "图里没有这一步"
        raise ValueError(f"“{target}”{why}")
    return "：".join(label), found[0]


def problems(steps: Sequence[Any]) -> list[str]:
    """Return what is wrong with the steps as a whole; nothing is a good chart."""
    titles = [step.title for step in steps]
    found = [] if steps else ["至少要留一步。"]
    for n, step in enumerate(steps, start=1):
        try:
            targets = [to for _, to in ways_of(titles, n, step.ways)]
        except ValueError as error:
            found.append(f"“{step.title}”的下一步：{error}。")
        else:
            if n in targets or len(set(targets)) < len(targets):
                found.append(f"“{step.title}”不能接回自己，也不能两次接到同一步。")
    return found
