"""Who is who around a branch: its committee, its secretaries, who may sign."""

from django.db.models.expressions import RawSQL

from center.models import User
from membership.models import Organization, Post
from membership.rules import COMMITTEES, Duty

_ABOVE = """
WITH RECURSIVE above(id, depth) AS (
    SELECT parent_id, 1 FROM membership_organization WHERE id = %s
    UNION SELECT o.parent_id, above.depth + 1 FROM membership_organization o
    JOIN above ON o.id = above.id
) SELECT above.id FROM above JOIN membership_organization o ON o.id = above.id
WHERE o.kind = ANY(%s) ORDER BY above.depth LIMIT 1
"""


def committee_of(branch: Organization) -> Organization | None:
    """Return the 上级党委: the nearest 党委 or 党工委 above; one query."""
    nearest = RawSQL(_ABOVE, [branch.pk, sorted(COMMITTEES)])  # noqa: S611
    return Organization.objects.filter(pk__in=nearest).first()


def secretaries_of(branch: Organization) -> list[User]:
    """Return who is secretary of the branch now and uses the portal."""
    return _holders(branch, Duty.SECRETARY)


def organizers_of(committee: Organization) -> list[User]:
    """Return who is organizer of the committee now."""
    return _holders(committee, Duty.ORGANIZER)


def _holders(organization: Organization, duty: Duty) -> list[User]:
    posts = Post.objects.current().filter(organization=organization, duty=duty)
    return [
        post.user
        for post in posts.select_related("user").order_by("pk")
        if post.user.is_active
    ]
