"""Demands on passwords beyond Django's own."""

from django.core.exceptions import ValidationError

from center.models import User

STAFF_LENGTH = 15


class StaffLengthValidator:
    """Ask fifteen characters of people who can see other people's data."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Refuse a short password of a member of staff with ``ValidationError``."""
        if user is not None and user.is_staff and len(password) < STAFF_LENGTH:
            raise ValidationError(
                f"工作人员的密码至少 {STAFF_LENGTH} 位，可以用一句好记的话。",
                code="password_too_short",
            )

    def get_help_text(self) -> str:
        return f"工作人员的密码至少 {STAFF_LENGTH} 位。"
