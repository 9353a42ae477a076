"""Add units to a venue."""

from django.core.exceptions import ValidationError
from django.db.models import Max

from center.models import User
from center.text import visible
from reservations.actions.base import require, retry_on_conflict
from reservations.models import Unit, Venue
from reservations.rules.bookings import Why
from reservations.rules.venues import UNIT_NUMBER_MOST


@retry_on_conflict()
def add_units(
    *, venue: Venue, kind: str, count: int, first: int, by: User
) -> list[Unit]:
    """Add so many units of one kind, numbered from ``first`` on and named in turn.

    The names go on from the units of that kind; one alone bears the name of its kind.
    Refuses numbers that the venue has: then the same form was sent twice.
    """
    require(by, "reservations.add_unit", venue.center_id)
    kind = visible(kind)
    if not kind:
        raise ValidationError("请写种类，如：座位、电脑。", code=str(Why.REASON))
    last = first + count - 1
    if last > UNIT_NUMBER_MOST:
        raise ValidationError(f"编号最大 {UNIT_NUMBER_MOST}。", code=str(Why.NO_UNIT))
    here = Unit.objects.filter(venue=venue)
    if known := here.filter(number__range=(first, last)).first():
        text = (
            f"编号 {known.number}（{known.name}）已经有了，可能刚刚已经加过。"
            f"请先看名单；还要加，从 {next_number(venue)} 号起。"
        )
        raise ValidationError(text, code=str(Why.NO_UNIT))
    before = here.filter(kind=kind).count()
    is_alone = count == 1 and not before
    return Unit.objects.bulk_create(
        Unit(
            venue=venue,
            number=first + n,
            order=first + n,
            kind=kind,
            name=kind if is_alone else f"{kind} {before + n + 1}",
        )
        for n in range(count)
    )


def next_number(venue: Venue) -> int:
    highest = Unit.objects.filter(venue=venue).aggregate(most=Max("number"))["most"]
    return (highest or 0) + 1
