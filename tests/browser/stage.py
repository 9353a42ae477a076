"""The rows that the browser finds: what a page shows when people use it."""

from reservations.actions import bookings
from tests.center.guide import make as guide
from tests.center.notices import make as notices
from tests.make import moment
from tests.petitions import make as petitions
from tests.reservations import make

CAST = ("house", "elsewhere", "lin", "wu", "chen", "zhao", "sun")
MORNING = moment("2026-11-25 08:40")
DATED = "明年的高龄津贴从 12 月 10 日起集中办理，9:00–12:00 到 3 号窗口，材料 2 份"
LONG = "社区合唱团、读书会与青年志愿者联合排练暨总结交流会（第十二次）"


def furnish(cast, at):
    """Make venues and bookings; return the names that addresses may use."""
    house, lin, wu, chen = (cast[name] for name in ("house", "lin", "wu", "chen"))
    room = make.venue(
        house,
        units=6,
        slug="reading-room",
        name="党群阅览室",
        floor="三楼",
        area=120,
        intro="看书、上网、写作业，安静的地方。",
        audience="居民都可以",
        slot_minutes=30,
        max_slots=4,
        lead_value=30,
    )
    for number in (7, 8):
        make.unit(room, number, kind="电脑")
    single = make.venue(
        house,
        slug="meeting-room",
        name="多功能会议室",
        kind="meeting",
        floor="二楼",
        max_slots=3,
    )
    booking = _book(room, lin, "2026-11-25 10:00", by=lin, at=at)
    _book(single, lin, "2026-11-26 14:00", by=lin, at=at, purpose=LONG, people=18)
    _book(room, wu, "2026-11-25 09:00", by=chen, at=at, slots=2)
    early = "2026-11-23 09:00"
    petition = petitions.taken(house, chen, at=early, by_person=lin)
    answered = petitions.answered(house, chen, at=early, by_person=lin)
    errand = petitions.petition(
        house, at=early, by=lin, kind="errand", scope="full", title=LONG
    )
    zhao, then = cast["zhao"], moment(early)
    item = guide.approved(house, chen, zhao, at=then, leads_to="errand")
    notice = notices.approved(house, chen, zhao, at=then, title=DATED)
    return {
        "house": str(house.pk),
        "item": item.slug,
        "notice": str(notice.notice_id),
        "petition": petition.code,
        "answered": answered.code,
        "errand": errand.code,
        "room": room.slug,
        "single": single.slug,
        "booking": booking.code,
        "free": "2026-11-26T10:00",
        "tomorrow": "2026-11-26",
        "take": lambda: _book(single, lin, "2026-11-26 10:00", by=lin, at=at),
    }


def _book(venue, person, start, *, by, at, **wishes):
    start = moment(start)
    return bookings.book(
        venue=venue, person=person, start=start, by=by, at=at, **wishes
    )
