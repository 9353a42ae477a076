"""What is missing or unsafe stops the start with a sentence that names it."""

from itertools import zip_longest

import pytest

from tests.ops.serving import GOOD, run

MISSING = [
    ("SECRET_KEY", None),
    ("ALLOWED_HOSTS", " , "),
    ("DATABASE_URL", None),
    ("ID_KEYS", ""),
]


@pytest.mark.parametrize(
    ("variable", "changed"),
    [
        *((name, {name: value}) for name, value in MISSING),
        ("TRUSTED_PROXIES", {"BEHIND_PROXY": "1"}),
        ("TRUSTED_PROXIES", {"BEHIND_PROXY": "1", "TRUSTED_PROXIES": " "}),
        ("TRUSTED_PROXIES", {"BEHIND_PROXY": "1", "DEMO": "1"}),
        ("TRUSTED_PROXIES", {"TRUSTED_PROXIES": "0.0.0.0/0"}),
        ("TRUSTED_PROXIES", {"TRUSTED_PROXIES": "nginx"}),
        ("SHARED_NETWORKS", {"SHARED_NETWORKS": "10.0.0.1/8"}),
        ("DATABASE_URL", {"DATABASE_URL": "sqlite:///x.db"}),
    ],
)
def test_the_settings_refuse_what_cannot_work(variable, changed):
    done = run("-c", "import center.settings", **changed)
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("django.core.exceptions.ImproperlyConfigured: ")
    assert variable in last


SECRETS = [
    "x",
    "x" * 60,
    "django-insecure-" + GOOD["SECRET_KEY"],
    "demo-only-" + "0123456789abcdef" * 4,
]
HOSTS = ["*", "portal.example,*", ".example", "https://portal.example"]
HOSTS += ["portal.example:443"]
KEYS = ["ZGVtby1vbmx5LWRlbW8tb25seS1kZW1vLW9ubHktMDE="]


@pytest.mark.parametrize(
    ("secret", "hosts", "keys"), list(zip_longest(SECRETS, HOSTS, KEYS))
)
def test_a_server_does_not_start_unsafe(secret, hosts, keys):
    given = {"SECRET_KEY": secret, "ALLOWED_HOSTS": hosts, "ID_KEYS": keys}
    wrong = {name: value for name, value in given.items() if value}
    done = run("-c", "import center.wsgi", **wrong)
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    said, _, named = last.partition(": ")
    assert said == "django.core.exceptions.ImproperlyConfigured"
    assert [name for name in given if f"{name} " in named] == list(wrong)


def test_a_server_does_not_start_with_its_brakes_off(tmp_path):
    (tmp_path / "loose.py").write_text(
        "from center.settings import *\nTHROTTLES = SECOND_FACTOR = False\n"
    )
    more = {"DJANGO_SETTINGS_MODULE": "loose", "PYTHONPATH": str(tmp_path)}
    done = run("-c", "import center.wsgi", **more)
    assert done.returncode == 1
    assert "THROTTLES" in done.stderr
    assert "SECOND_FACTOR" in done.stderr


def test_gunicorn_says_so_and_ends():
    done = run(
        *("-m", "gunicorn", "-c", "center/gunicorn.py", "center.wsgi"),
        SECRET_KEY="x",
        BIND="127.0.0.1:0",
    )
    assert done.returncode != 0
    assert "SECRET_KEY" in done.stderr


def test_a_good_one_starts():
    done = run(
        "-c",
        "import center.wsgi",
        ALLOWED_HOSTS="portal.example, [::1],10.0.0.5",
        BEHIND_PROXY="1",
        TRUSTED_PROXIES="unix, 127.0.0.1,10.0.0.0/8,2001:db8::/32",
        SHARED_NETWORKS="10.20.0.0/16",
        HTTPS="1",
    )
    assert (done.returncode, "ImproperlyConfigured" in done.stderr) == (0, False)
