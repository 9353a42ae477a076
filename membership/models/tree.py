"""The organizations somebody may see, in the order of the tree, with their figures."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from membership.models import Organization
from membership.models.organizations import OrganizationQuerySet
from membership.rules.members import HERE
from membership.rules.organizations import HOLDS_MEMBERS, Status, warnings_of


@dataclass
class Node:
    """One organization with its depth, its own members and those of all below."""

    row: Organization
    depth: int
    own: int
    total: int = 0
    warnings: list[str] = field(default_factory=list)

    @property
    def level(self) -> int:
        return min(self.depth, 4)


def nodes_of(seen: OrganizationQuerySet, *, today: date) -> list[Node]:
    """Return the tree, depth first, by one query; what stands below nothing is a top.

    Dissolved organizations come last among their neighbors.
    """
    here = Count("members", filter=Q(members__state__in=HERE))
    rows = list(seen.select_related("secretary", "center").annotate(own=here))
    return _sums(_deep(rows), today)


def _deep(rows: Iterable[Organization]) -> list[Node]:
    below: dict[int | None, list[Organization]] = defaultdict(list)
    known = {row.pk for row in rows}
    for row in sorted(rows, key=_place):
        below[row.parent_id if row.parent_id in known else None].append(row)
    nodes: list[Node] = []
    waiting = [(row, 0) for row in reversed(below[None])]
    while waiting:
        row, depth = waiting.pop()
        nodes.append(Node(row, depth, getattr(row, "own", 0)))
        waiting += [(child, depth + 1) for child in reversed(below[row.pk])]
    return nodes


def _place(row: Organization) -> tuple[bool, int, int]:
    return (row.status == Status.DISSOLVED, row.order, row.pk)


def _sums(nodes: list[Node], today: date) -> list[Node]:
    totals: dict[int, int] = defaultdict(int)
    for node in reversed(nodes):  # what stands below comes first
        node.total = node.own + totals[node.row.pk]
        if node.row.parent_id is not None:
            totals[node.row.parent_id] += node.total
        if node.row.status == Status.ACTIVE:
            node.warnings = warnings_of(
                kind=node.row.kind,
                members=node.own if node.row.kind in HOLDS_MEMBERS else node.total,
                has_secretary=bool(node.row.secretary_text),
                term_to=node.row.term_to,
                today=today,
            )
    return nodes
