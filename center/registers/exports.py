"""Take a list out of the portal: capped, harmless to open, and always logged."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.views.decorators.debug import sensitive_variables

from center import sheets
from center.models import Center, User
from center.registers.models import Export

WRITERS = {"csv": sheets.write_csv, "xlsx": sheets.write_xlsx}
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


# One more than may go out at once tells that there are too many.
MOST = slice(sheets.MAX_ROWS + 1)


@sensitive_variables()
@transaction.atomic
def take_out(
    *,
    what: str,
    header: Sequence[str],
    lines: Sequence[Sequence[str]],
    file_format: str,
    center: Center | None,
    by: User,
    at: datetime,
    asked: str = "",
    with_numbers: bool = False,
    reason: str = "",
) -> bytes:
    """Return a list as a file and leave one row in the log of exports.

    Refuses more than 10,000 lines at once.
    """
    if len(lines) > sheets.MAX_ROWS:
        raise ValidationError(f"超过 {sheets.MAX_ROWS} 条，请先缩小范围再导出。")
    Export.objects.create(
        what=what,
        asked=asked[:200],
        format=file_format,
        count=len(lines),
        center=center,
        with_numbers=with_numbers,
        reason=reason,
        by=by,
        at=at,
    )
    return WRITERS[file_format](header, lines)


def file_answer(data: bytes, name: str, file_format: str) -> HttpResponse:
    """Hand out a list as a file; the name says nothing about anybody."""
    response = HttpResponse(data, content_type=TYPES[file_format])
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{name}.{file_format}"'
    )
    return response
