"""Who is logged in, with everything that decides what they may see, in one query.

Every page of staff asks for the person, their center, the centers below it and their
permissions: one statement instead of five.
"""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db import connections
from django.db.models import QuerySet

from center.models import Center, User
from center.searchable import by_pinyin

_PERSON = [field.attname for field in User._meta.concrete_fields]
_CENTER = [field.attname for field in Center._meta.concrete_fields]
_SIGNED_IN = f"""
SELECT {", ".join(f"u.{name}" for name in _PERSON)},
CASE WHEN u.is_staff THEN ARRAY(
    SELECT t.app_label || '.' || p.codename
    FROM auth_permission p JOIN django_content_type t ON t.id = p.content_type_id
    WHERE p.id IN (
        SELECT permission_id FROM center_user_user_permissions WHERE user_id = u.id
        UNION SELECT g.permission_id FROM center_user_groups m
        JOIN auth_group_permissions g USING (group_id) WHERE m.user_id = u.id
    )
) END,
CASE WHEN u.is_staff AND u.center_id IS NOT NULL THEN ARRAY(
    WITH RECURSIVE below(id) AS (
        SELECT u.center_id
        UNION SELECT b.id FROM center_center b JOIN below ON b.parent_id = below.id
    ) SELECT id FROM below ORDER BY id
) END,
{", ".join(f"c.{name}" for name in _CENTER)}
FROM center_user u LEFT JOIN center_center c ON c.id = u.center_id AND u.is_staff
WHERE u.id = %s
"""  # noqa: S608 -- only names of columns are put in


class PeopleBackend(ModelBackend):
    """Django's own rules; only the reading of who is logged in is written by hand."""

    def get_user(self, user_id: int) -> User | None:
        """Return an active person with center, centers below and permissions known."""
        with connections[User.objects.db].cursor() as cursor:
            cursor.execute(_SIGNED_IN, [user_id])
            row = cursor.fetchone()
        user = _read(row) if row else None
        return user if user and self.user_can_authenticate(user) else None


def _read(row: tuple[Any, ...]) -> User:
    count, using = len(_PERSON), User.objects.db
    user: User = User.from_db(using, _PERSON, row[:count])
    permissions, center_ids, *center = row[count:]
    if permissions is not None and not user.is_superuser:
        user._perm_cache = set(permissions)  # type: ignore[attr-defined]  # Django's own memory
    if user.is_staff and user.is_active and center_ids is not None:
        user.center_ids = center_ids
    if center[0] is not None:
        user.center = Center.from_db(using, _CENTER, center)
    return user


def staff_with(permission: str, *, operators: bool = False) -> QuerySet[User]:
    """Return the active staff who hold a permission, by name; on wish also operators.

    Django's own ``with_perm``: by role or given to the person alone.
    """
    rows: QuerySet[User] = ModelBackend().with_perm(
        permission, include_superusers=operators
    )
    return rows.filter(is_staff=True).order_by(by_pinyin(), "pk")
