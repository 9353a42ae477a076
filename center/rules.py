"""Rules about people and codes. Pure: no database, no clock, no request."""

import re
import secrets
import unicodedata

from django.db import models


class Role(models.TextChoices):
    """What somebody is employed for; each role is a group with permissions."""

    CLERK = "窗口人员", "窗口人员"
    ORGANIZER = "组织员", "组织员"
    SECRETARY = "支部书记", "支部书记"
    SUPERVISOR = "主管", "主管"


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

# A mobile number of the mainland: eleven ASCII digits. ``[0-9]`` and not ``\\d``,
# which would let full-width and Arabic digits through.
PHONE = r"1[3-9][0-9]{9}"
# Crockford base 32: no I, L, O, U, so that a code survives the telephone.
CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SPOKEN = str.maketrans("OIL", "011")

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
CODE_TRIES = 5
RECOVERY_CODES = 10
RECOVERY_LENGTH = 12
# So few left that somebody should make new ones.
FEW_RECOVERY_CODES = 3


def is_phone(text: str) -> bool:
    """Say whether ``text`` is a mobile number."""
    return re.fullmatch(PHONE, text) is not None


def clean_phone(text: str) -> str:
    """Return a typed mobile number as eleven ASCII digits, or as it was."""
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub(r"[\s\-()]", "", plain).removeprefix("+86")
    return plain if is_phone(plain) else text.strip()


def clean_host(text: str) -> str:
    """Return a host name as it is compared: no blanks, no final dot, small letters."""
    return text.strip().rstrip(".").lower()


def mask_phone(phone: str | None) -> str:
    """Return 138****8000, or a word for no number."""
    return f"{phone[:3]}****{phone[-4:]}" if phone else "未留手机"


def visible(text: str) -> str:
    """Return typed text without control and invisible format characters."""
    keep = {"\n", "\t"}
    return "".join(
        sign
        for sign in unicodedata.normalize("NFC", text)
        if sign in keep or unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co")
    ).strip()


def new_code(length: int) -> str:
    """Return a random code; 8 characters carry 40 bits, 12 carry 60."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(length))


def clean_code(text: str) -> str:
    """Return a typed or scanned code in its one written form, or empty.

    Accepts spaces, hyphens, lower case, O for 0, I and L for 1, and the whole
    address that a scanner reads from the QR of a ticket.
    """
    if "/" in text:
        text = text.rstrip("/").rsplit("/", 1)[-1]
    plain = unicodedata.normalize("NFKC", text).upper()
    plain = re.sub(r"[\s\-·]", "", plain).translate(_SPOKEN)
    return plain if plain and set(plain) <= set(CODE_LETTERS) else ""


def in_fours(code: str) -> str:
    """Return a code in groups of four, as it is read aloud."""
    return " ".join(code[n : n + 4] for n in range(0, len(code), 4))
