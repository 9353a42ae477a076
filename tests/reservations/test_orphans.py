"""Files without a row are found and taken out; others are left alone."""

import os
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from center.orphans import Orphans
from tests.reservations import make


def kept(name, *, days):
    """Store a file that was written so many days ago; return its name."""
    name = default_storage.save(name, ContentFile(b"pixels"))
    then = (timezone.now() - timedelta(days=days)).timestamp()
    os.utime(default_storage.path(name), (then, then))
    return name


def test_only_settled_files_without_a_row_go(house, settings, tmp_path, capsys):
    settings.MEDIA_ROOT = tmp_path
    venue = make.venue(house)
    venue.photo = kept("venues/hall.png", days=9)
    venue.save()
    stray = kept("venues/2026/stray.png", days=2)
    fresh = kept("venues/fresh.png", days=0)
    elsewhere = kept("notes/list.txt", days=9)
    at = timezone.now()
    assert Orphans(at).count() == 1
    call_command("purge", dry_run=True)
    assert "没有登记的文件：会删 1 条" in capsys.readouterr().out
    call_command("purge")
    left = [default_storage.exists(name) for name in (stray, venue.photo.name)]
    assert left == [False, True]
    assert all(default_storage.exists(name) for name in (fresh, elsewhere))
    assert Orphans(at).count() == 0


def test_without_any_file_there_is_nothing_to_do(house, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    assert Orphans(timezone.now()).count() == 0
