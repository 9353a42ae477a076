"""Requests and everything that is kept about them."""

from petitions.models.done import Done
from petitions.models.people import (
    CenterPolicy,
    Conflict,
    Link,
    RevealLog,
    SealedHandover,
    Succession,
)
from petitions.models.petition import Petition
from petitions.models.queries import PetitionQuerySet
from petitions.models.signers import CoSigner
from petitions.models.story import (
    Ask,
    Assist,
    Attachment,
    Rating,
    RatingChange,
    Reply,
    Step,
)
from petitions.models.times import ClockRow, Extension, Pause, ReceiptCorrection, Round

__all__ = [
    "Ask",
    "Assist",
    "Attachment",
    "CenterPolicy",
    "ClockRow",
    "CoSigner",
    "Conflict",
    "Done",
    "Extension",
    "Link",
    "Pause",
    "Petition",
    "PetitionQuerySet",
    "Rating",
    "RatingChange",
    "ReceiptCorrection",
    "Reply",
    "RevealLog",
    "Round",
    "SealedHandover",
    "Step",
    "Succession",
]
