"""What is offered of a case to whom: the page and the post ask here, and only here.

A verb is offered when the table of moves allows it in the state of the case, the person
has the permission and stands on the right side of it: the center that owes the answer
(home), the superior it was sent up to (above), or a unit that helps (assist).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from center.models import User
from petitions.counter import verb_forms as forms
from petitions.models import Petition
from petitions.rules import WORK, State, Verb, after, why_not

HOME, ABOVE, ASSIST = "home", "above", "assist"
Run = Callable[..., object]
Shown = Callable[[Petition, User], bool]


@dataclass(frozen=True)
class Deed:
    """One verb on the desk: its form, its words, who sees it and what it runs."""

    verb: Verb
    label: str
    button: str
    form: type[forms.CaseForm]
    run: Run
    hint: str = ""
    sides: tuple[str, ...] = (HOME,)
    permission: str = WORK
    when: Shown | None = None
    name: str = ""
    is_danger: bool = False
    # Only in the very center that took the request in: it touches who asked.
    is_at_home: bool = False
    # These two are checked against the state that the page showed.
    takes_version: bool = False

    @property
    def key(self) -> str:
        """Return the last part of its address."""
        return self.name or str(self.verb)


def side_of(case: Petition, user: User) -> str:
    """Return on which side of the case somebody stands."""
    is_up = case.state == State.ESCALATED and case.owner_center_id is not None
    if is_up and user.center_id == case.owner_center_id:
        return ABOVE
    if user.center_id in (case.center_id, None) or case.center_id in user.center_ids:
        return HOME
    return ASSIST


def is_offered(deed: Deed, case: Petition, user: User) -> bool:
    """Say whether somebody may do this to a case as it stands."""
    if side_of(case, user) not in deed.sides or after(deed.verb, case.state) is None:
        return False
    if is_barred(deed, case, user):
        return False
    return deed.when is None or deed.when(case, user)


def is_barred(deed: Deed, case: Petition, user: User) -> bool:
    """Say whether this is never somebody's to do, however the case stands."""
    if not user.has_perm(deed.permission):
        return True
    if deed.is_at_home and user.center_id != case.center_id:
        return True
    return ASSIST not in deed.sides and side_of(case, user) == ASSIST


def why_not_now(deed: Deed, case: Petition) -> str:
    """Say in words why a verb is not offered now."""
    if after(deed.verb, case.state) is None:
        return why_not(deed.verb, case.state)
    return f"现在不能“{deed.label}”，情况可能刚变过。请看看这件诉求最新的情况。"


def may_settle(case: Petition, user: User) -> bool:
    """Say whether somebody may answer the numbered asks of a case one by one."""
    works = user.has_perm(WORK) and case.center_id in user.center_ids
    return works and after(Verb.SETTLE, case.state) is not None


def perform(
    deed: Deed, case: Petition, data: Mapping[str, Any], *, by: User, at: datetime
) -> object:
    """Run the one action of a verb with what its form says."""
    given = dict(data)
    version = given.pop("version", None)
    if deed.takes_version:
        given["version"] = version if version is not None else -1
    return deed.run(case, **given, by=by, at=at)
