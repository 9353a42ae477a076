"""The house rules that a machine can check: each test lists every offender."""

import ast
import re
from functools import cache
from pathlib import Path

from django.urls import get_resolver

from tests.rooms import ROOMS

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("center", "reading_room", "reservations", "membership", "petitions")
APPS = [name for name in NAMES if (ROOT / name).is_dir()]
ROOF = {"center/settings.py", "center/urls.py"}
ORDER = ["rules", "models", "actions", "forms", "views", "portal", "urls"]
PURE = {"rules", "hours", "workdays"}
FILE_LINES, FUNCTION_LINES, TEMPLATE_COLUMNS = 400, 40, 120
WRITES = {"save", "create", "bulk_create", "update", "delete", "bulk_update"}
WRITES |= {"get_or_create", "update_or_create"}
DOTTED = re.compile(r"[A-Za-z_]+(\.[A-Za-z_0-9]+)+")
# The edges, where it may be asked what time it is.
CLOCKS = {"middleware", "admin", "admin_site", "health", "fields"}


def python_files():
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def name_of(path):
    return path.relative_to(ROOT).as_posix()


FILES = list(python_files())
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def offenders(paths, wrong_in):
    """Return name -> what is wrong there, for the files where something is."""
    found = {name_of(path): wrong_in(path) for path in paths}
    return {name: wrong for name, wrong in found.items() if wrong}


@cache
def tree(path):
    return ast.parse(path.read_text("utf-8"))


@cache
def nodes(path):
    return tuple(ast.walk(tree(path)))


@cache
def imports(path):
    """Return each imported module, and module.name for each imported name."""
    found = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module}
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


def dotted_strings(path):
    """Return strings that could name a module, a model or a permission."""
    for node in nodes(path):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and DOTTED.fullmatch(text):
            yield text


def is_app(folder):
    return folder.parent == ROOT or (folder / "apps.py").is_file()


@cache
def package_of(path):
    """Return the app or subject that a file belongs to, as a dotted name."""
    folder = path.parent
    while not is_app(folder):
        folder = folder.parent
    return ".".join(folder.relative_to(ROOT).parts)


def layer_of(path):
    """Return the layer of a file; a layer may be a folder of files."""
    inside = path.relative_to(ROOT).with_suffix("").parts
    return inside[len(package_of(path).split("."))]


PACKAGES = {package_of(path) for path in FILES}
SUBJECTS = {package for package in PACKAGES if "." in package}
# Machines that any subject stands on, each knowing only those before it.
MACHINES = ["center.workflow", "center.registers"]
# What subjects of the floor stand on beside the machines: when the doors are open, and
# the one list of what nobody found, and who is at which post.
GROUND = {"center.timetable", "center.searches", "center.roster", *MACHINES}
# The counter tells people what the catalog says, and keeps which version that was;
# it writes to a number that was changed.
KNOWN = {"center.reception": {"center.guide", "center.outbox"}}


def test_an_app_knows_itself_and_center():
    def strangers(path):
        known = set(imports(path))
        if name_of(path) not in ROOF:
            known |= set(dotted_strings(path))
        apps = {name.split(".")[0] for name in known} & set(NAMES)
        return apps - {path.relative_to(ROOT).parts[0], "center"}

    assert offenders(FILES, strangers) == {}


def test_a_subject_does_not_know_its_sisters():
    def seen(path):
        here = package_of(path)
        parent = here.rsplit(".", 1)[0]
        sisters = {one for one in SUBJECTS if one.startswith(f"{parent}.")} - {here}
        sisters -= set(MACHINES[: MACHINES.index(here)]) if here in MACHINES else GROUND
        sisters -= KNOWN.get(here, set())
        return {
            one
            for one in sisters
            for name in imports(path)
            if name == one or name.startswith(f"{one}.")
        }

    inside = [path for path in FILES if package_of(path) in SUBJECTS]
    told = "what two subjects need goes down to their app, what two apps need to center"
    assert offenders(inside, seen) == {}, told


def test_a_file_imports_only_what_stands_before_it():
    def later(path):
        here = package_of(path)
        return {
            name
            for name in imports(path)
            for layer in ORDER[ORDER.index(layer_of(path)) + 1 :]
            if f"{name}.".startswith(f"{here}.{layer}.")
        }

    layers = [path for path in FILES if layer_of(path) in ORDER]
    assert offenders(layers, later) == {}


