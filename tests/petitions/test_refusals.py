"""A refusal says what works instead, or that there is nothing left to do."""

import ast
import re
from pathlib import Path

from django.conf import settings

WAY = re.compile("请|可以|最晚|最多|只能|才能|就能|才算|由主管来|本中心的同事来")
# There is nothing to do: it is done, it is not there, or it needs no doing.
DONE = re.compile(
    "^(这个回避|这两件|这个关联|这一部分|已经有人|收到的时间太早|没有找到|没有在"
    "|这件诉求没有|这一轮没有|没有等着|没有新情况|匿名的诉求，谁|您本来|这次评价)"
)
# Begin a sentence that another piece ends, or are no sentence.
PIECES = {""}


def words(node):
    """Return the constant words of a string, also of one with values in it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(words(part) for part in node.values)
    return ""


def refusals(tree):
    """Return what is refused: in calls, and in what a rule returns."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in ("refuse", "Refusal"):
                yield words(node.args[0])
        elif isinstance(node, ast.FunctionDef) and re.search(
            "_(problem|refusal)$", node.name
        ):
            for inner in ast.walk(node):
                if isinstance(inner, ast.Return) and inner.value is not None:
                    yield words(inner.value)


def test_every_refusal_of_a_request_says_what_works():
    root = Path(settings.BASE_DIR) / "petitions"
    bare = {
        (path.name, text)
        for folder in ("actions", "rules", "models")
        for path in (root / folder).glob("*.py")
        for text in refusals(ast.parse(path.read_text("utf-8")))
        if text not in PIECES and not WAY.search(text) and not DONE.search(text)
    }
    assert bare == set()
