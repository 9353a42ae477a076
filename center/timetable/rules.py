"""What each role may do with hours and the calendar."""

from center.rules import Role

MAY = {
    Role.SUPERVISOR: [
        f"timetable.{verb}_{thing}"
        for thing in ("openingspan", "specialopening", "specialday")
        for verb in ("view", "add", "change", "delete")
    ]
    + [f"timetable.{verb}_calendaryear" for verb in ("view", "add", "change")]
}