def test_rules_touch_nothing():
    def touched(path):
        modules = {name.rsplit(".", 1)[-1] for name in imports(path)}
        found = modules & {"timezone", "settings", "HttpRequest", "connection"}
        text = path.read_text("utf-8")
        return found | set(re.findall(r"\.objects\b|\.now\(|\.today\(", text))

    pure = [path for path in FILES if layer_of(path) in PURE]
    assert offenders(pure, touched) == {}


def test_files_and_functions_are_short():
    def long(path):
        functions = [
            node.name
            for node in nodes(path)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and node.end_lineno - node.lineno >= FUNCTION_LINES
        ]
        lines = path.read_text("utf-8").count("\n")
        return functions + ([lines] if lines > FILE_LINES else [])

    assert offenders(FILES, long) == {}


LAYERS = {*ORDER, "admin", "apps", "migrations", "management", "templatetags"}


def room_of(path):
    """Return the layer or room of a file: ``year_actions`` is one of the actions."""
    room = layer_of(path)
    kind = room.rsplit("_", 1)[-1]
    return kind if kind in {"views", "forms", "rules", "actions"} else room


def test_a_module_is_named_after_its_layer_or_a_room():
    def strange(path):
        here, room = package_of(path), room_of(path)
        known = LAYERS | ROOMS[""] | ROOMS.get(here, set())
        return [] if room in known or room == "__init__" else [room]

    told = "a module is a layer, or a room that README and tests/rooms.py name"
    assert offenders(FILES, strange) == {}, told


def test_no_room_is_listed_that_is_not_there():
    there = {(package_of(path), layer_of(path)) for path in FILES}
    listed = {
        (package, room) for package, names in ROOMS.items() for room in names if package
    }
    assert listed - there == set()


def test_the_readme_names_every_room():
    text = (ROOT / "README.md").read_text("utf-8")
    words = {
        word.strip("/").removesuffix(".py") for word in re.findall(r"`([^`\n]+)`", text)
    }
    words |= {word.rsplit("/", 1)[-1] for word in words}
    rooms = {room for names in ROOMS.values() for room in names}
    assert sorted(rooms - words) == [], "README has a table of rooms, “How the code …”"


def test_a_package_hands_nothing_on():
    def handed_on(path):
        body = [node for node in tree(path).body if not isinstance(node, ast.Expr)]
        imported = [
            node for node in body if isinstance(node, ast.Import | ast.ImportFrom)
        ]
        return len(body) if imported and len(imported) >= len(body) - 1 else 0

    packages = [path for path in FILES if path.stem == "__init__"]
    named = [path for path in packages if layer_of(path) != "models"]
    assert offenders(named, handed_on) == {}


def test_days_are_worded_in_one_place():
    def spelled(path):
        return re.findall(r"\.month\}月|%-?m月", path.read_text("utf-8"))

    places = {"center/wording.py", "center/formats/zh_Hans/formats.py"}
    others = [path for path in FILES if name_of(path) not in places]
    assert offenders(others, spelled) == {}


def test_people_stand_by_pinyin():
    """A database knows code points, and who searches a name the sound of it."""
    by_name = re.compile(r'order_by\([^()]*"(?:(?:member|person|staff)__)?name"')

    def by_code_point(path):
        return by_name.findall(path.read_text())

    # Books stand as on the shelf.
    books = {"reading_room/views/prints.py"}
    assert offenders([p for p in FILES if name_of(p) not in books], by_code_point) == {}


def test_addresses_in_python_are_reversed():
    tops = (
        "desk|me|rooms|petitions|bookings|transfers|guide|admin|services|library|login"
    )
    typed = re.compile(rf'f?"/(?:{tops})/')

    def found(path):
        return typed.findall(path.read_text("utf-8"))

    # These stand before every address, or write a file for robots.
    edges = {"urls", "middleware"}
    assert offenders([p for p in FILES if p.stem not in edges], found) == {}


