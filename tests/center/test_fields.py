"""The fields of every form: what they take, what they refuse, what they never show."""

import importlib
from datetime import date
from pathlib import Path

import pytest
import time_machine
from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory

from center import errors, fields
from center.admin_parts import ReadOnly
from center.forms import in_words, kept_fields
from tests import make

AT = make.moment("2026-11-30 10:00")
ROOT = Path(settings.BASE_DIR)
APPS = ("center", "membership", "petitions", "reservations", "reading_room")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


def form_modules():
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "forms" in path.stem or "forms" in path.parent.name:
                parts = path.relative_to(ROOT).with_suffix("").parts
                yield ".".join(part for part in parts if part != "__init__")


def below(kind):
    for one in kind.__subclasses__():
        yield one
        yield from below(one)


def every_form():
    for name in form_modules():
        importlib.import_module(name)
    found = set(below(forms.BaseForm))
    own = [form for form in found if form.__module__.split(".")[0] in APPS]
    return sorted(own, key=lambda form: f"{form.__module__}.{form.__qualname__}")


def every_field():
    for form in every_form():
        for name, field in form.base_fields.items():
            yield f"{form.__module__}.{form.__qualname__}.{name}", field


def admin_fields(user):
    request = RequestFactory().get("/")
    request.user = user
    for model, site in admin.site._registry.items():
        if model.__module__.split(".")[0] in APPS and not isinstance(site, ReadOnly):
            shown = user if model is type(user) else None
            form = site.get_form(request, shown, change=True)
            for name, field in form.base_fields.items():
                yield f"admin.{model.__name__}.{name}", field


@pytest.mark.django_db
def test_every_day_is_asked_by_the_field_that_knows_its_bounds(house):
    root = make.person("超管", is_staff=True, is_superuser=True, center=house)
    plain = [
        name
        for name, field in [*every_field(), *admin_fields(root)]
        if isinstance(field, forms.DateField | forms.DateTimeField)
        and not isinstance(field, fields.DayField | fields.MomentField)
    ]
    split = [
        name
        for name, field in admin_fields(root)
        if isinstance(field, forms.SplitDateTimeField)
        and not isinstance(field, fields.SplitMomentField)
    ]
    clocks = [
        name
        for name, field in [*every_field(), *admin_fields(root)]
        if isinstance(field, forms.TimeField)
        and not isinstance(field, fields.ClockField)
    ]
    assert plain + split + clocks == []


def test_no_day_field_takes_a_year_that_nobody_means():
    taken = []
    for name, field in every_field():
        if isinstance(field, fields.DayField):
            for typed in ("0001-01-01", "1899-12-31", "2037-01-01", "9999-12-31"):
                try:
                    field.clean(typed)
                except ValidationError:
                    continue
                taken.append((name, typed))
    assert taken == []


# Cleaned where they are read: a number to log in with, codes, ID numbers, lists.
CLEANED_LATER = {"username", "code", "phone_tail", "number", "id_number", "q"}
CLEANED_LATER |= {"unit_numbers", "speakers", "signers"}


@pytest.mark.django_db
def test_every_text_is_asked_by_the_one_field(house):
    root = make.person("超管", is_staff=True, is_superuser=True, center=house)
    plain = [
        name
        for name, field in [*every_field(), *admin_fields(root)]
        if type(field) is forms.CharField
        and not field.widget.is_hidden
        and not isinstance(field.widget, forms.PasswordInput)
        and name.rsplit(".", 1)[-1] not in CLEANED_LATER
    ]
    assert plain == []


def test_every_phone_is_asked_by_the_one_field():
    plain = [
        name
        for name, field in every_field()
        if name.rsplit(".", 1)[-1] in ("phone", "mobile")
        and not isinstance(field, fields.PhoneField)
    ]
    # What an organization prints on its letters may be two numbers in one line.
    assert plain == [
        "membership.forms.OrganizationChangeForm.phone",
        "membership.forms.OrganizationForm.phone",
        "membership.transfers.forms.verbs.ReceiptForm.phone",
    ]


def test_what_is_secret_is_drawn_empty_and_never_repeated():
    secret = [
        (name, field)
        for name, field in every_field()
        if isinstance(field.widget, forms.PasswordInput | fields.SecretInput)
    ]
    assert len(secret) > 12
    shown = [
        name
        for name, field in secret
        if "geheim" in field.widget.render("x", "geheim", {})
        or not errors.is_secret(name.rsplit(".", 1)[-1])
    ]
    assert shown == []


def test_every_id_number_and_one_time_code_is_such_a_field():
    names = ("id_number", "token")
    open_ones = [
        name
        for name, field in every_field()
        if name.rsplit(".", 1)[-1] in names
        and not isinstance(field.widget, fields.SecretInput)
    ]
    assert open_ones == []


