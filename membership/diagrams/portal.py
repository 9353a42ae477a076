"""What diagrams show on the home page and on the staff desk."""

from django.urls import reverse

from center.cards import Entry
from center.models import User
from membership.diagrams.rules import MAY

__all__ = ["MAY", "guides", "links"]


def links(user: User) -> list[Entry]:
    """Return the way to the charts for those who may see their editions."""
    if not user.has_perm("diagrams.view_diagram"):
        return []
    return [
        Entry("流程图", "修改、比较、公开各个版本", reverse("diagrams:list"), "list")
    ]


def guides() -> list[Entry]:
    """Return the ways to the public charts from the center's guide."""
    charts = {"development": "怎样入党", "organization": "怎样建立党组织"}
    return [
        Entry(title, "一步一步的流程图", reverse(f"diagrams:{slug}"), "list")
        for slug, title in charts.items()
    ]
