"""What every app stands on: centers and people."""

from datetime import timedelta
from typing import ClassVar

import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import RegexValidator
from django.db import connections, models
from django.db.models import F, Q, Value
from django.db.models.functions import Lower
from django.utils.functional import cached_property

from center.columns import Key
from center.ledger import append_only
from center.rules import WINDOW_MINUTES, mask_phone
from center.text import PHONE

_BELOW = """
WITH RECURSIVE below(id) AS (
    SELECT id FROM center_center WHERE id = %s
    UNION SELECT c.id FROM center_center c JOIN below ON c.parent_id = below.id
) SELECT id FROM below
"""

_SHOWN_AT = """
SELECT {} FROM center_center
WHERE parent_id IS NULL OR (lower(host) = %s AND host > '')
ORDER BY (%s = %s AND parent_id IS NULL AND host = '') DESC, parent_id NULLS LAST
LIMIT 1
"""


class CenterQuerySet(models.QuerySet["Center"]):
    """Centers as a tree."""

    def root(self) -> "Center":
        """Return the center above all others; raises ``DoesNotExist`` before setup."""
        return self.get(parent__isnull=True)

    def shown_at(self, host: str, main: str = "") -> "Center | None":
        """Return the center of a host name, else the root, else None; one query.

        The ``main`` host, which the portal was installed for, is the root's as long
        as that has no host of its own.

        Every page asks this, so it is written by hand: building it took longer than
        running it.
        """
        names = [field.attname for field in Center._meta.concrete_fields]
        with connections[self.db].cursor() as cursor:
            cursor.execute(_SHOWN_AT.format(", ".join(names)), [host, host, main])
            row = cursor.fetchone()
        return Center.from_db(self.db, names, row) if row else None

    def ids_below(self, center_id: int) -> list[int]:
        rows = self.raw(_BELOW, [center_id])
        return sorted(center.pk for center in rows)


