"""How long what was typed and chosen waits for its form, and how much of it. Pure."""

from datetime import timedelta

FILES_KEPT = timedelta(hours=1)
SENT_KEPT = timedelta(days=2)
DRAFT_KEPT = timedelta(days=30)
# Of who has not logged in: others may use the same machine.
GUEST_DRAFT_KEPT = timedelta(hours=1)
# Longer or more than any form of the portal asks for.
MOST_FIELDS = 400
MOST_SIGNS = 60_000
MOST_DRAFTS, MOST_OF_GUEST = 30, 3
MOST_FILES = 20
# Fields that the form itself makes new: nobody typed them.
MADE_NEW = frozenset({"csrfmiddlewaretoken", "key", "draft", "held"})
# Name of the field, and what the button and the script send in it.
DRAFT, SAVE, DROP = "draft", "save", "drop"
# Fields with the tokens of files that wait.
HELD = "held"
