"""Transfers, what was done to them, their letters and receipts, and what is watched."""

from membership.transfers.models.letters import Letter, LetterCounter, Receipt
from membership.transfers.models.notes import MissingPapers, Refusal, Reminder
from membership.transfers.models.parts import (
    Mover,
    MovingMember,
    Practice,
    TransferStep,
)
from membership.transfers.models.transfers import Transfer

__all__ = [
    "Letter",
    "LetterCounter",
    "MissingPapers",
    "Mover",
    "MovingMember",
    "Practice",
    "Receipt",
    "Refusal",
    "Reminder",
    "Transfer",
    "TransferStep",
]
