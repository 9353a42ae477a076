"""What is offered of requests, at the desk and to their person."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from center import rate_limit
from center.rules import Role
from petitions.actions import (
    casework,
    duty,
    feedback,
    objections,
    pauses,
    replies,
    superior,
    times,
)
from petitions.actions.details import add_message, withdraw
from petitions.actions.receipt import correct_receipt
from petitions.counter.admin.bulk import BULK
from petitions.models import Conflict
from petitions.models.people import links_of
from petitions.publication import actions as publication
from tests.make import staff
from tests.offers import ROLES, Subject, Verb, in_admin
from tests.petitions import make

TEXT = "您好，楼道灯今天上午已经修好，请您放心。"


def rows(cast):
    """Build a request in every state, and in whatever else a verb asks for."""
    home, clerk, boss, at = cast.home, cast.clerk, cast.supervisor, timezone.now()
    colleague = staff("冯远", Role.CLERK, center=home)
    make.pausing(home)
    who = {"by": clerk, "at": at}

    def taken(**fields):
        return make.taken(home, clerk, by_person=cast.owner, **fields)

    def done(action, case, **fields):
        action(case, **{**who, **fields})
        return make.fresh(case)

    def answered():
        case = taken()
        make.answer(case, clerk)
        return make.fresh(case)

    up = done(casework.escalate, taken(), reason="要街道定")
    back = done(casework.escalate, taken(), reason="要街道定")
    back = done(casework.hand_back, back, text="同意", is_answer=True, by=cast.above)
    closed = done(replies.close, answered(), result="好了", reached="phone")
    unhappy = done(feedback.rate, answered(), score=1, by=cast.owner)
    published = done(
        publication.publish,
        answered(),
        title="灯",
        question="灯不亮",
        answer="修好了",
        is_checked=True,
        by=boss,
    )
    paused = done(
        pauses.pause,
        taken(),
        reason="materials",
        text="等材料",
        last_on=at.date() + timedelta(days=2),
    )
    helped = done(casework.ask_assist, taken(), unit="", center=cast.third, part="灯")
    asked = done(times.ask_extension, taken(), days=2, reason="complex", text="原因")
    split = done(casework.split_asks, taken(), asks=["修灯"])
    told = done(add_message, taken(), text="还有一盏", by=cast.owner)
    linked = taken()
    casework.merge(linked, taken(), reason="", **who)
    late = make.counter(home, clerk)
    correct_receipt(
        late,
        received_at=late.received_at - timedelta(hours=20),
        reason="邮戳为准",
        witness=boss,
        **who,
    )
    urged = done(casework.escalate, taken(), reason="要街道定")
    urged = done(superior.urge, urged, text="请尽快", at=at - timedelta(days=1))
    disputed = done(casework.ask_assist, taken(), unit="物业", part="灯")
    objections.object_to(disputed.assists.get(), reason="不归我们", **who)
    missed = taken()
    with connection.cursor() as cursor:  # misses count by the clock of the database
        cursor.execute("SELECT now()")
        rate_limit.allows("track-code", missed.code, cursor.fetchone()[0])
    named = done(duty.mark_conflict, taken(), staff=colleague, reason="亲戚")
    return {
        "registered": make.petition(home, by=cast.owner),
        "in_hand": taken(),
        "missed": missed,
        "opinion": taken(kind="opinion"),
        "asked": asked,
        "split": split,
        "helped": helped,
        "named": named,
        "paused": paused,
        "urged": urged,
        "to confirm": make.fresh(late),
        "told": told,
        "linked": make.fresh(linked),
        "disputed": make.fresh(disputed),
        "escalated": up,
        "handed_back": back,
        "answered": answered(),
        "unhappy": unhappy,
        "published": published,
        "closed": closed,
        "withdrawn": done(withdraw, taken(), reason="不用了"),
    }


def pages(case):
    desk = f"/desk/petitions/{case.code}/"
    return [desk, f"/petitions/{case.code}/", f"{desk}publish/"]


def verbs(case, cast):
    desk, own = f"/desk/petitions/{case.code}/", f"/petitions/{case.code}/"
    other = cast.supervisor.pk
    give = {"to": other, "reason": "他更熟"}
    part = case.assists.first()
    conflict = Conflict.objects.filter(petition=case).first()
    link = links_of(case).first()
    twin = type(case).objects.exclude(pk=case.pk).first()
    fields = {
        "take": {},
        "relay": {"text": TEXT, "draft_version": 0},
        "reply": {"text": TEXT, "draft_version": 0},
        "notice": {"text": "已经收到，正在办理。"},
        "decide": {"approve": "1", "text": "同意"},
        "call": {"note": "打过电话了"},
        "close": {"result": "好了", "reached": "phone"},
        "read": {},
        "unask_extension": {},
        "confirm": {"is_right": "1"},
        "retract": {"reason": "发错人了"},
        "unlink": {"link": link.pk if link else "", "reason": "不是一件"},
        "cosign": {"speakers": "王芳 16100000055", "signers": "周宁"},
        "apart": {"other": twin.pk, "reason": "两盏灯"},
        "urge": {"text": "请尽快"},
        "recall": {"reason": "等不了"},
        "object": {"assist": part.pk if part else "", "reason": "不归我们"},
        "rule": {
            "assist": part.pk if part else "",
            "is_theirs": "1",
            "reason": "公共部位归它",
        },
        "hand_back": {"is_answer": "1", "text": "同意"},
        "tell": {"text": "明天去看"},
        "note": {"text": "记一笔"},
        "ask_extension": {"days": 3, "reason": "complex", "text": "要几家看"},
        "hand_over": give,
        "escalate": {"reason": "要街道定"},
        "assist": {"unit": "物业", "part": "换灯"},
        "assisted": {"assist": part.pk if part else "", "finding": "换好了"},
        "split": {"asks": "修灯\n换灯"},
        "correct": {"title": "改过", "body": "改过", "phone": "16100007777"},
        "recategorize": {"kind": "help" if case.kind != "help" else "opinion"},
        "link": {"other": twin.code},
        "pause": {"reason": "materials", "text": "等材料", "last_on": "2026-11-25"},
        "resume": {},
        "receipt": {
            "received_at": "2026-11-23T16:00",
            "reason": "记错了",
            "witness": other,
        },
        "reopen": {"reason": "又坏了"},
        "reassign": give,
        "remind": {"text": "快点"},
        "release": give,
        "conflict": {"staff": cast.supervisor.pk, "reason": "亲戚"},
        "lift": {"conflict": conflict.pk if conflict else "", "reason": "查清了"},
        "withdraw": {"reason": "本人不办了"},
        "reveal": {"reason": "要上门"},
        "unlock": {"reason": "认得本人"},
        "asks/1": {"outcome": "support", "answer": "修好了"},
        "unpublish": {"reason": "写错了"},
        "publish": {
            "title": "灯",
            "question": "灯不亮",
            "answer": "修好了",
            "is_checked": "on",
        },
    }
    found = {
        name: Verb(f"{desk}{name}/", {"version": case.version} | data)
        for name, data in fields.items()
    }
    return found | {
        "own message": Verb(f"{own}message/", {"body": "还有一件"}),
        "own rate": Verb(f"{own}rate/", {"score": 4}),
        "own withdraw": Verb(f"{own}withdraw/", {"reason": "不用了"}),
        "own reopen": Verb(f"{own}reopen/", {"reason": "又坏了"}),
    }


def rows_for_many(cast):
    names = ("registered", "asked", "escalated", "withdrawn")
    found = rows(cast)
    return {name: found[name] for name in names}


def for_many(case, cast):
    data = {"to": cast.seal.pk, "text": "他更熟"}
    return {
        bulk.key: in_admin("petitions_petition", case, bulk.key, **data)
        for bulk in BULK
    }


# Here the keeper of the seal is a clerk, and an organizer has no more than a secretary.
ROLES_HERE = tuple(role for role in ROLES if role not in ("organizer", "seal"))
SUBJECTS = [
    Subject(
        "petitions",
        ("petitions",),
        "2026-11-24 10:00",
        rows,
        pages,
        verbs,
        ROLES_HERE,
        (4, 8, 15),
    ),
    Subject(
        "petitions in the admin",
        ("petitions",),
        "2026-11-24 10:00",
        rows_for_many,
        lambda case: ["/admin/petitions/petition/?standing=all"],
        for_many,
        ROLES_HERE,
    ),
]
