"""The house rules that a machine can check."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("center", "reading_room", "reservations", "membership", "petitions")
APPS = [name for name in NAMES if (ROOT / name).is_dir()]
ROOF = {"center/settings.py", "center/urls.py"}
ORDER = ["rules", "models", "actions", "forms", "desk", "views", "urls"]
PURE = {"rules", "hours", "workdays"}
FILE_LINES, FUNCTION_LINES = 400, 40
WRITES = {"save", "create", "bulk_create", "update", "delete", "bulk_update"}
WRITES |= {"get_or_create", "update_or_create"}
DOTTED = re.compile(r"[A-Za-z_]+(\.[A-Za-z_0-9]+)+")
# The edges, where it may be asked what time it is.
CLOCKS = {"middleware", "admin", "second_factor", "health"}


def python_files():
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def name_of(path):
    return path.relative_to(ROOT).as_posix()


FILES = list(python_files())
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def every(paths):
    return pytest.mark.parametrize("path", list(paths), ids=name_of)


@cache
def tree(path):
    return ast.parse(path.read_text("utf-8"))


@cache
def imports(path):
    """Return each imported module, and module.name for each imported name."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module}
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


def dotted_strings(path):
    """Return strings that could name a module, a model or a permission."""
    for node in ast.walk(tree(path)):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and DOTTED.fullmatch(text):
            yield text


def is_app(folder):
    return folder.parent == ROOT or (folder / "apps.py").is_file()


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


@every(FILES)
def test_an_app_knows_itself_and_center(path):
    known = set(imports(path))
    if name_of(path) not in ROOF:
        known |= set(dotted_strings(path))
    apps = {name.split(".")[0] for name in known} & set(NAMES)
    assert apps <= {path.relative_to(ROOT).parts[0], "center"}


@every(FILES)
def test_a_subject_does_not_know_its_sisters(path):
    here = package_of(path)
    if here not in SUBJECTS:
        return
    parent = here.rsplit(".", 1)[0]
    sisters = {one for one in SUBJECTS if one.startswith(f"{parent}.")} - {here}
    seen = {
        one
        for one in sisters
        for name in imports(path)
        if name == one or name.startswith(f"{one}.")
    }
    assert seen == set()


@every(path for path in FILES if layer_of(path) in ORDER)
def test_a_file_imports_only_what_stands_before_it(path):
    here = package_of(path)
    later = ORDER[ORDER.index(layer_of(path)) + 1 :]
    wrong = {
        name
        for name in imports(path)
        for layer in later
        if f"{name}.".startswith(f"{here}.{layer}.")
    }
    assert wrong == set()


@every(path for path in FILES if layer_of(path) in PURE)
def test_rules_touch_nothing(path):
    modules = {name.rsplit(".", 1)[-1] for name in imports(path)}
    assert modules & {"timezone", "settings", "HttpRequest", "connection"} == set()
    assert not re.search(r"\.objects\b|\.now\(|\.today\(", path.read_text("utf-8"))


@every(FILES)
def test_files_and_functions_are_short(path):
    long = [
        node.name
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno >= FUNCTION_LINES
    ]
    assert long == []
    assert path.read_text("utf-8").count("\n") <= FILE_LINES


def is_view(path):
    return path.stem.endswith("views") or layer_of(path) == "views"


def asks_the_clock(node):
    if not isinstance(node, ast.Call) or node.args or node.keywords:
        return False
    called = ast.unparse(node.func).rsplit(".", 1)[-1]
    return called in {"now", "today", "localdate", "localtime", "utcnow"}


@every(FILES)
def test_only_the_edges_ask_the_clock(path):
    if path.stem in CLOCKS or is_view(path) or "commands" in path.parts:
        return
    lines = [node.lineno for node in ast.walk(tree(path)) if asks_the_clock(node)]
    assert lines == []


@every(path for path in FILES if layer_of(path) in {"forms", "desk"} or is_view(path))
def test_views_forms_and_desk_write_nothing(path):
    lines = [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITES
    ]
    assert lines == []


@every(FILES)
def test_no_module_has_a_name_that_means_something_else(path):
    assert path.stem not in {"services", "calendar", "utils", "helpers"}


@every(TEMPLATES)
def test_a_template_holds_no_style_and_no_script(path):
    text = path.read_text("utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


@every(TEMPLATES)
def test_only_help_texts_are_let_through_unescaped(path):
    text = path.read_text("utf-8")
    assert "autoescape off" not in text
    # Help texts are written in the code and by Django, never by a person.
    assert set(re.findall(r"{{ *([^}|]+)\|safe", text)) <= {"field.help_text"}
