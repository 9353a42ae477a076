"""What the pages of requests share: their methods, and where a refusal is shown."""

from typing import Any

from django.core.exceptions import ValidationError
from django.views.decorators.http import require_http_methods

from petitions.forms import PetitionForm
from petitions.models import Petition
from petitions.rules import State

form_page = require_http_methods(["GET", "HEAD", "POST"])
# Where a refusal of an action belongs on the form.
PLACES = {name: name for name in ("kind", "anonymous", "name", "phone", "files")}


def place(form: Any, refusal: ValidationError) -> None:
    """Put a refusal at the field it is about, else at the top."""
    codes = {error.code or "" for error in refusal.error_list}
    if "accusation" in codes and isinstance(form, PetitionForm):
        form.suspect()
    names = {PLACES.get(code, "") for code in codes}
    name = names.pop() if len(names) == 1 else ""
    form.add_error(name if name in form.fields else None, refusal)


def may_rate(case: Petition) -> bool:
    return case.state in (State.ANSWERED, State.CLOSED)
