"""The fields with which people come in and look after their account."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from center.accounts.actions import grantable
from center.models import Center, User
from center.rules import CODE_DIGITS, clean_phone, is_phone, visible

LONGEST_PASSWORD = 128


class PhoneField(forms.CharField):
    """A mobile number, typed as people type it."""

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"autocomplete": "tel-national", "inputmode": "tel"}
        widget = forms.TextInput(attrs=attributes | kwargs.pop("attrs", {}))
        fixed: dict[str, Any] = {"label": "手机号", "max_length": 40, "widget": widget}
        super().__init__(**fixed | kwargs)

    def clean(self, value: Any) -> str:
        """Return eleven ASCII digits, or refuse."""
        phone = clean_phone(super().clean(value))
        if not is_phone(phone):
            raise ValidationError("手机号是 11 位数字，以 1 开头。")
        return phone


class PasswordField(forms.CharField):
    """A password, taken as it is typed."""

    def __init__(self, label: str, *, is_new: bool, **kwargs: Any) -> None:
        complete = "new-password" if is_new else "current-password"
        widget = forms.PasswordInput(attrs={"autocomplete": complete})
        kwargs |= {"label": label, "strip": False, "widget": widget}
        super().__init__(max_length=LONGEST_PASSWORD, **kwargs)


def code_field() -> forms.CharField:
    """Return the field for a one-time code."""
    return forms.CharField(
        label="验证码",
        max_length=12,
        required=False,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}
        ),
    )


class TwoPasswords(forms.Form):
    """A new password, typed twice and long enough."""

    def person(self) -> User:
        """Return whom the password is for, as far as the form knows."""
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

    def about_phone_alone(self) -> None:
        """Forget what is not filled in yet while a code is asked for."""
        for name in set(self.errors) - {"phone"}:
            del self.errors[name]

    def clean_code(self) -> str:
        """Return the code without the spaces of a copied message."""
        return "".join(str(self.cleaned_data["code"]).split())[:CODE_DIGITS]


class SignUpForm(TwoPasswords):
    """A new account."""

    phone = PhoneField()
    code = code_field()
    name = forms.CharField(
        label="姓名",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password1 = PasswordField("密码", is_new=True, help_text="至少 8 位，不要太好猜。")
    password2 = PasswordField("再填一次密码", is_new=True)

    def clean_name(self) -> str:
        """Refuse a name in which nothing can be seen."""
        if not (name := visible(self.cleaned_data["name"])):
            raise ValidationError("请写下姓名。")
        return name


class ResetForm(TwoPasswords):
    """A new password for somebody who holds the phone."""

    phone = PhoneField()
    code = code_field()
    password1 = PasswordField(
        "新密码", is_new=True, help_text="至少 8 位；工作人员至少 15 位。"
    )
    password2 = PasswordField("再填一次新密码", is_new=True)


class PhoneForm(forms.Form):
    """The phone that a code is to be sent to."""

    phone = PhoneField()


class LoginForm(forms.Form):
    """Phone and password."""

    username = forms.CharField(
        label="手机号",
        max_length=40,
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
        """Return whose password changes."""
        return self.user


class EraseForm(forms.Form):
    """The password, so that nobody at a forgotten screen closes an account."""

    password = PasswordField("您的密码", is_new=False)


class TokenForm(forms.Form):
    """The six digits that an authenticator shows."""

    token = forms.CharField(
        label="6 位数字",
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "autofocus": True,
            }
        ),
    )

    def clean_token(self) -> str:
        """Return six ASCII digits."""
        token = "".join(self.cleaned_data["token"].split())
        if len(token) != CODE_DIGITS or not set(token) <= set("0123456789"):
            raise ValidationError("请填验证器上显示的 6 位数字。")
        return token


class RecoveryForm(forms.Form):
    """One of the ten codes that were written down."""

    code = forms.CharField(
        label="恢复码",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
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
    why = forms.CharField(label="为什么", max_length=200, help_text="例如：新到岗。")
    code = code_field()

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        centers: Any = self.fields["center"]
        centers.queryset = Center.objects.filter(pk__in=by.center_ids)
        self.fields["center"].initial = by.center_id
        groups: Any = self.fields["groups"]
        groups.queryset = grantable(by).order_by("pk")
        self.fields["code"].label = "本人念给您的验证码"

    def clean_why(self) -> str:
        """Refuse a reason in which nothing can be seen."""
        return seen(self.cleaned_data["why"])


class StaffChangeForm(forms.ModelForm):
    """What changes in an appointment, and why."""

    why = forms.CharField(
        label="为什么改", max_length=200, help_text="写进任用记录，例如：调岗。"
    )

    def clean_why(self) -> str:
        """Refuse a reason in which nothing can be seen."""
        return seen(self.cleaned_data["why"])


def seen(text: str) -> str:
    """Return a text in which something can be seen, or refuse."""
    if not (plain := visible(text)):
        raise ValidationError("请写明为什么。")
    return plain
