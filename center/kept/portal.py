"""What waits for its form goes again by itself."""

from datetime import datetime

from center.jobs import job
from center.kept.actions import due as purge
from center.kept.actions import forget_person, let_old_go

__all__ = ["forget_person", "purge", "remind"]


@job("没交完的表：清掉 {} 个等了一小时的文件。")
def remind(at: datetime) -> int:
    return let_old_go(at)
