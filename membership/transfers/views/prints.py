"""What is printed: the three-part letter, the receipt we send, the missing papers."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from center.http import UserRequest, too_many
from membership.actions.members import reveal_id
from membership.transfers.models import Letter, Practice, Transfer
from membership.transfers.rules.states import Kind
from membership.transfers.views.verbs import find, may_view

MODES = {"copy": "核对稿（空白纸）", "overlay": "套打（预印表单）"}
PARTS = {"stub": "只印存根", "letter": "只印介绍信", "receipt": "只印回执联"}


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
    names = _part_names(found)
    part = wanted.get("part", "all")
    is_whole = part not in PARTS
    committee = row.committee or found.organization
    context = {
        "letter": found,
        "number": found.number,
        "name": _name(found),
        "committee": committee,
        "origin": committee.name,
        "id_number": number,
        "part": "all" if is_whole else part,
        "part_names": {"all": "三联一起", **names},
        "can_reveal": _can_reveal(request, row) and not number,
        "title": found.number,
    }
    shown = names if is_whole else names.keys() & {part}
    return _print(request, row, shown, wanted.get("mode", ""), **context)


def _letter(row: Transfer, pk: str) -> Letter:
    rows = row.letters.select_related("organization", "replaces")
    if pk:
        ok = pk.isascii() and pk.isdigit() and len(pk) < 19
        return get_object_or_404(rows, pk=int(pk) if ok else 0)
    found = rows.first()
    if found is None:
        raise Http404
    return found


def _part_names(found: Letter) -> dict[str, str]:
    has_receipt = found.kind != Kind.CERTIFICATE
    return {k: name for k, name in PARTS.items() if has_receipt or k != "receipt"}


def _name(found: Letter) -> str:
    is_group = found.kind == Kind.GROUP
    return f"{found.name}等 {found.people} 名" if is_group else found.name


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


@require_safe
@may_view
def receipt_form(request: UserRequest, code: str) -> HttpResponse:
    """Show the receipt that goes back to the origin of somebody who came in."""
    row = find(request, code)
    if row.is_out or row.watch_from is None:
        raise Http404
    sent = getattr(row, "receipt", None)
    context = {
        "number": row.outside_number,
        "name": row.name,
        "origin": row.other_side,
        "answered_on": sent.on if sent else timezone.localdate(),
        "handler": row.made_by.name if row.made_by else "",
        "handler_phone": row.committee.phone if row.committee else "",
        "title": "回执联",
    }
    return _print(request, row, {"receipt"}, request.GET.get("mode", ""), **context)


def _print(
    request: UserRequest,
    row: Transfer,
    parts: Collection[str],
    mode: str,
    **context: object,
) -> HttpResponse:
    """Draw parts of the form: whole on blank paper, what is filled in as overlay."""
    mode = mode if mode in MODES else "copy"
    practice = Practice.of(row.center)
    page = {
        "transfer": row,
        "mode": mode,
        "modes": MODES,
        "parts": parts,
        "right": practice.right_mm if mode == "overlay" else 0,
        "down": practice.down_mm if mode == "overlay" else 0,
    }
    return render(request, "transfers/print.html", page | context)


@require_safe
@may_view
def papers(request: UserRequest, code: str) -> HttpResponse:
    """Show the list of missing papers, to be printed and handed over."""
    row = find(request, code)
    missing = getattr(row, "missing_papers", None)
    if missing is None:
        raise Http404
    context = {"transfer": row, "missing": missing}
    return render(request, "transfers/papers.html", context)
