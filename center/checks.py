"""What must not be wrong when the portal runs in earnest."""

import re
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from center import portals, sms

# As Django's own check of a deployment has it.
SECRET_LENGTH, SECRET_SIGNS, PUBLISHED = 50, 5, "django-insecure-"
HOST = re.compile(
    r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:.]+\]",
    re.IGNORECASE,
)


def refuse_unsafe_start() -> None:
    """Run what ``check --deploy`` asks about security, which a server's start skips."""
    found = checks.run_checks(tags=[Tags.security], include_deployment_checks=True)
    if serious := [message for message in found if message.is_serious()]:
        said = [f"{message.msg}{message.hint or ''}" for message in serious]
        raise ImproperlyConfigured("".join(said))


@register()
def portals_are_asked(**_: Any) -> list[Error]:
    """Refuse a portal.py with a name that nothing on the floor asks for."""
    hint = f"认识的名字：{'、'.join(portals.NAMES)}；见 center/portals.py。"
    return [Error(fault, hint=hint, id="center.E007") for fault in portals.faults()]


@register(Tags.security)
def throttles_are_on(**_: Any) -> list[Error]:
    """Refuse a production in which passwords and codes can be guessed for ever."""
    if settings.THROTTLES or settings.DEMO or settings.TESTING:
        return []
    return [
        Error(
            "THROTTLES 关着：密码和验证码可以无限次地猜。",
            hint="正式环境不能关掉次数限制，请设 THROTTLES = True。",
            id="center.E001",
        )
    ]


@register(Tags.security)
def second_factor_is_on(**_: Any) -> list[Error]:
    """Refuse a production in which staff log in by password alone."""
    if settings.SECOND_FACTOR or settings.DEMO or settings.TESTING:
        return []
    return [
        Error(
            "SECOND_FACTOR 关着：工作人员只凭密码就能登录。",
            hint="正式环境请设 SECOND_FACTOR = True。",
            id="center.E002",
        )
    ]


@register(Tags.security, deploy=True)
def keys_are_secret(**_: Any) -> list[Error]:
    """Refuse keys that are short, monotonous or published."""
    if settings.DEMO or settings.TESTING:
        return []
    found = []
    if _is_weak(settings.SECRET_KEY):
        found.append(
            Error(
                "SECRET_KEY 太弱或是公开的例子，会话和验证码可以被伪造。",
                hint="请换成 50 个以上的随机字符，生成办法见 .env.example。",
                id="center.E003",
            )
        )
    if settings.DEMO_ID_KEY in settings.ID_KEYS:
        found.append(
            Error(
                "ID_KEYS 里有演示用的公开钥匙，谁都能解开身份证号。",
                hint="请生成自己的钥匙，办法见 .env.example。",
                id="center.E004",
            )
        )
    return found


def _is_weak(key: str) -> bool:
    is_published = key.startswith(PUBLISHED) or key == settings.DEMO_SECRET_KEY
    return is_published or len(key) < SECRET_LENGTH or len(set(key)) < SECRET_SIGNS


@register(Tags.security, deploy=True)
def hosts_are_exact(**_: Any) -> list[Error]:
    """Refuse wildcards, which let anybody choose the name the portal answers to."""
    if settings.DEMO or settings.TESTING:
        return []
    wrong = [host for host in settings.ALLOWED_HOSTS if not HOST.fullmatch(host)]
    return [
        Error(
            f"ALLOWED_HOSTS 里的“{host}”不是一个确切的主机名。",
            hint="请逐个写主机名，用逗号分开；不写 *、开头的点、http:// 和端口。",
            id="center.E005",
        )
        for host in wrong
    ]


@register(Tags.security, deploy=True)
def messages_reach_people(**_: Any) -> list[checks.Warning]:
    """Warn when one-time codes are only printed where the server runs."""
    if settings.SMS_BACKEND != "center.sms.ConsoleSms":
        return []
    return [
        checks.Warning(
            "SMS_BACKEND 还是打印到屏幕，居民收不到验证码。",
            hint="设成 center.sms.HttpSms（短信网关）。有别的程序读走文件时才用 "
            "center.sms.FileSms，它把号码和验证码原文写在 SMS_FILE，请只让那个程序读。",
            id="center.W001",
        )
    ]


@register(Tags.security, deploy=True)
def gateway_answer_is_readable(**_: Any) -> list[Error]:
    """Refuse a setting by which no answer of the gateway can be read."""
    try:
        sms.says_taken(b"{}", settings.SMS_GATEWAY_SUCCESS)
    except ValueError:
        return [
            Error(
                "SMS_GATEWAY_SUCCESS 看不懂，没有一条短信会算发出。",
                hint="写成 code=0、data.status=OK，或者一个模式：/ok|accepted/。",
                id="center.E008",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def messages_lie_closed(**_: Any) -> list[Error]:
    """Refuse a file of texts and codes among what is backed up or served."""
    is_open = sms.lies_open(sms.sms_file())
    if settings.SMS_BACKEND != "center.sms.FileSms" or not is_open:
        return []
    return [
        Error(
            "SMS_FILE 在附件或静态文件的目录里，验证码会被备份或公开。",
            hint="请把 SMS_FILE 设到 MEDIA_ROOT 和 STATIC_ROOT 以外。",
            id="center.E006",
        )
    ]


@register(Tags.database)
def release_before_was_here(databases: Sequence[str] | None, **_: Any) -> list[Error]:
    """Refuse to migrate a database that never stood at the release before."""
    found = []
    for alias in databases or ():
        applied = set(MigrationRecorder(connections[alias]).applied_migrations())
        for step in MigrationLoader(None).disk_migrations.values():
            missing = set(step.replaces) - applied
            if missing and missing != set(step.replaces):
                found.append(f"{step.app_label}：{min(missing)[1]}")
    if not found:
        return []
    return [
        Error(
            f"这个数据库比上一版还旧（{found[0]}），不能直接升到这一版。",
            hint="请先换到上一版运行 migrate，再换回来，见 README.md 的 Upgrade。",
            id="center.E009",
        )
    ]
