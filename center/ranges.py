"""Ranges that the database builds from two columns, half-open like all ours."""

from django.contrib.postgres.fields import DateTimeRangeField
from django.db.models import Func


class MomentRange(Func):
    """``[start, end)`` of two moments."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class ClockRange(Func):
    """``[opens, closes)`` of two times of day; PostgreSQL needs a date for it."""

    template = "tsrange('2000-01-01'::date + %(expressions)s)"
    arg_joiner = ", '2000-01-01'::date + "
    output_field = DateTimeRangeField()
