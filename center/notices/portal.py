"""What notices show on the desk, in the menu and on the home page."""

from datetime import datetime

from django.urls import reverse

from center.cards import Block, Card, Entry, HomePart
from center.models import Center, User
from center.notices import board, registers
from center.notices.models import Text
from center.notices.rules import MAY as TEXTS
from center.publishing.rules import State
from center.registers.register import links_of

__all__ = ["HOME_MARK", "MAY", "cards", "entries", "home", "links"]

MAY = (TEXTS, registers.MAY)
# Of every center: looking for the own ones took longer than drawing now and then anew.
HOME_MARK = "SELECT max(id) FROM notices_textlog"
SHOWN = 3


def entries() -> list[Entry]:
    text = "通知公告、三公开、招聘信息"
    return [
        Entry(
            "公告公开",
            text,
            reverse("notices:list"),
            "info",
            under=(reverse("notices:disclosure"),),
        )
    ]


def home(center: Center, user: User | None, at: datetime) -> HomePart:
    rows = Text.objects.visible(center, at).newest_first(at)[:SHOWN]
    context = {"rows": [(row, row.is_pinned(at)) for row in rows]}
    return HomePart(blocks=(Block("news", "notices/_home_news.html", context),))


def cards(user: User, at: datetime) -> list[Card]:
    found = []
    if user.has_perm("notices.approve_text"):
        own = Text.objects.filter(notice__center__in=user.center_ids)
        count = own.filter(state=State.SUBMITTED).count()
        url = f"{reverse('notices:desk_list')}?state={State.SUBMITTED}"
        found.append(Card("公告待审核", count, "看过再通过", url))
    if user.has_perm("notices.view_duty") and user.center:
        found.append(_late(user, at))
    return [card for card in found if card.count]


def _late(user: User, at: datetime) -> Card:
    assert user.center is not None  # noqa: S101 - asked before
    late = sum(len(cells) for _, cells in board.overdue(user.center, at))
    text = "到期还没有公开"
    url = f"{reverse('notices:disclosure')}?late=1"
    return Card("三公开逾期", late, text, url, True)


def links(user: User) -> list[Entry]:
    own = []
    if user.has_perm("notices.view_text"):
        url = reverse("notices:desk_list")
        own = [Entry("公告公开", "起草、审核、更正、撤下", url, "info")]
    return [*own, *links_of(registers.REGISTERS, user)]
