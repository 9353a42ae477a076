"""Why a request may take longer, or its clock stand still."""

from django.db import models

# -- Extension and pause


class ExtensionReason(models.TextChoices):
    """Why more time is asked for."""

    INVESTIGATION = "investigation", "要实地了解情况"
    OTHER_UNITS = "other_units", "要几个单位一起办"
    SUPERIOR = "superior", "要等上级答复"
    EXPERT = "expert", "要鉴定或听证"
    COMPLEX = "complex", "情况复杂"


class PauseReason(models.TextChoices):
    """Why the clock stands still; only where the center has switched pausing on."""

    MATERIALS = "materials", "等您补充材料"
    HEARING = "hearing", "正在听证或鉴定"
    SUPERIOR = "superior", "等上级答复"


PAUSE_MAX_DAYS = 30
