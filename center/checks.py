"""What must not be wrong when the portal runs in earnest."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import Error, Tags, register


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
def messages_reach_people(**_: Any) -> list[checks.Warning]:
    """Warn when one-time codes are only printed where the server runs."""
    if settings.SMS_BACKEND != "center.sms.ConsoleSms":
        return []
    return [
        checks.Warning(
            "SMS_BACKEND 还是打印到屏幕，居民收不到验证码。",
            hint="设成 center.sms.HttpSms（短信网关）或 center.sms.FileSms。",
            id="center.W001",
        )
    ]
