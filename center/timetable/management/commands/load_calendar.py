"""Load the published schedule of one or more years."""

from argparse import ArgumentParser

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from center.timetable.actions import load_year


class Command(BaseCommand):
    """Take over the State Council's schedule from chinese-calendar."""

    help = "载入一年或几年的放假和调休安排：load_calendar 2026"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("years", nargs="+", type=int)

    def handle(self, *, years: list[int], **_: object) -> None:
        """Load each year and say how it stands."""
        for year in years:
            try:
                self.stdout.write(str(load_year(year=year, at=timezone.now())))
            except ValidationError as refusal:
                raise CommandError(refusal.messages[0]) from refusal
