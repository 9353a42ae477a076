"""Jobs that the commands run for the apps: each alone, told in words of its own."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypeVar

from django.core.management.base import CommandError
from django.db import transaction
from django.db.models import QuerySet

Work = TypeVar("Work", bound=Callable[..., int])
Tell = Callable[[str], object]
logger = logging.getLogger("center.jobs")


def job(words: str) -> Callable[[Work], Work]:
    """Give a subject's ``remind`` its sentence, with ``{}`` for how many."""

    def named(work: Work) -> Work:
        work.words = words  # type: ignore[attr-defined]  # read below
        return work

    return named


def counted(work: Callable[[datetime], int], at: datetime) -> list[str]:
    words: str = getattr(work, "words", f"{work.__module__}：{{}} 条。")
    return [words.format(work(at))]


class Due:
    """Rows that are due for something else than to go; ``purge`` takes them as rows.

    ``work`` is given the rows and returns how many it has seen to.
    """

    def __init__(
        self, rows: QuerySet[Any], work: Callable[[QuerySet[Any]], int]
    ) -> None:
        self._rows, self._work = rows, work

    def count(self) -> int:
        return self._rows.count()

    def delete(self) -> tuple[int, dict[str, int]]:
        return self._work(self._rows), {}


def run_each(
    works: Iterable[Any], do: Callable[[Any], Iterable[str]], tell: Tell
) -> None:
    """Do each in a transaction of its own, then refuse with the names of what failed.

    One that fails does not keep the others from running.
    """
    failed = [_name(work) for work in works if not _done(work, do, tell)]
    if failed:
        raise CommandError(f"这些没有做成：{'、'.join(failed)}。其余的都做了。")


def _name(work: Any) -> str:
    return f"{work.__module__}.{work.__qualname__}"


def _done(work: Any, do: Callable[[Any], Iterable[str]], tell: Tell) -> bool:
    try:
        with transaction.atomic():
            lines = list(do(work))
    except Exception as error:
        logger.exception("job %s failed", _name(work))
        tell(f"{_name(work)} 出错了（{type(error).__name__}），详情见日志。")
        return False
    for line in lines:
        tell(line)
    return True
