"""Run the embedded PostgreSQL that belongs to this checkout.

    python -m devdb url|start|stop|status|reset|remove

For development, tests and the demo on Linux; production names its own server in
DATABASE_URL. Whoever needs the database calls ensure(), and nobody's exit stops it.
What a crash leaves behind is never taken at its word: pg_isready says whether a
server answers, and /proc says which processes work in our data directory.
"""

import contextlib
import fcntl
import os
import re
import select
import shutil
import signal
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from devdb import place
from devdb.place import PORT, SUPERUSER, Cluster, DevdbError, binary, refuse

__all__ = ["DevdbError", "binary", "ensure", "stop", "stop_if_started_here"]

DATABASE = "lianxinqiao"
START_SECONDS = 120
STOP_SECONDS = 60
ANSWERS, STARTING, SILENT = 0, 1, 2
STATES = {ANSWERS: "可以连接", STARTING: "正在启动", SILENT: "没有启动"}

_started_here: set[Path] = set()


def ensure(database: str = DATABASE) -> str:
    """Start the server unless it answers, create the database unless it exists."""
    if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", database):
        refuse(f"数据库名“{database}”不合要求：只用小写字母、数字和下划线。")
    with _held() as cluster:
        if _settled_state(cluster) != ANSWERS:
            if not cluster.exists:
                _create_cluster(cluster)
            _start(cluster)
            _started_here.add(cluster.root)
        _create_database(cluster, database)
    return cluster.url(database)


def stop() -> None:
    """Stop the server of this checkout, also one that no longer answers."""
    if not place.root().is_dir():
        return
    with _held() as cluster:
        _end(cluster)


def stop_if_started_here() -> bool:
    """Stop the server if this process started it and nobody else is using it."""
    if place.root() not in _started_here:
        return False
    others = "SELECT count(*) - 1 FROM pg_stat_activity WHERE client_port IS NOT NULL"
    with _held() as cluster:
        if cluster.ask("psql", "-XAtc", others).stdout.strip() != "0":
            return False
        _end(cluster)
    return True


# -- Telling, locking