def test_sql_below_the_views_has_no_clock():
    def asked(path):
        text = path.read_text("utf-8")
        return re.findall(r"statement_timestamp|clock_timestamp|\bNow\(\)", text)

    below = [path for path in FILES if layer_of(path) in {"rules", "models", "actions"}]
    left = {"membership/models/organizations.py", "petitions/models/queries.py"}
    assert set(offenders(below, asked)) - left == set()


def test_what_a_checker_overlooks_has_its_reason_beside_it():
    told = r"# (?:type: ignore(?:\[[\w, -]+\])?|noqa(?:: [A-Z0-9, ]+)?)$"
    silent = re.compile(told, re.MULTILINE)
    assert offenders(FILES, lambda path: silent.findall(path.read_text("utf-8"))) == {}


# Longer than a file may be; nothing may be added.
LONG_TESTS = {
    "tests/membership/activity_days/test_actions.py",
    "tests/membership/activity_days/test_views.py",
    "tests/membership/transfers/test_actions_out.py",
    "tests/membership/transfers/test_views.py",
    "tests/reservations/test_actions.py",
}


def test_tests_are_short_too():
    def lines(path):
        return max(0, path.read_text("utf-8").count("\n") - FILE_LINES)

    files = (ROOT / "tests").rglob("*.py")
    assert set(offenders(files, lines)) - LONG_TESTS == set()


def is_view(path):
    return path.stem.endswith("views") or "views" in path.parts


def asks_the_clock(node):
    if not isinstance(node, ast.Call) or node.args or node.keywords:
        return False
    called = ast.unparse(node.func).rsplit(".", 1)[-1]
    return called in {"now", "today", "localdate", "localtime", "utcnow"}


def test_only_the_edges_ask_the_clock():
    def asked(path):
        is_edge = {path.stem, layer_of(path)} & CLOCKS
        if is_edge or is_view(path) or "commands" in path.parts:
            return []
        return [node.lineno for node in nodes(path) if asks_the_clock(node)]

    assert offenders(FILES, asked) == {}, "views read the clock and hand it down as at"


def test_views_forms_and_portals_write_nothing():
    def written(path):
        return [
            node.lineno
            for node in nodes(path)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in WRITES
        ]

    layers = {"forms", "portal"}
    reading = [path for path in FILES if layer_of(path) in layers or is_view(path)]
    assert offenders(reading, written) == {}


def test_a_portal_stands_where_it_is_found():
    portals = [path for path in FILES if path.stem == "portal"]
    lost = [path for path in portals if not (path.parent / "apps.py").is_file()]
    assert [name_of(path) for path in lost] == [], "portal.py stands beside apps.py"


def test_no_module_has_a_name_that_means_something_else():
    confusing = {"services", "calendar", "utils", "helpers"}
    assert [name_of(path) for path in FILES if path.stem in confusing] == []


def test_a_template_holds_no_style_and_no_script():
    inline = r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)"
    assert offenders(TEMPLATES, lambda path: re.findall(inline, path.read_text())) == {}


def test_a_template_can_be_read_in_a_diff():
    texts = [path.read_text("utf-8") for path in TEMPLATES]
    lines = [line for text in texts for line in text.splitlines()]
    long = [line for line in lines if len(line) > TEMPLATE_COLUMNS]
    assert len(long) * 100 < len(lines)


def test_addresses_in_templates_are_reversed():
    typed = r'(?:href|action|src|hx-get|hx-post)="/[^"]*"'
    assert offenders(TEMPLATES, lambda path: re.findall(typed, path.read_text())) == {}


def test_only_help_texts_are_let_through_unescaped():
    # Help texts are written in the code and by Django, never by a person.
    def open_to_markup(path):
        text = path.read_text("utf-8")
        found = set(re.findall(r"{{ *([^}|]+)\|safe", text)) - {"field.help_text"}
        return found | set(re.findall("autoescape off", text))

    assert offenders(TEMPLATES, open_to_markup) == {}


REVERSED = re.compile(r"\b(?:reverse|reverse_lazy|redirect)\(\s*[\"']([a-z_]+)[\"']")


def test_every_name_of_an_address_leads_somewhere():
    known = get_resolver().reverse_dict

    def unknown(path):
        names = REVERSED.findall(path.read_text("utf-8"))
        return [name for name in names if name not in known]

    assert offenders(FILES, unknown) == {}
