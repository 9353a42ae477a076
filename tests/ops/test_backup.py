"""A backup that can be trusted, and a restore that never mixes."""

import contextlib
import json
import shutil
import stat
import tarfile
import threading
from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path

import psycopg2
import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connection

from center import backups

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 11, 25, 1, 30, tzinfo=UTC)


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    folder = settings.MEDIA_ROOT / "2026" / "党群"
    folder.mkdir(parents=True)
    (folder / "照片 1.png").write_bytes(b"\x89PNG" + bytes(100_000))
    (settings.MEDIA_ROOT / "empty.pdf").write_bytes(b"")
    return settings.MEDIA_ROOT


@pytest.fixture
def rows():
    Group.objects.all().delete()
    Group.objects.bulk_create(Group(name=f"第{n}组 ' \\ \n") for n in range(7))


@pytest.fixture
def backup(media, rows, tmp_path):
    return backups.make(tmp_path / "backups", at=AT)


@pytest.fixture
def elsewhere(backup, settings, monkeypatch, tmp_path):
    """Turn to an empty database and an empty MEDIA_ROOT, as on a new machine."""
    name = connection.settings_dict["NAME"]
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}_new")
        cursor.execute(f"CREATE DATABASE {name}_new TEMPLATE template0")
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "NAME", f"{name}_new")
    settings.MEDIA_ROOT = tmp_path / "new media"
    yield settings.MEDIA_ROOT
    connection.close()
    monkeypatch.undo()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name}_new")


def files(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def names():
    return sorted(Group.objects.values_list("name", flat=True))


def test_a_backup_says_what_it_holds_and_is_for_its_owner_only(backup, media):
    assert backup.name == "lianxinqiao-20261125-093000"
    assert stat.S_IMODE(backup.stat().st_mode) == 0o700
    assert {path.name for path in backup.parent.iterdir()} == {backup.name}
    manifest = json.loads((backup / "manifest.json").read_text())
    assert manifest["rows"]["auth_group"] == 7
    assert manifest["files"] == 2
    assert manifest["made_at"] == "2026-11-25T01:30:00+00:00"


def test_a_round_trip_brings_back_every_row_and_file(backup, media, elsewhere):
    call_command("restore", backup, stdout=(said := StringIO()), stderr=StringIO())
    assert names() == sorted(f"第{n}组 ' \\ \n" for n in range(7))
    assert files(elsewhere) == files(media)
    assert "2 个附件，数量全部相符" in said.getvalue()


def test_the_figures_hold_while_people_go_on_working(media, rows, tmp_path):
    stop = threading.Event()
    params = connection.get_connection_params()

    def work():
        with contextlib.closing(psycopg2.connect(**params)) as busy:
            busy.autocommit = True
            number = 0
            while not stop.is_set():
                number += 1
                with busy.cursor() as cursor:
                    sql = "INSERT INTO auth_group (name) VALUES (%s)"
                    cursor.execute(sql, [f"busy {number}"])

    worker = threading.Thread(target=work)
    worker.start()
    try:
        backup = backups.make(tmp_path / "backups", at=AT)
    finally:
        stop.set()
        worker.join()
    counted = json.loads((backup / "manifest.json").read_text())["rows"]["auth_group"]
    assert 7 <= counted < Group.objects.count()
    program = backups._program("pg_restore", backups._server())
    table = ["-n", "public", "-t", "auth_group"]
    arguments = ["--data-only", *table, "-f", str(tmp_path / "rows.sql")]
    backups._run(program, *arguments, str(backup / "database.dump"))
    text = (tmp_path / "rows.sql").read_text()
    dumped = text.split("FROM stdin;\n")[1].split("\n\\.\n")[0]
    assert len(dumped.splitlines()) == counted


def test_a_database_with_tables_is_left_alone(backup):
    before = names()
    with pytest.raises(CommandError, match="只恢复到空数据库"):
        call_command("restore", backup, stderr=StringIO())
    assert names() == before


def test_attachments_that_are_there_already_are_left_alone(backup, elsewhere):
    elsewhere.mkdir()
    (elsewhere / "other.pdf").write_bytes(b"other")
    with pytest.raises(backups.BackupError, match="已有附件"):
        backups.restore(backup)
    assert files(elsewhere) == {"other.pdf": b"other"}
    assert connection.introspection.table_names() == []


@pytest.mark.parametrize("name", ["database.dump", "media.tar"])
@pytest.mark.parametrize("damage", ["changed", "missing"])
def test_a_damaged_backup_is_refused_before_anything_happens(
    backup, elsewhere, name, damage
):
    if damage == "missing":
        (backup / name).unlink()
    else:
        content = bytearray((backup / name).read_bytes())
        content[100] ^= 1
        (backup / name).write_bytes(content)
    with pytest.raises(backups.BackupError, match="备份损坏"):
        backups.restore(backup)
    assert connection.introspection.table_names() == []
    assert not elsewhere.exists()


@pytest.mark.parametrize("manifest", ["", "[]", "{}", '{"made_at": 1}'])
def test_what_is_no_backup_is_refused(backup, elsewhere, manifest):
    (backup / "manifest.json").write_text(manifest)
    with pytest.raises(backups.BackupError, match="不是完整的备份"):
        backups.restore(backup)


def test_missing_rows_are_noticed(backup, elsewhere):
    manifest = json.loads((backup / "manifest.json").read_text())
    manifest["rows"]["auth_group"] += 1
    (backup / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(backups.BackupError, match=r"auth_group 8→7$"):
        backups.restore(backup)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("../outside.txt", tarfile.REGTYPE),
        ("/tmp/devdb-outside.txt", tarfile.REGTYPE),
        ("link", tarfile.SYMTYPE),
        ("device", tarfile.CHRTYPE),
    ],
)
def test_an_archive_cannot_write_elsewhere(tmp_path, name, kind):
    with tarfile.open(tmp_path / "media.tar", "w") as tar:
        member = tarfile.TarInfo(name)
        member.type, member.linkname = kind, "/etc/passwd"
        tar.addfile(member, BytesIO())
    with pytest.raises(backups.BackupError, match="不该有的内容"):
        backups._unpack(tmp_path / "media.tar", tmp_path / "media")
    assert {path.name for path in tmp_path.iterdir()} <= {"media.tar", "media"}
    assert not Path(name).exists()


