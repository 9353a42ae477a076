"""README.md and .env.example say what can be set, and nothing else."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAME = re.compile(r"[A-Z][A-Z_]+")
READERS = {"env", "environ", "environment", "os.environ"}
# Asked by commands that explain themselves, or for developers.
ELSEWHERE = {"SUPERVISOR_PASSWORD", "DEVDB_ROOT", "DJANGO_SETTINGS_MODULE"}


def read():
    """Return every variable of the environment that the product reads."""
    found = set()
    for path in (ROOT / "center").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                found |= name_in(node)
    return found - ELSEWHERE


def name_in(call):
    reader = ast.unparse(call.func)
    first = call.args[0]
    is_reader = reader.rpartition(".")[0] in READERS or reader == "required"
    is_name = isinstance(first, ast.Constant) and NAME.fullmatch(str(first.value))
    # What a request brought with it is no setting.
    of_request = reader == "environ.get"
    return {first.value} if is_reader and is_name and not of_request else set()


def told():
    text = (ROOT / "README.md").read_text("utf-8")
    table = text.split("\n## Settings\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`(\w+)`", row)}


def test_the_table_of_settings_is_whole():
    more = {"SMS_GATEWAY_URL", "SMS_GATEWAY_TOKEN"}  # told beside SMS_BACKEND
    assert told() | more == read()


def test_the_example_holds_them_all():
    text = (ROOT / ".env.example").read_text("utf-8")
    listed = set(re.findall(r"^#?([A-Z_]+)=", text, re.MULTILINE))
    assert listed == read() - {"DEMO", "DEMO_PASSWORD"}
