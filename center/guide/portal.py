"""What the catalog shows on the desk, in the menu and on the home page."""

from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localdate

from center.cards import Block, Card, Entry, HomePart
from center.guide import registers
from center.guide.models import RegulationText, Version
from center.guide.models.catalog import stale_since
from center.guide.models.lines import outdated_posters
from center.guide.rules import MAY as CATALOG
from center.models import Center, User
from center.publishing.rules import State
from center.registers.register import links_of

__all__ = ["HOME_MARK", "MAY", "cards", "entries", "home", "links"]

MAY = (CATALOG, registers.MAY)
# Of every center: looking for the own ones took longer than drawing now and then anew.
HOME_MARK = "SELECT max(id) FROM guide_versionlog"
SHOWN = 4
DESK_RULES = "guide:desk_regulations"


def entries() -> list[Entry]:
    text = "要带什么、几天办好、找哪个窗口"
    return [
        Entry(
            "办事指南",
            text,
            reverse("guide:services"),
            "list",
            under=(reverse("guide:guide"),),
        )
    ]


def home(center: Center, user: User | None, at: datetime) -> HomePart:
    offered = Version.objects.offered(center, localdate(at))
    often = offered.exclude(leads_to="").order_by("-leads_to", "service")
    context = {"often": list(often[:SHOWN])}
    return HomePart(blocks=(Block("search", "guide/_home_search.html", context),))


def cards(user: User, at: datetime) -> list[Card]:
    if not user.has_perm("guide.view_version"):
        return []
    today = localdate(at)
    own = Version.objects.filter(service__center__in=user.center_ids)
    url, texts = reverse("guide:desk_list"), reverse(DESK_RULES)
    waiting = old = 0
    if user.has_perm("guide.approve_version"):
        waiting = own.filter(state=State.SUBMITTED).count()
    rules = RegulationText.objects.filter(
        regulation__center__in=user.center_ids, state=State.SUBMITTED
    )
    if not user.has_perm("guide.approve_regulationtext"):
        rules = rules.none()
    if user.has_perm("guide.change_version"):
        in_effect = own.in_effect(today).filter(stale_since(today))
        old = in_effect.filter(is_retirement=False).count()
    posters = outdated_posters(user.center_ids, today).count()
    found = [
        Card("办事指南待审核", waiting, "看过再通过", f"{url}?show=waiting"),
        Card("办事指南要核对", old, "满一年没有核对过", f"{url}?show=old"),
        Card("制度待审核", rules.count(), "看过再通过", f"{texts}?show=waiting"),
        Card("海报要换", posters, "墙上的内容过期了", reverse("guide:desk_posters")),
    ]
    return [card for card in found if card.count]


def links(user: User) -> list[Entry]:
    own = []
    if user.has_perm("guide.view_version"):
        url = reverse("guide:desk_list")
        own = [Entry("办事指南", "修改、审核、核对、贴海报", url, "list")]
    if user.has_perm("guide.view_regulationtext"):
        url = reverse("guide:desk_regulations")
        own.append(Entry("制度", "首问责任、AB 岗、服务守则，上墙海报", url, "book"))
    return [*own, *links_of(registers.REGISTERS, user)]
