"""Which pages everybody must be able to use, and what is held against a page.

One line a page: who opens it and where. Names in braces come from ``stage.furnish``.
"""

from axe_playwright_python.base import AXE_SCRIPT

PAGES = [
    (None, "/"),
    (None, "/about/help/"),
    (None, "/about/privacy/"),
    (None, "/about/fault/?page=/rooms/"),
    (None, "/login/"),
    (None, "/login/code/"),
    (None, "/signup/"),
    (None, "/rooms/"),
    (None, "/rooms/{room}/"),
    (None, "/services/"),
    (None, "/services/?q=老龄"),
    (None, "/services/{item}/"),
    (None, "/services/{item}/checklist/"),
    (None, "/services/{item}/papers/2/"),
    (None, "/notices/"),
    (None, "/notices/{notice}/"),
    (None, "/disclosure/"),
    (None, "/guide/"),
    (None, "/guide/rules/"),
    (None, "/guide/development/"),
    (None, "/guide/find-branch/"),
    ("chen", "/desk/services/{item}/edit/"),
    ("chen", "/desk/notices/new/"),
    ("lin", "/me/"),
    ("lin", "/me/data/"),
    ("lin", "/transfers/new/"),
    ("lin", "/rooms/{room}/book/?start={free}"),
    ("lin", "/bookings/{booking}/"),
    ("lin", "/bookings/{booking}/cancel/"),
    (None, "/petitions/new/"),
    (None, "/petitions/track/"),
    (None, "/petitions/answered/"),
    ("lin", "/petitions/{petition}/"),
    ("lin", "/petitions/{petition}/message/"),
    ("lin", "/petitions/{petition}/withdraw/"),
    ("lin", "/petitions/{answered}/"),
    ("lin", "/petitions/{answered}/rate/"),
    ("lin", "/petitions/{errand}/slip/"),
    ("chen", "/desk/petitions/?tab=open"),
    ("chen", "/desk/petitions/new/"),
    ("chen", "/desk/roster/"),
    ("chen", "/desk/roster/absence/"),
    ("chen", "/desk/petitions/{petition}/"),
    ("chen", "/desk/petitions/{petition}/reply/"),
    ("zhao", "/desk/petitions/forecast/"),
    ("zhao", "/desk/petitions/recompute/"),
    ("zhao", "/desk/petitions/{answered}/publish/"),
    ("chen", "/desk/"),
    ("chen", "/desk/transfers/in/new/?kind=formal"),
    ("zhao", "/admin/"),
    ("zhao", "/admin/center/user/"),
    ("zhao", "/admin/outbox/message/"),
    ("zhao", "/admin/reservations/closure/add/"),
    ("zhao", "/admin/center/center/{house}/change/"),
    ("zhao", "/admin/timetable/specialopening/add/"),
    ("chen", "/desk/today/"),
    ("chen", "/desk/bookings/new/"),
]
SIZES = ("normal", "large", "xlarge")
WIDTHS = (320, 390, 1280)

AXE = """async () => {
  const found = await axe.run(document, {
    resultTypes: ["violations"], iframes: false, preload: false,
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"],
  });
  return found.violations.map((one) =>
    `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")}`);
}"""
RESIZE = "(size) => { document.documentElement.dataset.size = size; }"
SIDEWAYS = """() => {
  const root = document.documentElement;
  return root.scrollWidth > root.clientWidth
    ? [`scrolls sideways: ${root.scrollWidth} > ${root.clientWidth}`] : [];
}"""
# What is pressed is at least as tall as the finger of that text size.
SMALL = """() => {
  const touch = parseFloat(getComputedStyle(document.documentElement)
    .getPropertyValue("--touch"));
  const pressed = "button, .btn, .chip, a.slot, nav a, .field input, .field select";
  return [...document.querySelectorAll(pressed)]
    .map((one) => [one, one.getBoundingClientRect()])
    .filter(([one, box]) => box.height && box.height < touch - 0.5)
    .filter(([one]) => !one.matches("[type=checkbox], [type=radio], .skip"))
    .map(([one, box]) => `too small: ${one.outerHTML.slice(0, 80)} ${box.height}`);
}"""
# A date, a time, a phone number or a number with its unit is never torn in two, and
# neither is what all centers are called.
TORN = r"""() => {
  const piece = new RegExp([
    "\\d{1,2}\\s*月\\s*\\d{1,2}\\s*日", "\\d{4}-\\d{2}-\\d{2}", "\\d{3,4}-\\d{7,8}",
    "\\d{1,2}:\\d{2}(?:[–-]\\d{1,2}:\\d{2})?", "\\d+\\s*(?:个工作日|号窗口|小时|份|件)",
    "\\b[0-9A-Z]{4} [0-9A-Z]{4}(?: [0-9A-Z]{4})?\\b", "党群服务中心(?=$)",
  ].join("|"), "g");
  const isClipped = (one) => one !== document.body
    && (getComputedStyle(one).clipPath !== "none" || isClipped(one.parentElement));
  const torn = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode;
    const box = text.parentElement;
    const isName = box.matches(".brand b");
    if (!box.checkVisibility() || isClipped(box)) continue;
    for (const found of text.data.matchAll(piece)) {
      if (found[0].startsWith("党") && !isName) continue;
      const range = document.createRange();
      range.setStart(text, found.index);
      range.setEnd(text, found.index + found[0].length);
      const tops = [...range.getClientRects()].filter((box) => box.width > 1)
        .map((box) => box.top);
      if (Math.max(...tops) - Math.min(...tops) > 8) torn.push(`torn: ${found[0]}`);
    }
  }
  return torn;
}"""
# What the first view of a page loads, itself included, is as little as a bad network
# takes: a page may load six files.
MOST_FILES = 6
FILES = """() => ["(the page)", ...performance.getEntriesByType("resource")
  .map((one) => one.name)]"""


def heavy(page):
    """Return the files that the page loaded, when they are too many."""
    files = page.evaluate(FILES)
    return [f"loads {len(files)}: {files}"] if len(files) > MOST_FILES else []


def torn(page):
    """Return the dates, times and numbers that stand on two lines."""
    return page.evaluate(TORN)


def layout(page):
    """Return what is wrong with the page at its present width."""
    return page.evaluate(f"() => [...({SIDEWAYS})(), ...({SMALL})(), ...({TORN})()]")


def violations(page):
    """Return what axe finds; past the content policy, as a debugger would."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(AXE)
