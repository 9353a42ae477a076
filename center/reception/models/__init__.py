"""The walk-in register: its lines, the matters they are about, and what was handed."""

from center.reception.models.figures import figures
from center.reception.models.lines import (
    HandOver,
    Line,
    LineStep,
    once_rate,
    same_matter,
    visits_of,
)
from center.reception.models.matters import DayBook, Matter
from center.reception.models.papers import (
    MissingList,
    PhoneChange,
    PhoneLook,
    Rating,
    SamePerson,
    cards_of,
    joined_with,
    kept_for,
)

__all__ = [
    "DayBook",
    "HandOver",
    "Line",
    "LineStep",
    "Matter",
    "MissingList",
    "PhoneChange",
    "PhoneLook",
    "Rating",
    "SamePerson",
    "cards_of",
    "figures",
    "joined_with",
    "kept_for",
    "once_rate",
    "same_matter",
    "visits_of",
]
