"""The first editions, also in a database that was emptied."""

from django.apps import apps

from membership.diagrams.first import load
from membership.diagrams.models import Diagram, Edition


def diagram(slug="development") -> Diagram:
    load(apps)
    return Diagram.objects.select_related("published").get(slug=slug)


def newest(slug="development") -> Edition:
    editions = diagram(slug).editions.whole().select_related("diagram")
    return editions.order_by("-number")[0]
