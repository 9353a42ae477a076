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
# What the first view of a page loads, itself included, is as little as a bad network
# takes: a page may load six files.
MOST_FILES = 6
FILES = """() => ["(the page)", ...performance.getEntriesByType("resource")
  .map((one) => one.name)]"""


def heavy(page):
    """Return the files that the page loaded, when they are too many."""
    files = page.evaluate(FILES)
    return [f"loads {len(files)}: {files}"] if len(files) > MOST_FILES else []


def layout(page):
    """Return what is wrong with the page at its present width."""
    return page.evaluate(f"() => [...({SIDEWAYS})(), ...({SMALL})()]")


def violations(page):
    """Return what axe finds; past the content policy, as a debugger would."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(AXE)
