"""What is to be reminded of."""

from petitions.reminders.actions import remind

__all__ = ["remind"]
