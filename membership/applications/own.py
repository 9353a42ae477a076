"""What an applicant sees of their own paper; nobody else sees it here."""

from center.models import User
from center.wording import short_day
from membership.applications.models import Application, ApplicationQuerySet
from membership.applications.rules import State


def own_of(user: User) -> ApplicationQuerySet:
    """Return the papers handed in by somebody, the latest first.

    The counter types the phone number: a slip of the pen must not show a paper to a
    stranger, so the name has to be the same.
    """
    rows = Application.objects.of_person(user).filter(name=user.name)
    return rows.select_related("branch", "center").latest_first()


def next_for(row: Application) -> str:
    """Say in one sentence where the paper is and what comes next."""
    if row.state == State.RECEIVED:
        due = short_day(row.hand_over_due_on)
        sure = "预计" if row.hand_over_is_provisional else ""
        return f"原件在我们这里，{sure}{due}前移交党支部。"
    if row.state == State.HANDED_OVER:
        due = short_day(row.talk_due_on)
        return f"已移交{row.branch}，{due}前党支部派人和您谈话。"
    if row.state == State.TALKED and row.talked_on:
        return f"{short_day(row.talked_on)}谈过话，接下来由党支部研究。"
    return "您已撤回。以后还可以再交。"
