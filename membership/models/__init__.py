"""Party organizations, their members, and who saw what of them."""

from membership.models.logs import ExportLog, IdReveal, ImportBatch
from membership.models.members import Member, MembershipStep
from membership.models.organizations import (
    Organization,
    OrganizationStep,
    Ownership,
    Post,
    below_posts,
)

__all__ = [
    "ExportLog",
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
