"""Put steps into phases and one after the other."""

from dataclasses import replace
from itertools import pairwise

from membership.diagrams.rules import Link, Step


def in_phase(phase: str, *steps: Step) -> list[Step]:
    """Put the steps in one phase."""
    return [replace(step, phase=phase) for step in steps]


def chained(steps: list[Step]) -> list[Step]:
    """Lead every step to the one after it."""
    led = [replace(a, next=(Link(b.key),)) for a, b in pairwise(steps)]
    return [*led, steps[-1]]
