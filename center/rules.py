"""Rules about people and codes. Pure: no database, no clock, no request."""

import secrets
from datetime import timedelta

from django.db import models

from center.text import CODE_LETTERS


class Role(models.TextChoices):
    """What somebody is employed for; each role is a group with permissions."""

    CLERK = "窗口人员", "窗口人员"
    ORGANIZER = "组织员", "组织员"
    SECRETARY = "支部书记", "支部书记"
    SUPERVISOR = "主管", "主管"


def grants(app: str, names: str) -> list[str]:
    return [f"{app}.{name}" for name in names.split()]


# What each role may do on the floor; each app has a table of its own.
# Whoever looks after the staff of a center: supervisors, and so the admin is theirs.
SUPERVISES = "center.view_user"
MAY = {
    Role.CLERK: ["center.view_desk"],
    Role.ORGANIZER: ["center.view_desk"],
    Role.SECRETARY: ["center.view_desk"],
    Role.SUPERVISOR: [
        "auth.view_group",
        "center.view_desk",
        "center.view_center",
        "center.add_center",
        "center.change_center",
        "center.view_user",
        "center.add_user",
        "center.change_user",
        "center.view_staffstep",
    ],
}

# How long something is kept. Counts of attempts and codes serve for minutes. Who it
# was: until nobody can sue any more, three years after the last that happened (民法典
# 188; 个人信息保护法 19, 47); of a request that is its end, and the case stays.
ATTEMPTS_KEPT = timedelta(days=2)
PERSON_KEPT = timedelta(days=3 * 365 + 1)

WINDOW_MINUTES = 15
# Attempts allowed in one window; an office shares one address, so the limit of an
# address is far above that of an account. A pair is one account or code tried from one
# address; the far higher limit of the account or code alone stops many addresses.
LIMITS = {
    "login-pair": 8,
    "login-account": 40,
    "login-address": 100,
    "signup-address": 40,
    "code-phone": 3,
    "code-address": 40,
    "code-check-pair": 8,
    "code-check": 60,
    "text-phone": 6,
    "password-check": 10,
    "otp-check": 12,
    "booking-person": 40,
    "petition-address": 60,
    "petition-person": 20,
    "message-address": 60,
    "draft-address": 60,
    "upload-person": 60,
    "upload-address": 60,
    "track-address": 15,
    "track-pair": 10,
    "track-code": 60,
    "id-reveal": 20,
    "id-export": 6,
    "id-search": 40,
}
# In the networks of SHARED_NETWORKS, as in the center's own hall, so much more.
SHARED_FACTOR = 10
# Texts that strangers may cause to one number are counted by the hour.
HOURLY = {"text-phone"}
CODE_DIGITS = 6
CODE_MINUTES = 10
# Wrong guesses that whoever asked for a code may make in the same browser, and all
# others together, who may be strangers.
CODE_TRIES = 5
CODE_TRIES_OF_OTHERS = 30
RECOVERY_CODES = 10
RECOVERY_LENGTH = 12
# So few left that somebody should make new ones.
FEW_RECOVERY_CODES = 3


def clean_host(text: str) -> str:
    return text.strip().rstrip(".").lower()


def mask_phone(phone: str | None) -> str:
    """Return 138****8000, or a word for no number."""
    return f"{phone[:3]}****{phone[-4:]}" if phone else "未留手机"


def new_code(length: int) -> str:
    """Return a random code; 8 characters carry 40 bits, 12 carry 60."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(length))


def in_fours(code: str) -> str:
    """Return a code in groups of four, as it is read aloud."""
    return " ".join(code[n : n + 4] for n in range(0, len(code), 4))
