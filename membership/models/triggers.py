"""The tables of rules.py as triggers: what no slip in the code gets past."""

import pgtrigger

from membership.rules.members import HERE
from membership.rules.organizations import (
    HOLDS_MEMBERS,
    MAY_BE_TOP,
    MAY_STAND_UNDER,
    Status,
)

_TREE_LOCK = 0x70A27  # one change of the tree at a time, or two could make a ring


def _words(values: frozenset[str]) -> str:
    return ", ".join(f"'{value}'" for value in sorted(values))


def _refuse(name: str, text: str) -> str:
    return (
        f"RAISE EXCEPTION '{name}: {text}' USING ERRCODE = 'check_violation',"
        f" CONSTRAINT = '{name}';"
    )


_PAIRS = ", ".join(
    f"('{kind}', '{above}')"
    for kind, fitting in MAY_STAND_UNDER.items()
    for above in sorted(fitting)
)


_TREE = f"""
PERFORM pg_advisory_xact_lock({_TREE_LOCK});
SELECT kind INTO above FROM membership_organization WHERE id = NEW.parent_id;
IF NEW.parent_id IS NULL AND NEW.kind NOT IN ({_words(MAY_BE_TOP)})
   OR NEW.parent_id IS NOT NULL AND (NEW.kind, above) NOT IN ({_PAIRS}) THEN
    {_refuse("organization_parent_fits", "this superior does not fit")}
END IF;
IF EXISTS (
    WITH RECURSIVE up(id, parent_id) AS (
        SELECT id, parent_id FROM membership_organization WHERE id = NEW.parent_id
        UNION SELECT o.id, o.parent_id FROM membership_organization o
        JOIN up ON o.id = up.parent_id
    ) SELECT 1 FROM up WHERE id = NEW.id
) THEN
    {_refuse("organization_no_ring", "an organization cannot stand below itself")}
END IF;
IF EXISTS (
    SELECT 1 FROM membership_organization c
    WHERE c.parent_id = NEW.id AND (c.kind, NEW.kind) NOT IN ({_PAIRS})
) THEN
    {_refuse("organization_children_fit", "what stands below does not fit")}
END IF;
IF NEW.kind NOT IN ({_words(HOLDS_MEMBERS)}) AND EXISTS (
    SELECT 1 FROM membership_member m WHERE m.organization_id = NEW.id
) THEN
    {_refuse("organization_has_members", "an organization with members is a branch")}
END IF;
IF EXISTS (
    SELECT 1 FROM membership_member m
    WHERE m.group_id = NEW.id AND m.organization_id IS DISTINCT FROM NEW.parent_id
) THEN
    {_refuse("organization_group_has_members", "a group with members stays")}
END IF;
RETURN NEW;
"""


def tree_is_sound() -> pgtrigger.Trigger:
    """Refuse superiors that do not fit, rings, and kinds that below does not fit."""
    return pgtrigger.Trigger(
        name="tree_is_sound",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("parent_id", "kind"),
        declare=[("above", "text")],
        func=_TREE,
    )


def dissolved_is_empty() -> pgtrigger.Trigger:
    """Refuse to dissolve what still has members or organizations below it."""
    return pgtrigger.Trigger(
        name="dissolved_is_empty",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("status"),
        condition=pgtrigger.Q(new__status=Status.DISSOLVED),
        func=f"""
IF EXISTS (
    SELECT 1 FROM membership_member m
    WHERE (m.organization_id = NEW.id OR m.group_id = NEW.id)
        AND m.state IN ({_words(HERE)})
) OR EXISTS (
    SELECT 1 FROM membership_organization c
    WHERE c.parent_id = NEW.id AND c.status = '{Status.ACTIVE}'
) THEN
    {_refuse("organization_dissolved_is_empty", "still has members or branches")}
END IF;
RETURN NEW;
""",
    )


def branch_holds_members() -> pgtrigger.Trigger:
    """Refuse members outside an active branch, and groups of another branch."""
    return pgtrigger.Trigger(
        name="branch_holds_members",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert
        | pgtrigger.UpdateOf("organization_id", "group_id", "state"),
        func=f"""
IF NOT EXISTS (
    SELECT 1 FROM membership_organization o
    WHERE o.id = NEW.organization_id AND o.kind IN ({_words(HOLDS_MEMBERS)})
        AND (o.status = '{Status.ACTIVE}' OR NEW.state NOT IN ({_words(HERE)}))
) THEN
    {_refuse("member_in_a_branch", "members belong to an active branch")}
END IF;
IF NEW.group_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM membership_organization g
    WHERE g.id = NEW.group_id AND g.kind = 'group'
        AND g.parent_id = NEW.organization_id
) THEN
    {_refuse("member_group_of_the_branch", "the group belongs to the branch")}
END IF;
RETURN NEW;
""",
    )
