"""What is wrong with a form is said in the words of this portal, never in Django's."""

import inspect
import pkgutil
from importlib import import_module

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.contrib.auth import forms as auth_forms
from django.contrib.auth.password_validation import get_default_password_validators
from django.contrib.postgres import forms as postgres_forms
from django.contrib.postgres import validators as postgres_validators
from django.core import validators as core_validators
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext

from tests.words import django_catalog, not_ours, own_catalog

OWN = ("center", "membership", "petitions", "reading_room", "reservations")
WRONG = ["", "\0", "不对", "1", "-1", "9" * 30, "x" * 5000, "2026-13-45", ["不对"]]


def subclasses(kind):
    for one in kind.__subclasses__():
        yield one
        yield from subclasses(one)


def classes_of(module):
    return [one for _, one in inspect.getmembers(module, inspect.isclass)]


def messages_of(kind):
    tables = [getattr(kind, "default_error_messages", None)]
    tables.append(getattr(kind, "error_messages", None))
    for table in tables:
        if isinstance(table, dict):
            yield from table.values()
    if message := vars(kind).get("message"):
        yield message


def everything_django_says():
    """Yield every message of Django's forms, fields of models and validators."""
    modules = (forms.fields, forms.models, core_validators, models.fields, models)
    modules += (models.fields.files, models.fields.related, models.fields.json)
    modules += (postgres_forms, postgres_validators, auth_forms)
    for module in modules:
        for kind in classes_of(module):
            yield from messages_of(kind)
    yield from BaseFormSet.default_error_messages.values()
    yield models.UniqueConstraint.default_violation_error_message


def test_every_message_of_django_is_said_in_other_words():
    said = {str(one) for one in everything_django_says()}
    known = {theirs for theirs in django_catalog().values() if len(theirs) > 5}
    assert sorted(said & known) == []


def test_every_sentence_of_ours_differs_from_that_of_django():
    ours, theirs = own_catalog(), django_catalog()
    assert [key for key in ours if key and ours[key] == theirs.get(key)] == []


def test_the_catalog_is_the_one_in_use():
    assert gettext("This field is required.") == "请填写这一项。"
    assert gettext(" By %(filter_title)s ") == " 按%(filter_title)s "


def source_of_catalog():
    """Read the .po file: what stands in it is what was compiled."""
    path = settings.BASE_DIR / "center/locale/zh_Hans/LC_MESSAGES/django.po"
    pairs, key = {}, ""
    for line in path.read_text().splitlines():
        word, _, text = line.partition(" ")
        text = text.removeprefix('"').removesuffix('"')
        text = text.replace('\\"', '"').replace("\\n", "\n")
        if word == "msgid":
            key = text
        elif word in ("msgstr", "msgstr[0]") and key:
            pairs[key] = text
    return pairs


def test_the_compiled_catalog_is_up_to_date():
    compiled = {key: text for key, text in own_catalog().items() if key}
    assert compiled == source_of_catalog()


def own_forms():
    """Return every form class of the portal."""
    for config in apps.get_app_configs():
        if config.name.split(".")[0] in OWN:
            package = import_module(config.name)
            for found in pkgutil.walk_packages(package.__path__, f"{config.name}."):
                if not {"migrations", "management", "__main__"} & set(
                    found.name.split(".")
                ):
                    import_module(found.name)
    kinds = set(subclasses(forms.BaseForm))
    return sorted(
        (one for one in kinds if one.__module__.split(".")[0] in OWN),
        key=lambda one: f"{one.__module__}.{one.__qualname__}",
    )


def said_to(field, value):
    """Return what a field says to a value; choices that ask the database are left."""
    try:
        field.clean(value)
    except ValidationError as refusal:
        return refusal.messages
    except (TypeError, AttributeError):  # a list for what takes one, and so on
        return []
    return []


def test_no_field_of_any_form_answers_as_django_does(db):
    found = own_forms()
    assert len(found) > 100
    wrong = {
        (form.__qualname__, name, sentence)
        for form in found
        for name, field in getattr(form, "base_fields", {}).items()
        for value in WRONG
        for sentence in said_to(field, value)
        if not_ours(sentence)
    }
    assert wrong == set()


def refusals_of(validator, password, person):
    try:
        validator.validate(password, person)
    except ValidationError as refusal:
        return refusal.messages
    return []


@pytest.mark.parametrize("password", ["a1b", "password", "林晓林晓林晓"])
def test_passwords_are_refused_in_own_words(lin, password):
    validators = get_default_password_validators()
    said = [one for v in validators for one in refusals_of(v, password, lin)]
    assert said
    assert not_ours(" ".join(said)) == []
