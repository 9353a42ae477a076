"""How the admin does a verb to many rows, with a reason where people read it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from center.text import visible
from reservations.rules.venues import TEXT_LENGTH

CONFIRM = "admin/reservations/verb_confirm.html"


class Verbs:
    """Admin actions that do one verb to each chosen row and say what was refused."""

    def each(
        self, request: HttpRequest, rows: QuerySet[Any], verb: Callable[[Any], object]
    ) -> None:
        """Do it row by row: one refusal does not stop the others."""
        done = 0
        for row in rows:
            try:
                verb(row)
            except (ValidationError, PermissionDenied) as refusal:
                texts = getattr(refusal, "messages", ["没有权限。"])
                messages.error(request, f"{row}：{'；'.join(texts)}")
            else:
                done += 1
        if done:
            messages.success(request, f"办好了 {done} 个。")

    def ask_reason(
        self,
        request: HttpRequest,
        rows: QuerySet[Any],
        title: str,
        lines: list[str],
    ) -> HttpResponse | None:
        """Return the page that lists what is hit and asks for a reason, or None."""
        if visible(request.POST.get("reason", "")):
            return None
        shown = self.admin_site.each_context(request) | {  # type: ignore[attr-defined]
            "title": title,
            "lines": lines,
            "chosen": list(rows.values_list("pk", flat=True)),
            "action": request.POST.get("action", ""),
            "most": TEXT_LENGTH,
            "is_asked_again": "reason" in request.POST,
            "opts": self.opts,  # type: ignore[attr-defined]
        }
        return TemplateResponse(request, CONFIRM, shown)


def reason_of(request: HttpRequest) -> str:
    return visible(request.POST.get("reason", ""))
