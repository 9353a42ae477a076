"""What the pages of requests share: their methods, and where a refusal is shown."""

from django.core.exceptions import ValidationError
from django.views.decorators.http import require_http_methods

from center.http import Refusals
from center.wording import short_day
from petitions.forms import PetitionForm
from petitions.models import Petition
from petitions.models.alike import Twin
from petitions.rules.states import State

form_page = require_http_methods(["GET", "HEAD", "POST"])
# Where a refusal of an action belongs on the form.
PLACES = {
    name: name for name in ("kind", "anonymous", "name", "phone", "files", "signers")
}


class Placed(Refusals):
    """Catch what an action refuses and put it at the field that its code is about."""

    def put(self, refusal: ValidationError) -> None:
        codes = {error.code or "" for error in refusal.error_list}
        if "accusation" in codes and isinstance(self.form, PetitionForm):
            self.form.suspect()
        names = {PLACES.get(code, "") for code in codes}
        name = names.pop() if len(names) == 1 else ""
        self.form.add_error(name if name in self.form.fields else None, refusal)


def alike_words(twin: Twin) -> str:
    return f"{short_day(twin.case.received_on)} 也反映过类似的事"


def may_rate(case: Petition) -> bool:
    return case.state in (State.ANSWERED, State.CLOSED)


def keeps_draft(case: Petition) -> bool:
    """Say whether what somebody types about it is put aside.

    A draft names its account or browser: what is anonymous leaves no such tie.
    """
    return not case.anonymous
