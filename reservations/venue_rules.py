"""Which rules of a venue leave nothing that could be booked. Pure."""

from datetime import timedelta

from reservations.lead_times import minutes_text, most_within, spaced
from reservations.rules import Terms


def never_bookable(terms: Terms, longest: timedelta) -> list[tuple[str, str]]:
    """Return field and sentence of each rule with which no day could be booked."""
    found = []
    most = most_within(terms.lead, terms.horizon_days)
    if terms.lead.value > most:
        text = (
            f"提前量比能约的天数还长，没有一天约得上。最多提前 {terms.horizon_days} 天"
            f"的话，这里最多填 {most}。"
        )
        found.append(("lead_value", text))
    least = timedelta(minutes=terms.min_slots * terms.slot_minutes)
    if timedelta() < longest < least:
        hours = spaced(minutes_text(int(longest.total_seconds() // 60)))
        text = f"一次至少的时间比最长的一段开放时间（{hours}）还长，没有一场约得上。"
        found.append(("min_slots" if terms.min_slots > 1 else "slot_minutes", text))
    return found
