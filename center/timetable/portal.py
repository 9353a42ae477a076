"""What each role may do about hours, closures and the calendar."""

from center.timetable.rules import MAY

__all__ = ["MAY"]
