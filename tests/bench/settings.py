"""The demo's settings with the page that does nothing and without attempt limits."""

from center.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
THROTTLES = False
