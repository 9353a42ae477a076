"""What is offered of activity days and of meetings."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from membership.activity_days.actions import meetings as actions
from membership.activity_days.rules import State
from membership.activity_days.views.record import VERBS
from tests.membership import make as people
from tests.membership.activity_days import make
from tests.membership.offers import party
from tests.offers import Subject, Verb, declared

DESK = "/desk/activity-days"
WHEN = {"start": "09:00", "end": "11:00", "place": "会议室"}


def photo():
    into = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(into, "JPEG")
    return SimpleUploadedFile("合影.jpg", into.getvalue(), content_type="image/jpeg")


def days(cast):
    _, branch = party(cast)
    people.member(branch, "林晓")
    return {
        str(state): make.in_state(
            state, branch, cast.secretary, cast.organizer, f"2026-11-{day}"
        )
        for day, state in enumerate(State, start=16)
    }


def of_day(row, cast):
    plan = WHEN | {"on": f"{row.on}", "theme": "改题"}
    roll = {
        f"{field}{one.member_id}": value
        for one in row.attendances.all()
        for field, value in (("p", "leave"), ("r", "出差"))
    }
    return declared(
        VERBS,
        row,
        {
            "hold": plan | {"host": "秦朗", "recorder": "许婷"},
            "change": plan,
            "cancel": {"reason": "停电"},
            "write": {
                "process": "改过的经过",
                "outside_count": 1,
                "outside_note": "群众",
            },
            "attendance": roll,
            "tasks": {"text1": "走访", "who1": "秦朗", "due1": "2026-11-30"},
            "photos": {"kind": "photo", "photos": [photo()]},
            "report": {},
            "sign": {},
            "return": {"reason": "请补照片"},
            "case": {"title": "典型", "body": "一件小事"},
        },
    )


def meetings(cast):
    _, branch = party(cast)
    void = make.meeting(branch, cast.secretary, "2026-11-17")
    actions.void_meeting(
        void, reason="登记重了", by=cast.secretary, at=make.at("2026-11-18 09:00")
    )
    void.refresh_from_db()
    return {"stands": make.meeting(branch, cast.secretary), "void": void}


def of_meeting(row, cast):
    change = WHEN | {
        "version": row.version,
        "kind": "members",
        "on": "2026-11-16",
        "host": "秦朗",
        "topic": "改过的题目",
        "expected_count": 10,
        "attending_count": 8,
    }
    return {
        "change": Verb(f"{DESK}/meetings/{row.pk}/change/", change),
        "void": Verb(
            f"{DESK}/meetings/{row.pk}/void/",
            {"version": row.version, "reason": "登记重了"},
        ),
    }


SUBJECTS = [
    Subject(
        "activity days",
        ("activity_days",),
        "2026-11-24 10:00",
        days,
        lambda row: [f"{DESK}/{row.pk}/"],
        of_day,
    ),
    Subject(
        "meetings",
        ("activity_days",),
        "2026-11-24 10:00",
        meetings,
        lambda row: [f"{DESK}/meetings/{row.pk}/"],
        of_meeting,
    ),
]
