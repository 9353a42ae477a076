"""Doing things at the same moment, each on a database connection of its own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection

from center.workflow.actions import StaleError


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Run the calls at the same moment; return the result or refusal of each.

    Anything but a refusal and a stale form is raised: it would have been a 5xx.
    """
    gate = threading.Barrier(len(calls))

    def run(call):
        try:
            gate.wait(timeout=30)
            return call()
        except (ValidationError, StaleError) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [done.result() for done in [pool.submit(run, call) for call in calls]]


def refusals(outcomes: list[Any]) -> list[Any]:
    """Return those of the outcomes that are refusals."""
    refused = ValidationError, StaleError
    return [outcome for outcome in outcomes if isinstance(outcome, refused)]
