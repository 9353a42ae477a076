"""Whoever writes a message says for which center and about what."""

import ast
from pathlib import Path

from django.apps import apps

from center import portals

TOP = Path(__file__).resolve().parents[3]
APPS = ("center", "membership", "petitions", "reservations")


def calls():
    for app in APPS:
        for path in sorted((TOP / app).rglob("*.py")):
            text = path.read_text("utf-8")
            if "center.outbox.actions import" in text:
                for node in ast.walk(ast.parse(text)):
                    if getattr(getattr(node, "func", None), "id", "") == "tell":
                        yield f"{path.relative_to(TOP)}:{node.lineno}", node


def test_every_message_names_its_center_and_its_matter():
    found = dict(calls())
    assert len(found) > 8
    wanted = {"center_id", "subject"}
    assert [
        place
        for place, node in found.items()
        if not wanted <= {keyword.arg for keyword in node.keywords}
    ] == []


def test_every_matter_of_the_filter_is_an_app():
    assert set(portals.gathered("MATTER")) <= set(apps.app_configs)
