"""Take a person out of the words of every row that hangs on them.

The rows stay, with their moments and states; name, numbers and addresses go, also where
history says them: the law that lets somebody be forgotten (个人信息保护法 47) is above
the rule that nothing disappears. What the law keeps, a subject says (``keeps_row``).
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

import pgtrigger
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, DateField, JSONField, Model, Q, TextField

from center import portals
from center.models import User
from center.text import compact, person_name

BLANK = "■■"
ERASED_NAME = "已注销"
# Columns that hold nothing else than where somebody is reached or lives.
REACHES = frozenset({"phone", "address", "home", "contact"})
# Columns of text that hold no words.
NO_WORDS = frozenset(
    {"code", "form_key", "token", "sha256", "content_type", "once", "key", "password"}
)
MOST_ROWS = 20_000


def forget_words(person: User) -> int:
    """Take somebody out of all that hangs on them; return how many rows were changed.

    Call it in the transaction that closes the account, while the name is still known.
    """
    names = {person.name, person_name(person.name)} - {"", ERASED_NAME}
    numbers = {person.phone or ""} - {""}
    changed = 0
    with pgtrigger.ignore():
        for row in _hanging_on(person):
            if columns := _rewritten(row, names | numbers):
                type(row)._base_manager.filter(pk=row.pk).update(**columns)
                changed += 1
    return changed + _forget_in_admin(person)


def _hanging_on(person: User) -> Iterator[Model]:
    """Yield every row that belongs to somebody, without what a subject sees to."""
    keeps = portals.gathered("keeps_row")
    seen: set[tuple[str, Any]] = {(User._meta.label, person.pk)}
    todo: list[Model] = [person]
    while todo and len(seen) < MOST_ROWS:
        for row in _below(todo.pop()):
            mark = (type(row)._meta.label, row.pk)
            if mark in seen or any(keep(row) for keep in keeps):
                continue
            seen.add(mark)
            todo.append(row)
            yield row


def _below(row: Model) -> Iterator[Model]:
    """Yield the rows with a foreign key to one; who only acted on it is not below."""
    for relation in row._meta.related_objects:
        name, model = relation.field.name, relation.related_model
        is_own = not isinstance(row, User) or name in OWNS
        if (isinstance(model, type) and issubclass(model, User)) or not is_own:
            continue
        below: Any = model
        yield from below._base_manager.filter(**{name: row.pk})


# How the columns are called by which a row is somebody's own.
OWNS = frozenset({"person", "reader", "booker", "host", "asker", "user", "applicant"})


def _rewritten(row: Model, known: Collection[str]) -> dict[str, Any]:
    changed = {}
    for field in row._meta.concrete_fields:
        is_text = isinstance(field, CharField | TextField) and not field.choices
        if not (is_text or isinstance(field, JSONField)) or field.name in NO_WORDS:
            continue
        old = getattr(row, field.name)
        new = _without(old, known)
        if field.name in REACHES and old and not field.choices:
            new = "" if field.blank else new
        if field.name == "name" and old != new:
            new = ERASED_NAME
        if new != old:
            changed[field.name] = new
    return changed


def _without(value: Any, known: Collection[str]) -> Any:
    """Return a value of whatever shape with these words taken out."""
    if isinstance(value, str):
        return without(value, known)
    if isinstance(value, list):
        return [_without(one, known) for one in value]
    if isinstance(value, dict):
        return {key: _without(one, known) for key, one in value.items()}
    return value


def without(text: str, known: Collection[str]) -> str:
    """Return a text without these words, also where blanks or dashes stand in them."""
    for word in sorted(known, key=len, reverse=True):
        text = text.replace(word, BLANK)
        if word in compact(text):
            text = compact(text).replace(word, BLANK)
    return text


def _forget_in_admin(person: User) -> int:
    """Take the name out of the log of the admin, which calls a row by its name."""
    log: Any = apps.get_model("admin", "LogEntry")
    kind = ContentType.objects.get_for_model(User)
    rows = log.objects.filter(content_type=kind, object_id=str(person.pk))
    return int(rows.update(object_repr=ERASED_NAME, change_message=""))


# -- After the term


def is_quiet(person: User, since: datetime) -> bool:
    """Say whether no row of somebody's is younger than that."""
    for relation in User._meta.related_objects:
        name, model = relation.field.name, relation.related_model
        if name not in OWNS or not isinstance(model, type):
            continue
        rows: Any = model
        if rows._base_manager.filter(_younger(rows, since), **{name: person}).exists():
            return False
    return True


def _younger(model: Any, since: datetime) -> Q:
    days = [
        one.name for one in model._meta.concrete_fields if isinstance(one, DateField)
    ]
    found = Q(pk__in=[])
    for name in days:
        is_moment = model._meta.get_field(name).get_internal_type() == "DateTimeField"
        found |= Q(**{f"{name}__gte": since if is_moment else since.date()})
    return found
