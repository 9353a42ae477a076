"""A real Chromium against the running portal.

One browser for all tests here, one context for each visitor. Whatever a page writes
to the console, a refused script or style included, fails the test.
"""

import os
import shutil

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone

from tests.browser import stage

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SLOWEST = 15_000  # milliseconds a page may take before a test gives up


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def browser():
    """The browser; without one the tests are skipped, in CI they fail."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        missing = f"no browser found, looked for {', '.join(BROWSERS)}"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - needs a browser

    # Playwright runs an event loop in this thread; our own queries here are fine.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-gpu"]
        )
        yield opened
        opened.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def clock(monkeypatch):
    """Let the portal's clock go on from the morning of one ordinary Wednesday."""
    real = timezone.now
    shift = stage.MORNING - real()
    monkeypatch.setattr("django.utils.timezone.now", lambda: real() + shift)
    return stage.MORNING


@pytest.fixture
def portal(browser, transactional_db, live_server, settings, clock, request):
    """The running portal, with the cast and the rows of ``stage``."""
    settings.SECOND_FACTOR = False  # it has tests of its own
    cast = {name: request.getfixturevalue(name) for name in stage.CAST}
    running = Portal(browser, live_server.url, cast, stage.furnish(cast, clock))
    yield running
    running.close()


class Portal:
    """Opens pages as somebody and listens to what they complain about."""

    def __init__(self, browser, url, cast, named):
        self.browser, self.url = browser, url
        self.cast, self.named = cast, named
        self.contexts, self.complaints = {}, []

    def context(self, who=None, *, javascript=True):
        """Return the browser context of a visitor; made once."""
        key = (who, javascript)
        if key not in self.contexts:
            made = self.browser.new_context(
                base_url=self.url, java_script_enabled=javascript, locale="zh-CN"
            )
            made.set_default_timeout(SLOWEST)
            if who:
                made.add_cookies([self._session(self.cast[who])])
            self.contexts[key] = made
        return self.contexts[key]

    def page(self, who=None, *, javascript=True, width=1280):
        """Open an empty page as a visitor."""
        page = self.context(who, javascript=javascript).new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def address(self, template):
        """Fill the names of ``stage`` into an address."""
        return template.format(**self.named)

    def size(self, page, size):
        """Choose a text size, as the link in the header does."""
        page.context.add_cookies([{"name": "size", "value": size, "url": self.url}])

    def close(self):
        for context in self.contexts.values():
            context.close()
        assert self.complaints == []

    def _listen(self, message):
        # A refused form is answered 422, which Chromium calls an error.
        refused = "status of 422" in message.text
        if message.type in ("error", "warning") and not refused:
            self.complaints.append(f"{message.type}: {message.text}")

    def _session(self, user):
        client = Client()
        client.force_login(user, backend="center.accounts.backends.PeopleBackend")
        name = django_settings.SESSION_COOKIE_NAME
        return {"name": name, "value": client.cookies[name].value, "url": self.url}
