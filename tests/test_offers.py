"""What is not offered cannot be done: every verb, every state, every role.

Each role opens the pages of each row and collects the addresses of forms and links.
What is not among them is posted all the same: nothing may change, and the answer is a
refusal. What is among them must open or work.
"""

import re
from importlib import import_module
from pathlib import Path

import pytest
import time_machine
from django.apps import apps
from django.db import connection, transaction
from django.test import Client

from center.rules import Role
from tests import make
from tests.offers import Cast

HERE = Path(__file__).resolve().parent
REFUSALS = (302, 403, 404, 405, 409, 422)
ADDRESS = re.compile(r'(?:action|href)="([^"?#]*)')
STAFF = {
    "clerk": Role.CLERK,
    "secretary": Role.SECRETARY,
    "organizer": Role.ORGANIZER,
    "seal": Role.CLERK,
    "supervisor": Role.SUPERVISOR,
}


def subjects():
    """Gather what every app and subject contributes."""
    for path in sorted(HERE.glob("*/**/offers.py")):
        module = ".".join(path.relative_to(HERE.parent).with_suffix("").parts)
        yield from import_module(module).SUBJECTS


@pytest.fixture
def cast(house, elsewhere, settings, tmp_path):
    settings.SECOND_FACTOR = False
    settings.MEDIA_ROOT = tmp_path
    at = make.moment("2026-01-05 09:00")
    people = {
        "anonymous": None,
        "owner": make.person("林晓", phone_confirmed_at=at),
        "neighbor": make.person("吴桐", phone_confirmed_at=at),
    }
    names = iter(["陈静", "钱立", "何平", "石磊", "赵敏", "刘洋", "孙悦", "周宁"])
    for name, role in STAFF.items():
        people[name] = make.staff(next(names), role, center=elsewhere)
    people["above"] = make.staff(next(names), Role.CLERK, center=house)
    people["above_supervisor"] = make.staff(next(names), Role.SUPERVISOR, center=house)
    third = make.center(level="community")
    people["elsewhere"] = make.staff(next(names), Role.CLERK, center=third)
    return Cast(house, elsewhere, third, people)


def browser(cast, role):
    client = Client()
    if person := cast.people[role]:
        client.force_login(person)
    return client


def digest(labels):
    """Return a short text that changes with every row of these apps."""
    models = [m for label in labels for m in apps.get_app_config(label).get_models()]
    parts = [
        f"SELECT '{table}', count(*), md5(string_agg(x::text, '' ORDER BY x::text)) "
        f'FROM "{table}" x'
        for table in sorted({model._meta.db_table for model in models})
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return cursor.fetchall()


def offered(verbs, pages):
    """Return the names of the verbs that these pages offer."""
    read = [(page, set(ADDRESS.findall(page))) for page in pages]
    return {
        name for name, verb in verbs.items() if any(verb.is_in(*one) for one in read)
    }


class Walk:
    """One subject, walked by one role after the other."""

    def __init__(self, subject, cast):
        self.subject, self.cast = subject, cast
        self.rows = subject.rows(cast)
        self.labels = {*subject.apps, "outbox"}
        self.before = digest(self.labels)
        self.wrong, self.worked, self.tried = [], set(), set()
        self.known = set()

    def run(self):  # every role, every row, every verb
        for turn, role in enumerate(self.subject.roles):
            client = browser(self.cast, role)
            for n, (state, row) in enumerate(self.rows.items()):
                answers = self.opened(client, self.subject.pages(row))
                seen = {p: a for p, a in answers.items() if a.status_code == 200}
                verbs = self.subject.verbs(row, self.cast)
                mine = offered(verbs, [a.content.decode() for a in seen.values()])
                skips = self.skips(state, mine, seen)
                for m, (name, verb) in enumerate(verbs.items()):
                    said = (role, state, name)
                    few = skips if self.is_near(verb, answers, seen) else len(self.rows)
                    if name in mine:
                        self.take(client, said, verb)
                    elif (n + m + turn) % min(few, len(self.rows)) == 0:
                        self.sneak(client, said, verb, (bool(seen), bool(mine)))

    def opened(self, client, pages):
        """Open pages; what lies below one that is closed is tried with the verbs."""
        answers = {}
        for page in pages:
            over = [one for one in answers if page.startswith(one)]
            if all(answers[one].status_code == 200 for one in over):
                answers[page] = client.get(page)
        return answers

    def skips(self, state, mine, seen):
        """Say how few of the verbs to try that somebody is not offered on a row.

        The first to whom something is offered there tries most, others with other
        offers fewer; who is offered nothing, or what another was already, the fewest.
        They take turns, so that everybody tries every verb on some row.
        """
        first, other, rest = self.subject.one_in
        is_first = not any(known[0] == state for known in self.known)
        result = (state, frozenset(mine), frozenset(seen))
        if not mine or result in self.known:
            return rest
        self.known.add(result)
        return first if is_first else other

    def is_near(self, verb, pages, seen):
        """Say whether a verb lies below a page that was seen, or on none of its own.

        Where its page is closed to somebody, it is tried on one row.
        """
        over = [page for page in pages if verb.address.startswith(page)]
        return bool(set(over) & set(seen)) if over else bool(seen)

    def try_(self, client, verb):
        """Post, say what was answered and whether anything changed; undo it."""
        writes = []

        def watch(execute, sql, params, many, context):
            if sql.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE"):
                writes.append(sql)
            return execute(sql, params, many, context)

        with transaction.atomic():
            with connection.execute_wrapper(watch):
                answer = client.post(verb.address, verb.data)
            changed = bool(writes) and digest(self.labels) != self.before
            transaction.set_rollback(True)
        return answer.status_code, changed

    def is_first(self, what, said):
        key = (said[0], said[2], what)
        is_first = key not in self.tried
        self.tried.add(key)
        return is_first

    def sneak(self, client, said, verb, sees):
        status, changed = self.try_(client, verb)
        fine = (*REFUSALS, 200) if verb.marks else REFUSALS
        if changed or status not in fine:
            self.wrong.append((*said, "not offered, posted", status, changed))
        # A list of the admin is open for itself.
        if not verb.marks and self.is_first("refused", (sees, *said[1:])):
            status = client.get(verb.address).status_code
            if status not in (302, 403, 404, 405, 409):
                self.wrong.append((*said, "not offered, opened", status))

    def take(self, client, said, verb):
        is_first = self.is_first("offered", said)
        # What has not worked yet may on another row: some depend on more than a state.
        if not is_first and said[2] in self.worked:
            return
        opened = 200
        if self.is_first("opened", (None, *said[1:])):
            opened = client.get(verb.address).status_code
        status, changed = self.try_(client, verb)
        if opened not in (200, 405) or status not in (200, 302, 422):
            self.wrong.append((*said, "offered, refused", opened, status))
        if changed:
            self.worked.add(said[2])


@pytest.mark.parametrize("subject", list(subjects()), ids=lambda one: one.name)
def test_only_what_is_offered_can_be_done(cast, subject):
    with time_machine.travel(make.moment(subject.at), tick=False):
        walk = Walk(subject, cast)
        walk.run()
    first = next(iter(walk.rows.values()))
    never = set(subject.verbs(first, cast)) - walk.worked
    assert (walk.wrong, never) == ([], set())
