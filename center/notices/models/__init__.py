"""Notices, their texts and files, and what is to be disclosed."""

from center.notices.models.disclosure import Duty
from center.notices.models.notice import Notice, NoticeFile, NoticeRead, Text, TextLog

__all__ = ["Duty", "Notice", "NoticeFile", "NoticeRead", "Text", "TextLog"]
