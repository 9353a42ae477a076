"""What became of a message, in the words that every page uses."""

from collections import Counter
from collections.abc import Callable, Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from center.models import User
from center.outbox.actions import WRITTEN
from center.outbox.models import Message
from center.outbox.rules import State
from center.wording import moment_text

Handler = Callable[[HttpRequest], HttpResponse]
TONES = {State.SENT: "ok", State.FAILED: "warn", State.NOWHERE: "warn"}


def in_words(message: Message) -> str:
    """Say whether a message is queued, sent, failed, impossible or stopped, and why."""
    state = State(message.state)
    if state is State.SENT and message.sent_at:
        return f"短信已发送（{moment_text(message.sent_at)}）"
    if state is State.NOWHERE:
        how = "" if message.in_hand else "，请打电话告知"
        return f"发不了短信：{message.error}{how}"
    if state is State.FAILED:
        return "短信发送失败，请打电话告知"
    if state is State.STOPPED:
        return f"短信没有发：{message.error.rstrip('。')}"
    return "短信已排队，第一次没发成，正在重试" if message.tries else "短信已排队"


def deliveries(subject: str) -> list[dict[str, str]]:
    """Return what became of every message about one matter, the last first."""
    rows = Message.objects.filter(subject=subject).order_by("-pk")
    return [
        {
            "at": moment_text(row.written_at),
            "text": in_words(row),
            "tone": TONES.get(State(row.state), ""),
        }
        for row in rows.exclude(person__is_staff=True)
    ]


def by_mark(marks: Iterable[str]) -> dict[str, str]:
    return {row.once: in_words(row) for row in Message.objects.filter(once__in=marks)}


def say_what_was_written(get_response: Handler) -> Handler:
    """Say on the next page what became of the messages that a request has written.

    It asks for them afterwards: what was taken back is not there. Residents hear only
    of messages to themselves.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        written = WRITTEN.set(())
        try:
            response = get_response(request)
            marks = WRITTEN.get()
        finally:
            WRITTEN.reset(written)
        if marks and 300 <= response.status_code < 400:
            _say(request, marks)
        return response

    return handle


def _say(request: HttpRequest, marks: tuple[str, ...]) -> None:
    rows = Message.objects.filter(once__in=marks).select_related("person")
    user = request.user
    if isinstance(user, User) and user.is_staff:
        if said := flash_of(rows):
            messages.info(request, said)
        return
    own = rows.filter(person=user) if isinstance(user, User) else ()
    for one in own:
        if one.state in (State.WAITING, State.SENT):
            messages.info(request, "确认短信已排队，几分钟内发到您的手机。")


def flash_of(rows: Iterable[Message]) -> str:
    """Return one sentence about what was just written, for those who work here."""
    rows = list(rows)
    if len(rows) == 1:
        return f"{_to(rows[0])}{in_words(rows[0])}。"
    counts = Counter(State(one.state) for one in rows)
    said = "，".join(f"{state.label} {count} 条" for state, count in counts.items())
    rest = any(one.state == State.NOWHERE and not one.in_hand for one in rows)
    return f"短信：{said}。{'发不了的在“要告知的人”里，请打电话。' if rest else ''}"


def _to(message: Message) -> str:
    is_colleague = message.person is not None and message.person.is_staff
    return "给同事的" if is_colleague else ""