def _tell(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


@contextlib.contextmanager
def _held() -> Iterator[Cluster]:
    """Hold the checkout's database alone, with the system's refusals in plain words."""
    try:
        with _locked(place.root()) as root:
            yield place.find(root)
    except OSError as error:
        refuse(
            f"本机数据库不能使用 {error.filename or place.root()}（{error.strerror}）。"
            "请用当初建立它的账号运行，或用 DEVDB_ROOT 另指一个可写的目录。"
        )


@contextlib.contextmanager
def _locked(root: Path) -> Iterator[Path]:
    """Let one process at a time start or stop; a killed one lets go at once."""
    while True:
        _make(root)
        with (root / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if _is_in_place(lock):
                yield root
                return


def _make(root: Path) -> None:
    with contextlib.suppress(FileExistsError):
        root.mkdir(parents=True)
        root.chmod(0o711)  # the server's account passes through, whatever the umask


def _is_in_place(lock: IO[str]) -> bool:
    """Tell whether the lock was deleted, with all the rest, while we waited for it."""
    try:
        return os.path.samestat(os.fstat(lock.fileno()), Path(lock.name).stat())
    except FileNotFoundError:
        return False


# -- Looking


def _state(cluster: Cluster) -> int:
    """Ask the socket; a socket directory of somebody else is no answer."""
    try:
        found = cluster.socket.lstat()
    except FileNotFoundError:
        return SILENT
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != cluster.account.uid:
        return SILENT
    return cluster.ask("pg_isready", "-q", "-t", "2").returncode


def _settled_state(cluster: Cluster) -> int:
    """Wait while a server is still recovering, then say whether it answers."""
    if not cluster.exists:
        return SILENT
    told = _patience()
    for _ in range(START_SECONDS * 5):
        if (state := _state(cluster)) != STARTING:
            return state
        told()
        time.sleep(0.2)
    return state


def _patience() -> Callable[[], None]:
    """Return a function that says once, after two seconds, what takes so long."""
    said: list[str] = []
    since = time.monotonic()

    def tell() -> None:
        if not said and time.monotonic() - since > 2:
            said.append("本机数据库正在恢复，请稍候……")
            _tell(said[0])

    return tell


def _recorded_pid(cluster: Cluster) -> int | None:
    try:
        return int((cluster.data / "postmaster.pid").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None


def _processes(cluster: Cluster) -> list[int]:
    """List what works in our data directory, also after the directory was deleted."""
    data, unfinished = str(cluster.data.resolve()), str(cluster.base / "new-")
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            where = str((process / "cwd").readlink()).removesuffix(" (deleted)")
            name = (process / "comm").read_text().strip()
            is_here = where == data or where.startswith(unfinished)
            if is_here and name in ("postgres", "initdb"):
                found.append(int(process.name))
    return found


# -- Creating


def _sweep(directory: Path, prefix: str) -> None:
    for half in directory.glob(prefix + "*"):
        shutil.rmtree(half)


def _create_cluster(cluster: Cluster) -> None:
    """Build a cluster aside and move it into place whole."""
    _tell("正在建立本机数据库……")
    _end(cluster)  # a server may outlive the directory it served
    _sweep(cluster.base, "new-")
    _remove(cluster.data)
    new = Path(tempfile.mkdtemp(prefix="new-", dir=cluster.base))
    cluster.account.own(new)
    done = cluster.account.run(
        cluster.programs / "initdb",
        *("-D", str(new), "-U", SUPERUSER, "-E", "UTF8", "--locale=C.UTF-8"),
        *("--auth-local=trust", "--auth-host=reject"),
        cwd=new,
    )
    if done.returncode:
        refuse(f"建立本机数据库没有成功：\n{_last_lines(done.stdout)}")
    new.rename(cluster.data)
    if cluster.base != cluster.root:
        _remove(cluster.root / "data")
        (cluster.root / "data").symlink_to(cluster.data)


def _create_database(cluster: Cluster, database: str) -> None:
    known = f"SELECT 1 FROM pg_database WHERE datname = '{database}'"  # noqa: S608
    if cluster.ask("psql", "-XAtc", known).stdout.strip() == "1":
        return
    done = cluster.ask("createdb", database)
    if done.returncode:
        refuse(f"建立数据库 {database} 没有成功：\n{_last_lines(done.stdout)}")


def _remove(path: Path) -> None:
    if path.is_symlink():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path)


def _last_lines(text: str) -> str:
    return "\n".join(text.strip().splitlines()[-8:])


# -- Starting


def _start(cluster: Cluster) -> None:
    for _ in range(3):
        env = _clear_the_way(cluster)
        if _launch(cluster, env):
            return
        time.sleep(0.5)
    said = _last_lines(cluster.log.read_text(errors="replace"))
    refuse(
        f"本机数据库没有起来：\n{said}\n日志在 {cluster.log}；"
        "数据可以丢弃时：python -m devdb reset"
    )


def _clear_the_way(cluster: Cluster) -> dict[str, str]:
    """Remove what a crash left; return what the next server must be told about it."""
    _end(cluster)
    _remove(cluster.socket)
    cluster.socket.mkdir(mode=0o700)  # fails if somebody else was quicker
    cluster.account.own(cluster.socket)
    pid = _recorded_pid(cluster)
    if pid is None:
        (cluster.data / "postmaster.pid").unlink(missing_ok=True)
    elif Path(f"/proc/{pid}").exists():
        # The number belongs to a stranger or a zombie now. The file must stay, as
        # it guards the shared memory, so the server is told not to believe it.
        return {"PG_GRANDPARENT_PID": str(pid)}
    return {}


def _launch(cluster: Cluster, env: dict[str, str]) -> bool:
    """Start the server detached; watch it through a pipe that only it holds open."""
    if cluster.log.exists():
        cluster.log.replace(cluster.log.with_suffix(".log.old"))
    watched, held = os.pipe()
    with cluster.log.open("w") as log:
        cluster.account.run(
            *("/bin/sh", "-c", '"$@" &', "sh", cluster.programs / "postgres"),
            *("-D", str(cluster.data), "-k", str(cluster.socket), "-p", str(PORT)),
            *("-c", "listen_addresses=", "-c", "max_connections=200"),
            env=env,
            log=log.fileno(),
            keep=(held,),
        )
    os.close(held)
    with os.fdopen(watched, "rb") as life:
        return _comes_up(cluster, lambda: not select.select([life], [], [], 0.05)[0])


def _comes_up(cluster: Cluster, is_alive: Callable[[], bool]) -> bool:
    told = _patience()
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if _state(cluster) == ANSWERS:
            return True
        if not is_alive():
            return False
        told()
    return False


# -- Stopping


def _end(cluster: Cluster) -> None:
    """End every process in our data directory, the gentle way first."""
    if _recorded_pid(cluster) in _processes(cluster):
        seconds = str(STOP_SECONDS)
        cluster.run(
            "pg_ctl", "-D", cluster.data, "-m", "fast", "-w", "-t", seconds, "stop"
        )
    for deadly in (signal.SIGQUIT, signal.SIGKILL):
        for pid in _processes(cluster):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, deadly)
        for _ in range(20):
            if not _processes(cluster):
                return
            time.sleep(0.1)


# -- The command line


def _status() -> None:
    with _held() as cluster:
        state = STATES.get(_state(cluster), "状态不明")
        where = f"数据 {cluster.data}\n套接字 {cluster.socket}\n日志 {cluster.log}\n"
        sys.stdout.write(f"{state}（进程 {_recorded_pid(cluster)}）\n{where}")


def _remove_all() -> None:
    """Stop the server and delete its data, wherever they lie."""
    if not place.root().is_dir():
        return
    with _held() as cluster:
        _end(cluster)
        for path in (cluster.socket, place.shelter(cluster.root), cluster.root):
            _remove(path)


def _print_url() -> None:
    sys.stdout.write(ensure() + "\n")


def _reset() -> None:
    _remove_all()
    _print_url()


COMMANDS: dict[str, Callable[[], object]] = {
    "url": _print_url,
    "start": _print_url,
    "stop": stop,
    "status": _status,
    "reset": _reset,
    "remove": _remove_all,
}


def main(argv: list[str]) -> int:
    """Run one of the commands in the module's description."""
    command = COMMANDS.get(argv[1] if len(argv) > 1 else "url")
    if command is None or len(argv) > 2:
        sys.stderr.write(f"用法：python -m devdb {'|'.join(COMMANDS)}\n")
        return 2
    command()
    return 0
