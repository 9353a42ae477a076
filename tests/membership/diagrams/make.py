"""The first editions, also in a database that was emptied, and what a form sends."""

from importlib import import_module

from django.apps import apps
from django.forms import model_to_dict

from membership.diagrams import actions
from membership.diagrams.models import HEADING, TEXTS, Diagram, Edition
from tests import make

AT = make.moment("2026-11-25 09:00")


def diagram(slug="development") -> Diagram:
    import_module("membership.diagrams.migrations.0003_steps").load(apps)
    return Diagram.objects.select_related("published").get(slug=slug)


def newest(slug="development") -> Edition:
    return diagram(slug).editions.all()[0]


def content(edition):
    """Return heading and steps of an edition, to be changed and saved."""
    steps = [model_to_dict(step, TEXTS) for step in edition.steps.all()]
    return {"heading": model_to_dict(edition, HEADING), "steps": steps}


def changed(base, *, by, key="k", at=AT, place=0, **texts):
    """Save an edition in which one step reads differently."""
    typed = content(base)
    typed["steps"][place] |= texts or {"limit": key}
    return actions.write(base, form_key=key, by=by, at=at, **typed)


def sent(edition, place, **more):
    """Return what the form of a step sends when nothing is typed; place 0: heading."""
    typed = content(edition)
    told = [typed["heading"], *typed["steps"], dict.fromkeys(TEXTS)][place]
    data = {name: value or "" for name, value in told.items()}
    data |= {"base": edition.number, "key": "a" * 32}
    return data | {"position": place} | more
