"""What is printed: the three-part letter, the receipt we send, the missing papers."""

from collections.abc import Sequence

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from center.http import UserRequest, too_many
from membership.actions import reveal_id
from membership.transfers.letterform import (
    HEIGHT,
    PARTS,
    WATERMARK,
    WIDTH,
    Filling,
    Line,
    Sheet,
    Text,
    sheet_of,
)
from membership.transfers.models import Letter, Practice, Transfer
from membership.transfers.rules import Kind
from membership.transfers.views.cases import find, may_view

MODES = {"copy": "核对稿（空白纸）", "overlay": "套打（预印表单）"}
PART_NAMES = {
    "all": "三联一起",
    "stub": "只印存根",
    "letter": "只印介绍信",
    "receipt": "只印回执联",
}


@require_http_methods(["GET", "HEAD", "POST"])
@may_view
@sensitive_variables()
def letter(request: UserRequest, code: str) -> HttpResponse:
    """Show a letter as it is printed; by POST with the whole ID number, logged.

    ``?letter=`` asks for an older one; a void letter says so across the page.
    """
    row = find(request, code)
    wanted = request.POST if request.method == "POST" else request.GET
    found = _letter(row, wanted.get("letter", ""))
    try:
        number = _id_number(request, row, found) if request.method == "POST" else ""
    except ValidationError:  # the brake; the rest was asked before
        return too_many(request)
    part = wanted.get("part", "all")
    parts = PARTS if part not in PARTS else (part,)
    sheet = sheet_of(_filling(row, found, number), parts)
    context = {
        "letter": found,
        "part": part if part in PARTS else "all",
        "part_names": _part_names(found),
        "can_reveal": _can_reveal(request, row) and not number,
        "watermark": "作废" if found.is_void else WATERMARK,
        "title": found.number,
    }
    return _print(request, row, sheet, wanted.get("mode", ""), **context)


def _letter(row: Transfer, pk: str) -> Letter:
    rows = row.letters.select_related("organization", "replaces")
    if pk:
        ok = pk.isascii() and pk.isdigit() and len(pk) < 19
        return get_object_or_404(rows, pk=int(pk) if ok else 0)
    found = rows.first()
    if found is None:
        raise Http404
    return found


def _part_names(found: Letter) -> list[tuple[str, str]]:
    names = list(PART_NAMES.items())
    return names[:-1] if found.kind == Kind.CERTIFICATE else names


def _can_reveal(request: UserRequest, row: Transfer) -> bool:
    return bool(
        row.member
        and row.member.has_number
        and request.user.has_perm("membership.reveal_id")
    )


@sensitive_variables()
def _id_number(request: UserRequest, row: Transfer, found: Letter) -> str:
    """Return the whole number and leave the row that says who saw it and why."""
    if not _can_reveal(request, row) or row.member is None:
        return ""
    return reveal_id(
        member=row.member,
        reason=f"打印介绍信 {found.number}",
        by=request.user,
        at=timezone.now(),
    )


def _filling(row: Transfer, found: Letter, id_number: str) -> Filling:
    committee = row.committee or found.organization
    is_group = found.kind == Kind.GROUP
    return Filling(
        number=found.number,
        name=f"{found.name}等 {found.people} 名" if is_group else found.name,
        is_certificate=found.kind == Kind.CERTIFICATE,
        heading=found.heading,
        from_text=found.from_text,
        to_text=found.to_text,
        sex=found.sex,
        age=str(found.age or ""),
        nation=found.nation,
        member_kind=found.member_kind,
        id_number=id_number,
        dues=found.dues_paid_through,
        days=found.valid_days,
        issued_on=found.issued_on,
        note=f"补开，原信 {found.replaces.number} 作废" if found.replaces else "",
        phone=found.phone,
        origin=committee.name,
        address=committee.address,
        origin_phone=committee.phone,
        fax=committee.fax,
        postcode=committee.postcode,
    )


@require_safe
@may_view
def receipt_form(request: UserRequest, code: str) -> HttpResponse:
    """Show the receipt that goes back to the origin of somebody who came in."""
    row = find(request, code)
    if row.is_out or row.watch_from is None:
        raise Http404
    sent = getattr(row, "receipt", None)
    filling = Filling(
        number=row.outside_number,
        name=row.name,
        origin=row.other_side,
        answered_on=sent.on if sent else timezone.localdate(),
        handler=row.made_by.name if row.made_by else "",
        handler_phone=row.committee.phone if row.committee else "",
    )
    sheet = sheet_of(filling, ("receipt",))
    context = {"title": "回执联", "watermark": WATERMARK}
    return _print(request, row, sheet, request.GET.get("mode", ""), **context)


def _print(
    request: UserRequest, row: Transfer, sheet: Sheet, mode: str, **context: object
) -> HttpResponse:
    """Draw a sheet: all of it on blank paper, only what is filled in as overlay."""
    mode = mode if mode in MODES else "copy"
    shown = [item for item in sheet.items if mode == "copy" or item.is_value]
    practice = Practice.of(row.center)
    page = {
        "transfer": row,
        "mode": mode,
        "modes": list(MODES.items()),
        "width": WIDTH,
        "height": HEIGHT,
        "texts": _of(shown, Text),
        "lines": _of(shown, Line),
        "right": practice.right_mm if mode == "overlay" else 0,
        "down": practice.down_mm if mode == "overlay" else 0,
        "aloud": [item.text for item in sheet.items if isinstance(item, Text)],
    }
    return render(request, "transfers/print.html", page | context)


def _of(items: Sequence[Text | Line], kind: type) -> list[Text | Line]:
    return [item for item in items if isinstance(item, kind)]


@require_safe
@permission_required("transfers.view_transfer", raise_exception=True)
def papers(request: UserRequest, code: str) -> HttpResponse:
    """Show the list of missing papers, to be printed and handed over."""
    row = find(request, code)
    missing = getattr(row, "missing_papers", None)
    if missing is None:
        raise Http404
    context = {"transfer": row, "missing": missing}
    return render(request, "transfers/papers.html", context)
