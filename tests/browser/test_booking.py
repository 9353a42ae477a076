"""A resident books a seat: by keyboard alone, without JavaScript, and too late."""

import re

from reservations.models import Booking

PASSWORD = "qinghe-bridge-26"
PHONE = "16119990001"


def tab_to(page, locator, most=120):
    """Press Tab until the focus is on it, as somebody without a mouse does."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if locator.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"the keyboard does not reach {locator}")


def press(page, locator):
    """Go to it by keyboard, press Enter and wait for the next page."""
    tab_to(page, locator)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def type_in(page, label, text):
    tab_to(page, page.get_by_label(label, exact=False).first)
    page.keyboard.type(text)


def test_by_keyboard_from_signing_up_to_cancelling(portal, settings):
    settings.DEMO = True  # a new number needs no text message there
    page = portal.page()
    page.goto("/signup/")
    type_in(page, "手机号", PHONE)
    type_in(page, "姓名", "何苗")
    for field in ("password1", "password2"):
        tab_to(page, page.locator(f"[name={field}]"))
        page.keyboard.type(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/me/")

    page.goto(portal.address("/rooms/{room}/"))
    press(page, page.locator("a.slot.free").first)
    assert "/book/" in page.url
    press(page, page.get_by_role("button", name="确认预约"))
    assert re.search(r"/bookings/[0-9A-Z]{8}/$", page.url)
    assert page.get_by_role("heading", name="预约成功").is_visible()

    press(page, page.get_by_role("link", name="取消预约"))
    press(page, page.get_by_role("button", name="确认取消"))
    assert page.get_by_role("heading", name="已取消").is_visible()
    assert [one.state for one in Booking.objects.filter(person__phone=PHONE)] == [
        "cancelled"
    ]


def test_without_javascript(portal):
    page = portal.page("wu", javascript=False, width=390)
    page.goto(portal.address("/rooms/{room}/?day={tomorrow}"))
    page.locator(".day.chosen a.slot.free").first.click()
    page.get_by_role("button", name="确认预约").click()
    assert page.get_by_role("heading", name="预约成功").is_visible()
    page.get_by_role("link", name="取消预约").click()
    page.get_by_role("button", name="确认取消").click()
    assert page.get_by_role("heading", name="已取消").is_visible()


def test_who_comes_too_late_is_offered_something_else(portal):
    page = portal.page("wu", width=390)
    page.goto(portal.address("/rooms/{single}/book/?start={free}"))
    portal.named["take"]()
    page.get_by_role("button", name="确认预约").click()
    assert page.get_by_role("alert").is_visible()
    assert page.title().startswith("错误：")
    page.locator(".alts button").first.click()
    assert page.get_by_role("heading", name="预约成功").is_visible()


def test_turning_the_week_needs_no_new_page(portal):
    page = portal.page(width=390)
    page.goto(portal.address("/rooms/{room}/"))
    page.evaluate("() => { window.still = true; }")
    page.get_by_role("link", name="下周").click()
    page.wait_for_url("**/?*day=*")
    assert page.evaluate("() => window.still") is True
    assert page.locator("#week").count() == 1
    page.go_back()
    page.wait_for_url(re.compile(r"/rooms/[^?]*$"))
