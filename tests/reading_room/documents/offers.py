"""What is offered of a document in every state."""

from reading_room.documents import actions
from reading_room.documents.views import VERBS
from tests.offers import Subject, declared
from tests.reading_room.documents.make import AT, BASIS, document, reviewed


def rows(cast):
    found = {
        name: document(cast.home, cast.clerk, f"文件 {name}")
        for name in ("draft", "public", "withdrawn")
    }
    found["public"] = reviewed(found["public"], cast.supervisor)
    found["withdrawn"] = actions.withdraw(
        found["withdrawn"], version=1, reason="重复", by=cast.supervisor, at=AT
    )
    return found


def verbs(row, cast):
    text = {
        "title": f"{row.title}（修订）",
        "kind": "policy",
        "issuer": row.issuer,
        "dated_on": "2026-03-12",
        "source_url": row.source_url,
        "secrecy": "无",
    }
    review = {
        "reviewed_by": cast.supervisor.pk,
        "reviewed_on": "2026-11-20",
        "review_basis": BASIS,
    }
    data = {"change": text, "review": review, "withdraw": {"reason": "过期了"}}
    return declared(VERBS, row, data)


SUBJECTS = [
    Subject(
        "documents",
        ("documents",),
        "2026-11-24 10:00",
        rows,
        lambda row: [f"/desk/library/documents/{row.pk}/"],
        verbs,
    )
]