class Typed(forms.Form):
    purpose = fields.TextField(label="用途")
    old = forms.CharField(label="密码", widget=forms.PasswordInput)
    token = fields.DigitsField(label="数字")


def test_what_is_kept_of_a_form_holds_no_secret():
    form = Typed({"purpose": "读书会", "old": "geheim", "token": "123456"})
    assert kept_fields(form) == [("用途", "读书会")]
    assert in_words(form["old"]) == in_words(form["token"]) == "（不显示）"


SECRETS = {
    "old": "mypassword-a",
    "password1": "mypassword-b",
    "new_password": "mypassword-c",
    "code": "mypassword-d",
    "token": "mypassword-e",
    "recovery_code": "mypassword-f",
    "id_number": "mypassword-g",
    "form-0-id_number": "mypassword-h",
    "number": "mypassword-i",
    "text": "身份证 １１０１０１１９９００３０７７７５８",
}


@pytest.mark.django_db
def test_a_page_that_lay_too_long_repeats_no_secret(house, lin):
    client = Client(enforce_csrf_checks=True)
    client.force_login(lin)
    answer = client.post("/me/password/", SECRETS | {"purpose": "读书会"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "读书会" in page
    assert "mypassword" not in page
    assert "１１０１０１" not in page


# -- One by one


def test_a_name_that_cannot_be_drawn_is_refused_by_its_place():
    assert fields.NameField().clean("王 \ue863") == "王䶮"
    with pytest.raises(ValidationError, match="第 2 个字显示不出来"):
        fields.NameField().clean("王\ue000")
    with pytest.raises(ValidationError, match="请写下姓名"):
        fields.NameField().clean("\u200b")


def test_a_text_is_counted_as_the_browser_counts():
    field = fields.TextField(lines=True, max_length=5)
    assert field.clean("一二\r\n三四") == "一二\n三四"
    with pytest.raises(ValidationError, match="最多 5 个字，现在有 6 个"):
        field.clean("一二\r\n三四五")
    with pytest.raises(ValidationError, match="最多 5 个字"):
        field.clean("长" * 5000)


def test_the_browser_is_told_the_same_length():
    assert fields.TextField(max_length=30).widget.attrs["maxlength"] == "30"


def test_one_line_is_one_line():
    assert fields.TextField().clean("一\r二 \n 三") == "一 二 三"


def test_a_phone_takes_a_landline_only_where_asked():
    assert fields.PhoneField(landline=True).clean("（0571）87654321") == "0571-87654321"
    with pytest.raises(ValidationError, match="11 位数字"):
        fields.PhoneField().clean("0571-87654321")
    with pytest.raises(ValidationError, match="没有手机的，这一格空着就行"):
        fields.PhoneField(required=False).clean("010-6100 0000")
    with pytest.raises(ValidationError, match="以 1 开头"):
        fields.PhoneField(required=False).clean("138")
    assert fields.PhoneField().clean("\u202d86 138–0013–8000\u202c") == "13800138000"


@pytest.mark.parametrize(
    "typed", ["１２３４５６", "123 456", "\u200e123456", "验证码：123456。"]
)
def test_one_time_digits(typed):
    assert fields.DigitsField().clean(typed) == "123456"


@pytest.mark.parametrize("field", [fields.DigitsField, fields.PhoneField])
def test_what_nobody_sees_is_no_number(field):
    with pytest.raises(ValidationError) as refused:
        field().clean("\u202e\u200b")
    assert refused.value.code == "required"
    assert field(required=False).clean("\u202e\u200b") == ""


def test_a_past_day():
    field = fields.DayField(is_past=True)
    assert field.clean("2026年9月1日") == date(2026, 9, 1)
    with pytest.raises(ValidationError, match="不能晚于今天"):
        field.clean("2026-12-01")


@pytest.mark.parametrize(
    "typed", ["2026-12-01T09:00", "2026-12-01 09:00", "2026/12/1 9：00"]
)
def test_a_moment(typed):
    assert fields.MomentField().clean(typed) == make.moment("2026-12-01 09:00")


def test_a_time_of_the_day():
    assert str(fields.ClockField().clean("下午2点半")) == "14:30:00"
    with pytest.raises(ValidationError, match="最晚写到 23:59"):
        fields.ClockField().clean("24：00")
    with pytest.raises(ValidationError, match="写成 09:00 这样"):
        fields.ClockField().clean("明天")


@pytest.mark.parametrize("typed", ["0001-01-01T00:00", "9999-12-31T23:59", "明天"])
def test_a_moment_that_nobody_means(typed):
    with pytest.raises(ValidationError):
        fields.MomentField().clean(typed)


@pytest.mark.parametrize("typed", ["2026年9月1日", "2026-09-01"])
def test_plain_fields_of_django_read_chinese_dates_too(typed):
    assert forms.DateField().clean(typed) == date(2026, 9, 1)
    assert str(forms.TimeField().clean("9：00")) == "09:00:00"
