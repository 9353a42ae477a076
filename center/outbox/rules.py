"""What each role may see of the messages."""

from center.rules import Role

MAY = {Role.SUPERVISOR: ["outbox.view_message"]}
