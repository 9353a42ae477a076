"""Documents through the actions."""

from datetime import date

from reading_room.documents import actions
from reading_room.documents.models import Document
from tests.make import moment

AT = moment("2026-11-24 10:00")
BASIS = "党务公开条例第十五条"


def document(center, by, title="关于居家养老的通知", at=AT, **more):
    values = {
        "kind": "policy",
        "title": title,
        "issuer": "青禾街道办事处",
        "number": "青街办〔2026〕7号",
        "dated_on": date(2026, 3, 12),
        "summary": "谁可以办，怎么办。",
        "source_url": "https://www.example.cn/7",
    } | more
    key = f"document {title}"
    return actions.add(center=center, form_key=key, by=by, at=at, **values)


def reviewed(row, by, at=AT, **more):
    said = {
        "version": row.version,
        "reviewed_by": by,
        "reviewed_on": date(2026, 11, 20),
        "review_basis": BASIS,
    } | more
    actions.review(row, by=by, at=at, **said)
    return Document.objects.get(pk=row.pk)
