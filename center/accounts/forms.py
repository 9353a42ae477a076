"""The fields with which people come in and look after their account."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from center.accounts.actions.people import grantable
from center.fields import DigitsField, NameField, PhoneField, ReasonField, SecretInput
from center.forms import choose_from
from center.models import Center, User
from center.text import clean_phone

LONGEST_PASSWORD = 128


class PasswordField(forms.CharField):
    """A password, taken as it is typed."""

    default_error_messages = {"required": "请填密码。"}

    def __init__(self, label: str, *, is_new: bool, **kwargs: Any) -> None:
        complete = "new-password" if is_new else "current-password"
        widget = forms.PasswordInput(attrs={"autocomplete": complete})
        kwargs |= {"label": label, "strip": False, "widget": widget}
        super().__init__(max_length=LONGEST_PASSWORD, **kwargs)


def code_field(*, required: bool = True) -> DigitsField:
    wrong = "验证码是短信里的 6 位数字。"
    return DigitsField(label="验证码", required=required, wrong=wrong)


class ByCode(forms.Form):
    """A form that a code may be sent for, before the rest is looked at."""

    def about_phone_alone(self) -> None:
        for name in set(self.errors) - {"phone"}:
            del self.errors[name]


class TwoPasswords(ByCode):
    def person(self) -> User:
        data = self.cleaned_data
        return User(phone=data.get("phone"), name=data.get("name", ""))

    def clean(self) -> dict[str, Any]:
        """Refuse passwords that differ or are easily guessed."""
        data = self.cleaned_data
        first, second = data.get("password1"), data.get("password2")
        if first and second and first != second:
            self.add_error("password2", "两次填的密码不一样。")
        elif first:
            try:
                validate_password(first, self.person())
            except ValidationError as refusal:
                self.add_error("password1", refusal)
        return data


class SignUpForm(TwoPasswords):
    phone = PhoneField(attrs={"autocomplete": "tel-national"})
    code = code_field(required=False)
    name = NameField(widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password1 = PasswordField("密码", is_new=True, help_text="至少 8 位，不要太好猜。")
    password2 = PasswordField("再填一次密码", is_new=True)


class ResetForm(TwoPasswords):
    """A new password for somebody who holds the phone."""

    phone = PhoneField(attrs={"autocomplete": "tel-national"})
    code = code_field()
    password1 = PasswordField(
        "新密码", is_new=True, help_text="至少 8 位；工作人员至少 15 位。"
    )
    password2 = PasswordField("再填一次新密码", is_new=True)


class CodeForm(ByCode):
    phone = PhoneField(attrs={"autocomplete": "tel-national", "autofocus": True})
    code = code_field()


class NewNameForm(forms.Form):
    """How somebody is called whose phone is confirmed and who is new."""

    name = NameField(widget=forms.TextInput(attrs={"autocomplete": "name"}))


class PhoneForm(forms.Form):
    phone = PhoneField(attrs={"autocomplete": "tel-national"})


class LoginForm(forms.Form):
    username = forms.CharField(
        label="手机号",
        max_length=40,
        error_messages={"required": "请填手机号。"},
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "inputmode": "tel", "autofocus": True}
        ),
    )
    password = PasswordField("密码", is_new=False)

    def clean_username(self) -> str:
        """Return the number as it is stored; a wrong one is wrong like any other."""
        return clean_phone(self.cleaned_data["username"])


class PasswordForm(TwoPasswords):
    """The old and the new password of somebody logged in."""

    old = PasswordField("现在的密码", is_new=False)
    password1 = PasswordField("新密码", is_new=True)
    password2 = PasswordField("再填一次新密码", is_new=True)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def person(self) -> User:
        return self.user


class EraseForm(forms.Form):
    """The password, so that nobody at a forgotten screen closes an account."""

    password = PasswordField("您的密码", is_new=False)


class EraseByCodeForm(forms.Form):
    """The same of somebody who has no password: a code to their own phone."""

    code = code_field()


class TokenForm(forms.Form):
    token = DigitsField(
        label="6 位数字",
        wrong="请填验证器上显示的 6 位数字。",
        attrs={"autofocus": True},
    )


class RecoveryForm(forms.Form):
    """One of the ten codes that were written down."""

    code = forms.CharField(
        label="恢复码",
        max_length=60,
        widget=SecretInput({"autocomplete": "off", "autofocus": True}),
    )


class AppointmentForm(forms.Form):
    """Who is to work where as what; the code is their own consent."""

    phone = PhoneField(help_text="本人的账号用的手机号。没有账号的，请本人先注册。")
    center = forms.ModelChoiceField(Center.objects.none(), label="中心")
    groups = forms.ModelMultipleChoiceField(
        Group.objects.none(),
        label="角色",
        widget=forms.CheckboxSelectMultiple,
        help_text="只列出您自己也有的权限。",
    )
    why = ReasonField(label="为什么", max_length=200, help_text="例如：新到岗。")
    code = code_field(required=False)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "center", Center.objects.filter(pk__in=by.center_ids))
        self.fields["center"].initial = by.center_id
        choose_from(self, "groups", grantable(by).order_by("pk"))
        self.fields["code"].label = "本人念给您的验证码"


class StaffChangeForm(forms.ModelForm):
    why = ReasonField(
        label="为什么改", max_length=200, help_text="写进任用记录，例如：调岗。"
    )
