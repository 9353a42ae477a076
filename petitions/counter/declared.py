"""How a verb of the desk is declared: what the page asks, runs and says."""

from collections.abc import Callable
from typing import Any

from center.http import UserRequest, sender_of
from center.models import User
from center.workflow.forms import RowForm
from center.workflow.views import Action, Words
from petitions.actions import replies
from petitions.models import Petition, Reply
from petitions.rules.states import Verb

Test = Callable[[Petition, User], bool]


def _unless(label: str, test: Test) -> Callable[[Petition, User], str]:
    text = f"现在不能“{label}”，情况可能刚变过。请看看这件诉求最新的情况。"
    return lambda case, user: "" if test(case, user) else text


def declare(
    verb: Verb,
    label: Words,
    button: str,
    form: type[RowForm],
    run: Callable[..., object],
    *,
    hint: Words = "",
    when: Test | None = None,
    **more: Any,
) -> Action:
    if when is not None:
        more["unless"] = _unless(str(label), when)
    return Action(
        verb=verb,
        label=label,
        button=button,
        form=form,
        run=run,
        lede=hint,
        done=more.pop("done", f"已办好：{label}。"),
        options=_options,
        **more,
    )


def _options(request: UserRequest, _: Any) -> dict[str, Any]:
    asked = {name: request.GET.get(name, "") for name in ("phrase", "open", "twin")}
    return {"sender": sender_of(request), **asked}


def on(name: str, run: Callable[..., object]) -> Callable[..., object]:
    return lambda case, **data: run(data.pop(name), **data)


def sent(run: Callable[..., object]) -> Callable[..., object]:
    """Send an answer, or put it aside as the draft."""

    def send(case: Petition, **data: Any) -> object:
        if "draft_version" in data:
            version = data.pop("draft_version")
            return replies.save_draft(case, version=version, **data)
        return run(case, **data)

    return send


def said_of(done: str) -> Callable[[Reply], str]:
    aside = "草稿存下了，同事也看得到。"
    return lambda reply: done if reply.sent_at else aside
