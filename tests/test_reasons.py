"""One sign is no reason, wherever staff say why: every such field of every form."""

import ast
import re
from importlib import import_module

import pytest
from django import forms
from django.core.exceptions import ValidationError

from center.fields import ReasonField
from tests.test_house import FILES, ROOT, name_of, tree

WHY = re.compile("原因|理由|为什么|哪里不对")
NAMED = re.compile("(^|_)(reason|why)$")
# What residents write of their own need no reason; a list of what happened is none.
LEFT = {
    "petitions.forms.ReasonForm.reason",
    "petitions.forms.WithdrawForm.reason",
    "petitions.forms.ReopenForm.reason",
    # What there is to say beside the reason that was chosen from a list.
    "membership.transfers.forms.new.AskForm.reason",
    "membership.transfers.forms.new.OutForm.reason",
}
CALLS = {"needed", "words"}


def classes(parent):
    for child in parent.__subclasses__():
        yield child
        yield from classes(child)


def modules():
    for path in FILES:
        name = name_of(path).removesuffix(".py").replace("/", ".")
        if re.search(r"forms|admin|bulk", name):
            import_module(name.removesuffix(".__init__"))


def fields():
    modules()
    apps = {path.relative_to(ROOT).parts[0] for path in FILES}
    for form in {*classes(forms.BaseForm)}:
        if form.__module__.split(".")[0] in apps:
            for name, field in form.base_fields.items():
                yield f"{form.__module__}.{form.__qualname__}.{name}", name, field


def is_why(name, field):
    said = NAMED.search(name) or WHY.search(str(field.label or ""))
    is_typed = isinstance(field, forms.CharField) and not isinstance(
        field.widget, forms.HiddenInput
    )
    return bool(said) and is_typed


def test_every_field_that_asks_why_refuses_one_sign():
    asked = {where: field for where, name, field in fields() if is_why(name, field)}
    assert len(asked) > 30
    loose = [
        where
        for where, field in sorted(asked.items())
        if where not in LEFT and not isinstance(field, ReasonField)
    ]
    assert loose == []


@pytest.mark.parametrize("text", ["x", "。", "……", "病 ", "１", "​病"])
@pytest.mark.parametrize("required", [True, False])
def test_one_sign_is_refused_in_words(text, required):
    with pytest.raises(ValidationError) as refusal:
        ReasonField(required=required).clean(text)
    assert refusal.value.code == "reason"


def test_two_signs_are_a_reason():
    assert ReasonField().clean(" 病假 ") == "病假"
    assert ReasonField(required=False).clean("") == ""


def test_every_action_that_asks_why_refuses_one_sign():
    """What a form lets through by another way is refused by the action."""
    loose = [
        f"{name_of(path)}:{node.lineno}"
        for path in FILES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in CALLS
        and len(node.args) > 1
        and isinstance(node.args[1], ast.Constant)
        and WHY.search(str(node.args[1].value))
    ]
    assert loose == []
