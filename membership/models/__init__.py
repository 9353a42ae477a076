"""Party organizations, their members, and who saw what of them."""

from membership.models.logs import IdReveal, ImportBatch
from membership.models.members import Member, MembershipStep
from membership.models.organizations import (
    Organization,
    OrganizationStep,
    Ownership,
    below_posts,
)
from membership.models.posts import Post

__all__ = [
    "IdReveal",
    "ImportBatch",
    "Member",
    "MembershipStep",
    "Organization",
    "OrganizationStep",
    "Ownership",
    "Post",
    "below_posts",
]
