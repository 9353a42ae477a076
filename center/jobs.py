"""Jobs that the commands run for the apps: each alone, told in words of its own."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypeVar

from django.core.management.base import CommandError
from django.db import transaction
from django.utils.module_loading import import_string

Work = TypeVar("Work", bound=Callable[..., int])
Tell = Callable[[str], object]
logger = logging.getLogger("center.jobs")


def job(words: str) -> Callable[[Work], Work]:
    """Give a job of settings.REMINDERS its sentence, with ``{}`` for how many."""

    def named(work: Work) -> Work:
        work.words = words  # type: ignore[attr-defined]
        return work

    return named


def counted(work: Callable[[datetime], int], at: datetime) -> list[str]:
    """Do a job and return its sentence."""
    words: str = getattr(work, "words", f"{work.__module__}：{{}} 条。")
    return [words.format(work(at))]


def run_each(
    paths: Iterable[str], do: Callable[[Any], Iterable[str]], tell: Tell
) -> None:
    """Do each in a transaction of its own, then refuse with the names of what failed.

    One that fails, or cannot even be imported, does not keep the others from running.
    """
    failed = [path for path in paths if not _done(path, do, tell)]
    if failed:
        raise CommandError(f"这些没有做成：{'、'.join(failed)}。其余的都做了。")


def _done(path: str, do: Callable[[Any], Iterable[str]], tell: Tell) -> bool:
    try:
        with transaction.atomic():
            lines = list(do(import_string(path)))
    except Exception as error:
        logger.exception("job %s failed", path)
        tell(f"{path} 出错了（{type(error).__name__}），详情见日志。")
        return False
    for line in lines:
        tell(line)
    return True
