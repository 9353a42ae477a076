"""Rules that the database keeps by itself, whoever writes."""

import pgtrigger

from membership.activity_days.rules import MeetingKind, State

DAY, BRANCH_MEETING, GROUP_MEETING = 0, 1, 2
_SLOT = "activity_days_timeslot"
_COLUMNS = "(branch_id, lane, is_day, starts_at, ends_at, activity_day_id, meeting_id)"
# The written record; what the committee has is not rewritten behind its back.
_RECORD = (
    "branch",
    "on",
    "starts_at",
    "ends_at",
    "theme",
    "place",
    "host",
    "recorder",
    "contents",
    "process",
    "opinions",
    "effect",
    "outside_count",
    "outside_note",
)


def day_takes_time() -> pgtrigger.Trigger:
    """Enter the time of an activity day, cancelled ones free it."""
    return pgtrigger.Trigger(
        name="day_takes_time",
        when=pgtrigger.After,
        operation=pgtrigger.Insert
        | pgtrigger.UpdateOf("branch_id", "starts_at", "ends_at", "state"),
        func=f"""
DELETE FROM {_SLOT} WHERE activity_day_id = NEW.id;
IF NEW.starts_at IS NOT NULL AND NEW.state <> '{State.CANCELLED}' THEN
    INSERT INTO {_SLOT} {_COLUMNS}
    VALUES (NEW.branch_id, {DAY}, 1, NEW.starts_at, NEW.ends_at, NEW.id, NULL);
END IF;
RETURN NULL;
""",
    )


def meeting_takes_time() -> pgtrigger.Trigger:
    """Enter the time of a meeting, void ones free it."""
    return pgtrigger.Trigger(
        name="meeting_takes_time",
        when=pgtrigger.After,
        operation=pgtrigger.Insert
        | pgtrigger.UpdateOf("branch_id", "kind", "starts_at", "ends_at", "void_at"),
        func=f"""
DELETE FROM {_SLOT} WHERE meeting_id = NEW.id;
IF NEW.void_at IS NULL THEN
    INSERT INTO {_SLOT} {_COLUMNS}
    VALUES (
        NEW.branch_id,
        CASE NEW.kind WHEN '{MeetingKind.GROUP}' THEN {GROUP_MEETING}
            ELSE {BRANCH_MEETING} END,
        0, NEW.starts_at, NEW.ends_at, NULL, NEW.id
    );
END IF;
RETURN NULL;
""",
    )


def reported_is_sealed() -> pgtrigger.Trigger:
    """Refuse to rewrite a record that the committee has or signed for."""
    changed = pgtrigger.Q()
    for name in _RECORD:
        changed |= pgtrigger.Q(**{f"old__{name}__df": pgtrigger.F(f"new__{name}")})
    sealed = pgtrigger.Q(old__state__in=[State.REPORTED, State.SIGNED])
    return pgtrigger.Protect(
        name="reported_is_sealed",
        operation=pgtrigger.Update,
        condition=sealed & changed,
    )
