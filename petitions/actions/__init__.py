"""Everything that can be done to a request; the only code that writes one.

Each verb is one transaction: it locks the case first, reads it again, moves it along
the table of moves and writes the step. Refusals are ``ValidationError`` in words.
"""

from petitions.actions.case import StaleText
from petitions.actions.casework import (
    add_note,
    answer_ask,
    ask_assist,
    escalate,
    finish_assist,
    hand_back,
    hand_over,
    merge,
    split_asks,
    take,
    tell_progress,
)
from petitions.actions.details import (
    add_details,
    add_message,
    correct_receipt,
    recategorize,
    withdraw,
)
from petitions.actions.duty import (
    Identity,
    judge_named,
    lift_conflict,
    mark_conflict,
    reassign,
    release_first_asked,
    remind_owner,
    reveal_person,
    set_absent,
    set_present,
)
from petitions.actions.feedback import (
    may_record_rating,
    rate,
    record_call,
    record_rating,
)
from petitions.actions.intake import Intake, hand_over_sealed, register
from petitions.actions.once import once, was_done
from petitions.actions.recompute import Change, recompute, recompute_preview
from petitions.actions.replies import (
    close,
    give_notice,
    latest_words,
    problems_of,
    relay,
    reopen,
    reply,
    save_draft,
)
from petitions.actions.times import (
    ExtensionPreview,
    ask_extension,
    decide_extension,
    pause,
    preview_extension,
    resume,
)

__all__ = [
    "Change",
    "ExtensionPreview",
    "Identity",
    "Intake",
    "StaleText",
    "add_details",
    "add_message",
    "add_note",
    "answer_ask",
    "ask_assist",
    "ask_extension",
    "close",
    "correct_receipt",
    "decide_extension",
    "escalate",
    "finish_assist",
    "give_notice",
    "hand_back",
    "hand_over",
    "hand_over_sealed",
    "judge_named",
    "latest_words",
    "lift_conflict",
    "mark_conflict",
    "may_record_rating",
    "merge",
    "once",
    "pause",
    "preview_extension",
    "problems_of",
    "rate",
    "reassign",
    "recategorize",
    "recompute",
    "recompute_preview",
    "record_call",
    "record_rating",
    "register",
    "relay",
    "release_first_asked",
    "remind_owner",
    "reopen",
    "reply",
    "resume",
    "reveal_person",
    "save_draft",
    "set_absent",
    "set_present",
    "split_asks",
    "take",
    "tell_progress",
    "was_done",
    "withdraw",
]
