"""What every kind of public text has on the desk alike."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from django.utils import timezone

from center.http import UserRequest, own_center
from center.keys import new_key
from center.models import Center, User
from center.publishing import actions
from center.publishing.forms import ApproveForm, SlimForm, WhyForm
from center.publishing.rules import OPEN, State, Verb, read_key
from center.workflow import views as workflow
from center.workflow.forms import RowForm
from center.workflow.views import Action

Row = TypeVar("Row", bound=Model)


def begin(
    request: UserRequest,
    form_of: Callable[[Center, datetime], RowForm],
    run: Callable[..., Any],
    **context: Any,
) -> HttpResponse:
    """Begin a text of the own center: its first version is a draft."""
    center, at = own_center(request), timezone.now()
    if center.pk not in request.user.center_ids:
        raise PermissionDenied
    form = form_of(center, at)
    if not form.is_bound:
        form.initial["key"] = new_key()
    return workflow.make(
        request,
        form,
        lambda: run(center=center, by=request.user, at=at, **form.values()),
        done="草稿已保存。",
        button="保存草稿",
        **context,
    )


def named(rows: Any, key: str, user: User) -> Any:
    """Return the row that a key names, or answer 404; a bare name is the own center's.

    ``rows`` are those that somebody may see, of every center.
    """
    slug, center = read_key(key)
    wanted = user.center_id if center is None else center
    found = sorted(rows.filter(slug=slug), key=lambda one: one.center_id != wanted)
    if not found or (center is not None and found[0].center_id != center):
        raise Http404
    return found[0]


def worked_on(versions: QuerySet[Row]) -> Row:
    """Return of the versions of a text the one worked on, else the newest; or 404."""
    rows = versions.order_by("-n")
    found = rows.exclude(state=State.DROPPED).first() or rows.first()
    if found is None:
        raise Http404
    return found


# -- The verbs that every text has; a subject says what is its own.


def edit(*, anew: str = "起草新的一版", name: str = "edit", **own: Any) -> Action:
    return Action(
        name=name,
        label=lambda row: "接着改" if row.state in OPEN else anew,
        button="保存草稿",
        done="草稿已保存。",
        **own,
    )


def submit(**own: Any) -> Action:
    return Action(
        verb=Verb.SUBMIT,
        label="提交审核",
        form=SlimForm,
        done="已提交，等另一位同事审核。",
        is_main=True,
        **own,
    )


def approve(*, title: str = "审核这一版", **own: Any) -> Action:
    return Action(
        verb=Verb.APPROVE,
        label="审核通过",
        title=title,
        form=ApproveForm,
        is_main=True,
        **own,
    )


def effective(row: Any) -> str:
    return f"已通过，自 {row.effective_on:%Y-%m-%d} 起生效。"


RETURN = Action(
    verb=Verb.RETURN,
    label="退回修改",
    form=WhyForm,
    run=actions.send_back,
    done="已退回。",
)
DROP = Action(
    verb=Verb.DROP,
    label="放弃这一版",
    lede="这一版写的都不要了；居民现在看到的不变。",
    form=SlimForm,
    run=actions.drop,
    done="已放弃，公开的内容不变。",
    is_danger=True,
)
