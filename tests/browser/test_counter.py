"""Twenty people at the counter, written down by keyboard alone, in counted keys."""

import gzip

from center.reception.models import Line
from center.reception.rules import How

WALK_IN = "/desk/walk-in/"
MOST_KEYS = 12
CODE = "91350100M000100Y43"
GLJT, ASK = "gljt", "问社保大厅怎么走"
# Phone, name, what, how many times down in 怎样了, where to, why it is again.
VISITS = [
    ("16119990001", "何平", GLJT, 1, "", ""),
    ("", "", ASK, 0, "", ""),
    ("16119990002", "马志强", "打印身份证复印件", 0, "", ""),
    ("16119990001", "", GLJT, 0, "", "1"),
    ("161 1999 0003", "钱玉兰", GLJT, 2, "", ""),
    ("", "赵文", ASK, 3, "5 号窗口", ""),
    ("010-61000000", "", "问体检哪天", 0, "", ""),
    ("", "", "领宣传单", 0, "", ""),
    ("16119990002", "", "高龄津贴", 1, "", ""),
    ("16119990003", "", GLJT, 1, "", "2"),
    ("", "", ASK, 4, "区人社局", ""),
    ("", "", ASK, 0, "", ""),
    ("16119990004", "吴小莲", "问养老认证", 0, "", ""),
    ("16119990002", "", GLJT, 0, "", "6"),
    ("", "", "借雨伞", 0, "", ""),
    ("16119990005", "孙大勇", GLJT, 1, "", ""),
    ("", "", ASK, 0, "", ""),
    ("16119990006", "", "问入党", 0, "", ""),
    ("16119990005", "", GLJT, 0, "", "7"),
    ("", "周师傅", "送材料", 1, "", ""),
]
# The same of units, with name and credit code behind it.
UNITS = [
    ("16119990007", "何经理", GLJT, 1, "", "", "青禾物业", CODE),
    ("", "", "招工登记", 4, "区人社局", "", "青禾物业", ""),
    ("010-61000001", "", "问补贴", 3, "5 号窗口", "", "", CODE),
]


class Keyboard:
    """Types, and counts the keys besides text."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def press(self, key):
        self.page.keyboard.press(key)
        self.count += 1

    def enter(self):
        with self.page.expect_navigation():
            self.press("Enter")

    def focus(self):
        return self.page.evaluate("document.activeElement.name || ''")

    def to(self, name, most=6):
        for _ in range(most):
            if self.focus() == name:
                return
            self.press("Tab")
        raise AssertionError(f"{name} is more than {most} keys away")

    def fill(self, **texts):
        for name, text in texts.items():
            if text:
                self.to(name)
                self.page.keyboard.type(text)


def write(keys, phone, name, what, downs, where, why, unit="", code=""):
    keys.count = 0
    keys.fill(phone=phone, name=name, what=what)
    if downs:
        keys.to("how")
        for _ in range(downs):
            keys.press("ArrowDown")
    keys.fill(where_to=where, unit=unit, credit_code=code)
    keys.enter()
    if why:
        assert keys.page.get_by_role("alert").is_visible()
        keys.to("why")
        keys.page.keyboard.type(why)
        keys.enter()


def test_twenty_walk_ins_by_keyboard(portal):
    page = portal.page("chen")
    page.goto(WALK_IN)
    keys, spent = Keyboard(page), []
    for n, visit in enumerate([*VISITS, *UNITS], start=1):
        assert keys.focus() == "phone", n
        write(keys, *visit)
        spent.append(keys.count)
        assert Line.objects.count() == n, visit
        assert f"第 {n} 号" in page.content()
    assert keys.focus() == "phone"
    assert max(spent) <= MOST_KEYS, spent
    saved = Line.objects.order_by("n")
    assert [row.why for row in saved if row.why] == [1, 2, 6, 7]
    sent_on = [row.where_to for row in saved if row.where_to]
    assert sent_on == ["5 号窗口", "区人社局", "区人社局", "5 号窗口"]
    assert set(saved.values_list("how", flat=True)) == set(How.values)
    assert [row.credit_code for row in saved if row.credit_code] == [CODE, CODE]
    assert saved.filter(told__isnull=False).count() == 9

    # A slip is taken back, and a digit opens the form that the last line becomes.
    page.locator('a[href$="/void/"]').first.click()
    page.get_by_role("button", name="撤销").click()
    assert Line.objects.latest("n").state == "void"
    page.goto(Line.objects.get(n=19).get_absolute_url())
    with page.expect_navigation():
        page.keyboard.press("1")
    assert "line=" in page.url


def test_the_keys_of_the_desk_and_how_heavy_its_pages_are(portal):
    page = portal.page("chen")
    heavy = {}
    for path in ("/desk/", WALK_IN, "/desk/today/", "/desk/people/", "/desk/roster/"):
        page.goto(path)
        heavy[path] = len(gzip.compress(page.content().encode()))
    assert max(heavy.values()) <= 12 * 1024, heavy
    page.goto("/desk/")
    page.keyboard.press("/")
    page.keyboard.type("4")
    assert page.url.endswith("/desk/")  # a digit is text while somebody types
    page.goto("/desk/")
    with page.expect_navigation():
        page.keyboard.press("4")
    assert page.url.endswith(WALK_IN)