class Center(models.Model):
    """One service center: 市 → 区 → 街道/镇 → 社区; one alone is the normal case."""

    class Level(models.TextChoices):
        CITY = "city", "市"
        DISTRICT = "district", "区县"
        STREET = "street", "街道、镇、园区"
        COMMUNITY = "community", "社区、村"

    parent = Key("self", "上级中心", null=True, blank=True, related_name="children")
    level = models.CharField("层级", max_length=9, choices=Level, default=Level.STREET)
    name = models.CharField("名称", max_length=60)
    short_name = models.CharField("简称", max_length=20, blank=True)
    slogan = models.CharField("标语", max_length=60, blank=True)
    host = models.CharField(
        "网址里的主机名",
        max_length=120,
        blank=True,
        help_text="从这个主机名进来的人看到这个中心；由运维人员用 set_host 命令设。",
    )
    address = models.CharField("地址", max_length=120, blank=True)
    phone = models.CharField("电话", max_length=40, blank=True)
    hours_text = models.CharField("开放时间（一句话）", max_length=120, blank=True)
    transit = models.CharField("怎么来", max_length=120, blank=True)
    sponsor = models.CharField("主办单位", max_length=60, blank=True)
    operator = models.CharField("承办单位", max_length=60, blank=True)
    site_code = models.CharField("网站标识码", max_length=40, blank=True)
    icp = models.CharField("ICP 备案号", max_length=60, blank=True)
    police_record = models.CharField("公安备案号", max_length=60, blank=True)
    complaint_url = models.URLField("网站找错地址", blank=True)
    # Raised by the database whenever hours, closures or the calendar change, so that
    # what is computed from them can be kept as long as the number stays the same.
    timetable_version = models.PositiveBigIntegerField(default=1, editable=False)

    objects = CenterQuerySet.as_manager()

    class Meta:
        verbose_name = "中心"
        verbose_name_plural = "中心"
        ordering = ["pk"]
        triggers = [
            # A form that saves the whole row must not bring back the number it read.
            pgtrigger.Trigger(
                name="never_older_timetable",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="NEW.timetable_version ="
                " GREATEST(NEW.timetable_version, OLD.timetable_version); RETURN NEW;",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                Value(1),
                name="center_one_root",
                condition=Q(parent__isnull=True),
                violation_error_message="已经有一个最上级的中心，请选一个上级。",
            ),
            models.CheckConstraint(
                name="center_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
                violation_error_message="中心不能是自己的上级。",
            ),
            models.UniqueConstraint(
                Lower("host"),
                name="center_host_once",
                condition=~Q(host=""),
                violation_error_message="这个主机名已经给了别的中心。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def phone_href(self) -> str:
        return "tel:" + "".join(sign for sign in self.phone if sign in "+0123456789")


class UserManager(BaseUserManager["User"]):
    """People, with and without an account."""

    def create_user(
        self, phone: str | None, password: str | None = None, **fields: object
    ) -> "User":
        """Create a person; without a password nobody can log in as them."""
        user = self.model(phone=phone or None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, phone: str, password: str | None = None, **fields: object
    ) -> "User":
        """Create the operator's own account, for ``createsuperuser``."""
        fields |= {"is_staff": True, "is_superuser": True}
        return self.create_user(phone, password, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person the center knows.

    An account is a person who set a password; who confirmed the phone may come in by
    a code without one.
    """

    phone = models.CharField(
        "手机号",
        max_length=11,
        unique=True,
        null=True,
        blank=True,
        validators=[RegexValidator(rf"\A{PHONE}\Z", "手机号是 11 位数字，以 1 开头。")],
        error_messages={"unique": "这个手机号已经登记过。"},
    )
    name = models.CharField("姓名", max_length=40)
    phone_confirmed_at = models.DateTimeField("手机号确认时间", null=True, blank=True)
    center = Key(
        Center,
        "所在中心",
        null=True,
        blank=True,
        related_name="staff",
        help_text="只有工作人员要填：能看到这个中心和它下面的中心。",
    )
    is_staff = models.BooleanField("工作人员", default=False)
    is_active = models.BooleanField("可以登录", default=True)
    registered_by = Key("self", "代为登记的人", null=True, blank=True, editable=False)
    registered_at = models.DateTimeField("登记时间", auto_now_add=True)
    erased_at = models.DateTimeField("注销时间", null=True, blank=True, editable=False)

    objects = UserManager()
    USERNAME_FIELD = "phone"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = "人员"
        verbose_name_plural = "人员"
        permissions = [("view_desk", "可以用工作台")]
        constraints = [
            models.CheckConstraint(
                name="user_phone_is_mobile",
                condition=Q(phone__isnull=True) | Q(phone__regex=rf"^{PHONE}$"),
                violation_error_message="手机号是 11 位数字，以 1 开头。",
            ),
            models.CheckConstraint(
                name="user_staff_has_center",
                condition=Q(is_staff=False)
                | Q(is_superuser=True)
                | Q(center__isnull=False),
                violation_error_message="工作人员要选所在中心。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_account(self) -> bool:
        return self.has_usable_password()

    @property
    def phone_masked(self) -> str:
        return mask_phone(self.phone)

    @cached_property
    def center_ids(self) -> list[int]:
        """Return the centers a member of staff works for: their own and those below.

        One query, once per request; empty for everybody else.
        """
        if not self.is_staff or not self.is_active:
            return []
        if self.center_id is None:
            return list(Center.objects.values_list("pk", flat=True))
        return Center.objects.ids_below(self.center_id)


class OneTimeCode(models.Model):
    """A code sent to a phone to prove that somebody holds it; only its hash is kept."""

    class Purpose(models.TextChoices):
        SIGNUP = "signup", "注册"
        RESET = "reset", "重设密码"
        STAFF = "staff", "同意任用"
        CASE = "case", "确认诉求是您的"
        LOGIN = "login", "登录"
        ERASE = "erase", "注销账号"
        PHONE = "phone", "改手机号"

    phone = models.CharField(max_length=11)
    purpose = models.CharField(max_length=6, choices=Purpose)
    digest = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    # A digest of the browser that asked for it: its tries count apart.
    asked_by = models.CharField(max_length=64, blank=True, default="", db_default="")
    own_tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                name="onetimecode_phone", fields=["phone", "purpose", "sent_at"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {mask_phone(self.phone)}"


class Attempt(models.Model):
    """How often something was tried in one window of fifteen minutes.

    ``who`` is a digest: neither phone numbers nor addresses are kept here.
    """

    WINDOW = timedelta(minutes=WINDOW_MINUTES)

    kind = models.CharField(max_length=20)
    who = models.CharField(max_length=64)
    window = models.DateTimeField()
    count = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "who", "window"], name="attempt_one_per_window"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.count}"


class RecoveryCode(models.Model):
    """A code that stands in once for the authenticator; only its hash is kept."""

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="recovery_codes"
    )
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "digest"], name="recovery_code_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}"


class StaffStep(models.Model):
    """One line of the history of somebody's work here: who did what, when and why.

    Without ``by`` it was the operator, at the shell.
    """

    class Kind(models.TextChoices):
        APPOINTED = "appointed", "任用"
        CHANGED = "changed", "变动"
        ENDED = "ended", "结束任用"
        CODES_MADE = "codes_made", "领取恢复码"
        CODE_USED = "code_used", "用了恢复码"
        FACTOR_RESET = "factor_reset", "重新开通两步验证"

    person = Key(User, "谁", related_name="staff_steps")
    center = Key(Center, "中心", null=True)
    kind = models.CharField("事项", max_length=12, choices=Kind)
    text = models.CharField("内容", max_length=400, blank=True)
    why = models.CharField("为什么", max_length=200, blank=True)
    by = Key(User, "经办人", null=True)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "任用记录"
        verbose_name_plural = "任用记录"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(name="staffstep_center", fields=["center", "at"])]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.person} {self.get_kind_display()}"
