"""One key is one form with one content: another content is refused, in words."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from center.kept.models import SentForm
from center.kept.rules import DRAFT, HELD
from center.keys import visitor_of

OTHER = (
    "这张表刚才已经提交过，这次写的和那次不一样，所以没有办。"
    "要另办一件，请核对下面的内容，再按一次。"
)
# Differ from press to press without meaning anything.
NOT_SAID = {"csrfmiddlewaretoken", DRAFT, HELD}


class SentBefore:
    """What a request says under which key; asked for by ``center.keys.bound``."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._typed = request.POST.get("key", "")
        self.is_bound = self.is_other = False

    def check(self, key: str) -> None:
        """Refuse when this form's key came with another content before."""
        if not self._typed or key != self._typed:
            return
        self.is_bound = True
        before = SentForm.objects.filter(key=self.key).first()
        self.is_other = before is not None and before.said != self.said
        if self.is_other:
            raise ValidationError(OTHER, code="key")

    def write_down(self, at: datetime) -> None:
        if self.is_bound and not self.is_other:
            row = SentForm(key=self.key, said=self.said, at=at)
            SentForm.objects.bulk_create([row], ignore_conflicts=True)

    @property
    def key(self) -> str:
        request = self._request
        return _digest(f"{visitor_of(request)}|{request.path}|{self._typed}")

    @property
    def said(self) -> str:
        words = [one for one in self._request.POST.lists() if one[0] not in NOT_SAID]
        files = [
            (name, [(one.name, one.size) for one in many])
            for name, many in self._request.FILES.lists()
        ]
        return _digest(repr((sorted(words), sorted(files))))


def _digest(text: str) -> str:
    return salted_hmac("center.kept.sent", text, algorithm="sha256").hexdigest()
