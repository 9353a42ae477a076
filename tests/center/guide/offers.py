"""What is offered of an item of the catalog."""

from django.urls import reverse

from center.guide.actions import catalog as actions
from center.guide.actions import regulations as rules
from center.guide.models import Service
from center.guide.views.desk import VERBS
from center.guide.views.regulations import VERBS as RULE_VERBS
from tests.center.guide import make
from tests.offers import Subject, Verb, declared

FIELDS = ("name", "audience", "basis", "output", "place", "phone", "complaint_phone")


def rows(cast):
    by, approver = cast.clerk, cast.supervisor
    make.approved(cast.home, by, approver, slug="other", name="另一项")
    gone = make.approved(cast.home, by, approver, slug="gone")
    gone = actions.retire(gone, on=make.AT.date(), by=by, at=make.AT)
    dropped = make.draft(cast.home, by, slug="dropped")
    return {
        "draft": make.draft(cast.home, by, slug="draft"),
        "submitted": make.submitted(cast.home, by, slug="submitted"),
        "approved": make.approved(cast.home, by, approver, slug="approved"),
        "retiring": gone,
        "dropped": actions.publishing.drop(dropped, by=by, at=make.AT),
    }


def verbs(row, cast):
    told = {name: getattr(row, name) for name in FIELDS} | {
        "window": row.window_id,
        "class": row.service_class,
        "power": row.power,
        "mode": row.mode,
        "fee_kind": row.fee_kind,
        "promised_days": 3,
        "visits": 1,
        "papers-0-name": "身份证",
        "papers-0-kind": "original",
        "steps-0-text": "到窗口",
        "steps-0-help": "none",
    }
    other = Service.objects.get(slug="other", center=cast.home)
    here = reverse("guide:check", args=[row.key])
    return declared(
        VERBS,
        row,
        {
            "edit": told,
            "submit": {},
            "approve": {"digest": row.digest},
            "return": {"reason": "补写地点"},
            "drop": {},
            "retire": {"on": "2026-12-01", "instead": other.pk},
        },
    ) | {
        "check": Verb(here, {}),
        "hang": Verb(reverse("guide:hang", args=[row.key]), {"place": "大厅"}),
    }


def regulations(cast):
    by, approver = cast.clerk, cast.supervisor

    def draft(slug):
        return rules.begin(
            center=cast.home,
            slug=slug,
            form_key=f"rule {slug}",
            by=by,
            at=make.AT,
            title="首问责任制",
            body="谁先接待谁负责。",
        )

    waiting = rules.submit(draft("waiting"), by=by, at=make.AT)
    public = rules.submit(draft("public"), by=by, at=make.AT)
    return {
        "draft": draft("draft"),
        "submitted": waiting,
        "approved": rules.approve(
            public, digest=public.digest, by=approver, at=make.AT
        ),
    }


def regulation_verbs(row, cast):
    return declared(
        RULE_VERBS,
        row,
        {
            "regulation_edit": {"title": "首问负责制", "body": row.body},
            "regulation_submit": {},
            "regulation_approve": {"digest": row.digest},
            "regulation_return": {"reason": "补写"},
            "regulation_drop": {},
        },
    )


SUBJECTS = [
    Subject(
        "regulations",
        ("guide",),
        "2026-11-24 10:00",
        regulations,
        lambda row: [f"/desk/rules/{row.key}/"],
        regulation_verbs,
    ),
    Subject(
        "services",
        ("guide",),
        "2026-11-24 10:00",
        rows,
        lambda row: [f"/desk/services/{row.key}/"],
        verbs,
    ),
]
