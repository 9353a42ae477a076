"""The declaration of a register, and what follows from it without a request."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db import models
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import make_aware

from center import cards, searchable
from center.models import User
from center.registers import actions, cells
from center.registers.forms import EntryForm, SearchForm, made_form, seen
from center.registers.models import CountedEntry, Entry
from center.rules import Role
from center.searchable import Searchable

Rows = QuerySet[Any]
ANY = [("", "全部")]


def by_center(rows: Rows, user: User) -> Rows:
    return rows.filter(center__in=user.center_ids)


@dataclass(frozen=True, kw_only=True, eq=False)
class Register:
    """One register; a model that is no ``Entry`` is read, exported and printed only.

    Columns may be properties, whose docstring is their heading, and reach along
    relations (``item__unit``). The three hooks are ``form``, ``scope`` and the model's
    ``check_entry``; where a line has rows below it, ``add`` and ``strike`` name the
    actions that write both, ``verbs`` what else can be done to it, and
    ``detail_template`` the page that shows them.
    """

    model: type[models.Model]
    path: str
    columns: Sequence[str]
    lede: str = ""
    # Parts of the form: heading -> columns to fill in.
    sections: Mapping[str, Sequence[str]] = field(default_factory=dict)
    # Columns of files and paper, where they are more than those of the list.
    export: Sequence[str] = ()
    search: Sequence[str] = ()
    filters: Sequence[str] = ()
    # The column of days or moments that a span is asked of and the list is ordered by.
    period: str = ""
    # The period holds the first day of a month, which stands for all its days.
    is_by_month: bool = False
    # The column that lines of one day are ordered by, the most first.
    then_by: str = ""
    form: type[EntryForm] = EntryForm
    scope: Callable[[Rows, User], Rows] = by_center
    may: Mapping[Role, str] = field(default_factory=dict)
    # view and export -> permission, where they are not called like the model.
    permissions: Mapping[str, str] = field(default_factory=dict)
    print_title: str = ""
    strike_label: str = "作废"
    icon: str = "book"
    add: Callable[..., Any] = actions.add
    strike: Callable[..., Any] = actions.strike
    # More workflow.Actions of a line.
    verbs: Sequence[Any] = ()
    detail_template: str = "registers/detail.html"
    # Label and URL name of what else the list leads to.
    tools: Sequence[tuple[str, str]] = ()
    # URL name of an import of its own, instead of the one of every register.
    import_name: str = ""

    @property
    def app(self) -> str:
        return str(self.model._meta.app_label)

    @property
    def name(self) -> str:
        return str(self.model._meta.model_name)

    @property
    def title(self) -> str:
        return str(self.model._meta.verbose_name_plural)

    @property
    def is_written(self) -> bool:
        return issubclass(self.model, Entry) and bool(self.sections)

    @property
    def is_imported(self) -> bool:
        return self.is_written and not self.import_name

    @property
    def asked(self) -> list[str]:
        """Return the columns that are filled in, in the order of the form.

        A section may also hold fields that only the form has.
        """
        return [
            name
            for names in self.sections.values()
            for name in names
            if hasattr(self.model, name)
        ]

    @property
    def changeable(self) -> list[str]:
        """Return the columns that may be corrected: not those that count."""
        if not issubclass(self.model, CountedEntry):
            return self.asked
        return [one for one in self.asked if one not in (*self.model.counted, "on")]

    @property
    def printed(self) -> Sequence[str]:
        return self.export or self.columns

    def url(self, page: str, *args: object) -> str:
        return reverse(f"{self.app}:{self.name}_{page}", args=args)

    def permission(self, verb: str) -> str:
        return self.permissions.get(verb) or f"{self.app}.{verb}_{self.name}"

    def allows(self, user: User, verb: str) -> bool:
        return user.has_perm(self.permission(verb))

    def form_class(self, *, is_new: bool) -> type[EntryForm]:
        names = self.asked if is_new else self.changeable
        return made_form(
            self.form, self.model, self.sections, names=names, is_new=is_new
        )

    def rows(self, user: User, columns: Sequence[str] = ()) -> Rows:
        """Return what somebody may see, the latest first, with what columns need."""
        along = cells.related(self.model, columns or self.columns)
        rows = self.scope(self.model._default_manager.all(), user)
        order = (self.period, self.then_by, "pk")
        rows = rows.order_by(*[f"-{one}" for one in order if one])
        return rows.select_related(*along) if along else rows

    def search_form(self, data: Any, user: User) -> SearchForm:
        labels = [cells.label(self.model, path) for path in self.search]
        return SearchForm(
            data,
            words="、".join(dict.fromkeys(labels)),
            filters={name: self._filter(name, user) for name in self.filters},
            has_period=bool(self.period),
        )

    def _filter(self, name: str, user: User) -> forms.Field:
        column: Any = cells.field_of(self.model, name)
        label = str(column.verbose_name)
        if column.is_relation:
            rows = seen(column.related_model._default_manager.all(), user)
            return forms.ModelChoiceField(
                rows, label=label, required=False, empty_label="全部"
            )
        yes_or_no = [("True", "是"), ("False", "否")]
        choices = column.choices or yes_or_no
        return forms.ChoiceField(label=label, required=False, choices=[*ANY, *choices])

    def found(self, rows: Rows, form: SearchForm) -> Rows:
        """Return the rows that were asked for; a wrong question finds none."""
        if not form.is_valid():
            return rows.none()
        asked = form.cleaned_data
        rows = rows.filter(
            **{name: asked[name] for name in self.filters if asked[name]}
        )
        rows = self._within(rows, asked.get("from"), asked.get("to"))
        if issubclass(self.model, Searchable):
            return searchable.found(rows, asked["q"]) if asked["q"] else rows
        return rows.filter(searchable.anywhere(asked.get("q", ""), *self.search))

    def _within(self, rows: Rows, start: date | None, end: date | None) -> Rows:
        is_moment = isinstance(
            cells.field_of(self.model, self.period) if self.period else None,
            models.DateTimeField,
        )
        if start and self.is_by_month:
            start = start.replace(day=1)
        if start:
            first = make_aware(datetime.combine(start, time())) if is_moment else start
            rows = rows.filter(**{f"{self.period}__gte": first})
        if end:
            after = end + timedelta(days=1)
            last = make_aware(datetime.combine(after, time())) if is_moment else after
            rows = rows.filter(**{f"{self.period}__lt": last})
        return rows

    def header(self, columns: Iterable[str]) -> list[str]:
        return [cells.label(self.model, path) for path in columns]

    def line(self, row: models.Model, columns: Iterable[str]) -> list[str]:
        return [cells.text(row, path) for path in columns]


def table_of(registers: Iterable[Register]) -> dict[Role, list[str]]:
    """Return role -> permissions of registers, as migrations and settings take them."""
    found: dict[Role, list[str]] = {}
    for one in registers:
        for role, verbs in one.may.items():
            found.setdefault(role, []).extend(map(one.permission, verbs.split()))
    return found


def links_of(registers: Iterable[Register], user: User) -> list[cards.Entry]:
    """Return the ways to those registers that somebody may see, for the desk."""
    return [
        cards.Entry(one.title, one.lede, one.url("list"), one.icon)
        for one in registers
        if one.allows(user, "view")
    ]