def test_two_backups_in_one_second_do_not_overwrite(backup):
    before = files(backup)
    with pytest.raises(backups.BackupError, match="已经存在"):
        backups.make(backup.parent, at=AT)
    assert files(backup) == before
    assert len(list(backup.parent.iterdir())) == 1


def test_a_failed_dump_leaves_nothing_behind(media, tmp_path, monkeypatch):
    monkeypatch.setitem(backups.LIBPQ, "user", "PGDATABASE")
    monkeypatch.setitem(backups.LIBPQ, "dbname", "PGUSER")
    with pytest.raises(backups.BackupError, match="pg_dump 没有成功"):
        backups.make(tmp_path / "backups", at=AT)
    assert list((tmp_path / "backups").iterdir()) == []


def test_no_password_stands_in_the_process_list(monkeypatch):
    given = connection.get_connection_params() | {"password": "very secret"}
    monkeypatch.setattr(connection, "get_connection_params", lambda: given)
    assert backups._parameters()["PGPASSWORD"] == "very secret"


def test_too_old_programs_are_not_used():
    with pytest.raises(backups.BackupError, match="postgresql-client-99"):
        backups._program("pg_dump", 99)


def test_without_attachments_there_is_still_a_backup(media, rows, tmp_path):
    shutil.rmtree(media)
    call_command("backup", to=tmp_path, stdout=(said := StringIO()), stderr=StringIO())
    manifest = backups.Manifest.read(tmp_path / said.getvalue().strip())
    assert manifest.files == 0
