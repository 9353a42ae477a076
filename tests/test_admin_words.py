"""What the admin writes over its columns and before its fields can be read here."""

import re
from pathlib import Path

import django.contrib.admin
import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets, label_for_field
from django.core.exceptions import FieldDoesNotExist
from django.urls import get_resolver
from django.utils import translation
from django.utils.translation import gettext

get_resolver().url_patterns  # noqa: B018 - registers every admin
CHINESE = re.compile(r"[\u4e00-\u9fff]")
OTHERS = ("auth", "otp_totp")


def parts(found):
    """Yield a registered admin and those that are written inside its page."""
    yield found
    for inline in found.inlines:
        yield inline(found.model, found.admin_site)


def names(part):
    """Return what one part shows: columns of a list, fields of a page."""
    if part.fieldsets:
        fields = flatten_fieldsets(part.fieldsets)
    elif part.fields:
        fields = flatten_fieldsets([(None, {"fields": part.fields})])
    else:
        own = part.model._meta.fields
        fields = [one.name for one in own if one.editable and not one.auto_created]
    hidden = set(part.exclude or ())
    return [*getattr(part, "list_display", ()), *(n for n in fields if n not in hidden)]


REGISTERED = [
    found
    for model, found in admin.site._registry.items()
    if model._meta.app_label not in OTHERS
]


@pytest.mark.parametrize("found", REGISTERED, ids=lambda one: one.model._meta.label)
def test_every_word_is_chinese(found):
    strange = []
    for part in parts(found):
        for name in names(part):
            try:
                label = str(label_for_field(name, part.model, model_admin=part))
            except (AttributeError, FieldDoesNotExist):
                continue  # belongs to a form of its own
            if label and label != "action_checkbox" and not CHINESE.search(label):
                strange.append((part.model._meta.label, str(name), label))
    assert strange == []


def test_every_word_of_the_admin_s_own_pages_is_translated():
    """Also what only a screen reader says."""
    marked = re.compile(r"\{%\s*(?:translate|trans)\s+([\"'])(.*?)\1")
    pages = (Path(django.contrib.admin.__file__).parent / "templates").rglob("*.html")
    said = {found[2] for page in pages for found in marked.finditer(page.read_text())}
    assert len(said) > 90
    with translation.override("zh-hans"):
        left = {one for one in said if gettext(one) == one}
    assert {one for one in left if re.search("[a-z]{3}", one)} == set()
