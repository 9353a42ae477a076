"""What the tests of the desk do again and again."""

from datetime import timedelta

from django.utils import timezone

from tests.petitions import make

LIST = "/desk/petitions/"


def ago(days):
    return f"{timezone.localdate() - timedelta(days=days):%Y-%m-%d} 09:00"


def just_now():
    return timezone.localtime().strftime("%Y-%m-%d %H:%M")


def taken(house, by, **fields):
    return make.taken(house, by, at=just_now(), **fields)


def do(client, case, key, **fields):
    version = make.fresh(case).version
    return client.post(f"{LIST}{case.code}/{key}/", {"version": version, **fields})


def titles(answer):
    return [row.title for row in answer.context["rows"]]


def verbs(client, case):
    page = client.get(f"{LIST}{case.code}/")
    return {verb.name for verb in (*page.context["verbs"], *page.context["more"])}
