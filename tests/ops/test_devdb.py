"""The embedded database after everything that can happen to a machine."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg2
import pytest

from devdb import place, server

CODE = Path(__file__).resolve().parents[2]
BUSY = "DO $$ BEGIN LOOP PERFORM 1; END LOOP; END $$"


@contextlib.contextmanager
def directory():
    """Yield a directory that others may pass through, unlike pytest's own."""
    top = Path(tempfile.mkdtemp(prefix="devdb-"))
    top.chmod(0o711)
    try:
        yield top
    finally:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DEVDB_ROOT", str(top / "db"))
            server.main(["devdb", "remove"])
        shutil.rmtree(top)


@pytest.fixture(scope="module")
def shared():
    with directory() as top:
        yield top / "db"


@pytest.fixture
def root(shared, monkeypatch):
    """A database that has been through all the tests before."""
    monkeypatch.setenv("DEVDB_ROOT", str(shared))
    return shared


@pytest.fixture
def top(monkeypatch):
    """A place for a database of one's own, in its subdirectory db."""
    with directory() as top:
        monkeypatch.setenv("DEVDB_ROOT", str(top / "db"))
        yield top


def ask(sql, url=None):
    connection = psycopg2.connect(url or server.ensure())
    with contextlib.closing(connection), connection, connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0] if cursor.description else None


def note(text):
    ask(f"DROP TABLE IF EXISTS note; CREATE TABLE note AS SELECT '{text}' AS text")


def notes():
    return ask("SELECT text FROM note")


def cluster():
    return place.find(place.root())


def postmaster():
    return int((cluster().data / "postmaster.pid").read_text().split()[0])


def start_elsewhere(*args, **env):
    return subprocess.Popen(
        [sys.executable, "-m", "devdb", *(args or ["start"])],
        cwd=CODE,
        env=os.environ | env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def until(condition):
    deadline = time.monotonic() + 10
    while not (found := condition()):
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.005)
    return found


def is_running(pid, program):
    """Tell whether the process still runs; a zombie has no working directory."""
    with contextlib.suppress(OSError):
        Path(f"/proc/{pid}/cwd").readlink()
        return Path(f"/proc/{pid}/comm").read_text().strip() == program
    return False


def kill_everything():
    for pid in server._processes(cluster()):
        os.kill(pid, signal.SIGKILL)
    until(lambda: not server._processes(cluster()))


def test_a_cluster_from_nothing_keeps_its_promises(top):
    url = server.ensure()
    assert url.startswith("postgresql://postgres@/lianxinqiao?host=/")
    assert ask("SHOW fsync") == "on"
    assert ask("SHOW synchronous_commit") == "on"
    assert ask("SHOW server_encoding") == "UTF8"
    assert ask("SELECT datcollate FROM pg_database WHERE oid = 1") == "C.UTF-8"
    ask("CREATE EXTENSION pg_trgm")
    assert ask("SELECT cardinality(show_trgm('活动室'))") > 0


def test_asking_again_neither_restarts_nor_stops(root):
    note("first")
    before = postmaster()
    assert server.ensure() == server.ensure()
    assert postmaster() == before
    assert notes() == "first"


def test_two_databases_share_the_server(root):
    note("mine")
    assert ask("SELECT current_database()", server.ensure("other")) == "other"
    assert notes() == "mine"


def test_a_killed_postmaster(root):
    note("kept")
    os.kill(postmaster(), signal.SIGKILL)
    assert notes() == "kept"


def test_a_killed_postmaster_whose_children_are_still_busy(root):
    note("kept")
    url = server.ensure()
    busy = subprocess.Popen(
        [place.binary("psql"), url, "-c", BUSY], stderr=subprocess.DEVNULL
    )
    working = "SELECT pid FROM pg_stat_activity WHERE query LIKE 'DO %'"
    backend = until(lambda: ask(f"SELECT max(pid) FROM ({working}) w", url))
    os.kill(postmaster(), signal.SIGKILL)
    assert notes() == "kept"
    assert backend not in server._processes(cluster())
    busy.wait(10)


@pytest.mark.parametrize("left", [b"", b"\n", b"4711", b"half a li", b"\xff\xfe\x00"])
def test_everything_killed_and_a_broken_pid_file(root, left):
    note(f"kept {left.hex()}")
    kill_everything()
    (cluster().data / "postmaster.pid").write_bytes(left)
    assert notes() == f"kept {left.hex()}"


def test_a_pid_that_belongs_to_somebody_else_now(root):
    note("kept")
    pid_file = cluster().data / "postmaster.pid"
    kill_everything()
    with subprocess.Popen(["/bin/sleep", "60"]) as stranger:
        lines = pid_file.read_text().splitlines()
        pid_file.write_text("\n".join([str(stranger.pid), *lines[1:], ""]))
        assert notes() == "kept"
        assert stranger.poll() is None
        stranger.kill()


def test_a_pid_that_is_an_unreaped_zombie(root):
    note("kept")
    pid_file = cluster().data / "postmaster.pid"
    kill_everything()
    zombie = subprocess.Popen(["/bin/true"])
    until(lambda: "Z" in Path(f"/proc/{zombie.pid}/stat").read_text().split()[2])
    lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(zombie.pid), *lines[1:], ""]))
    assert notes() == "kept"
    zombie.wait()


def test_a_wiped_socket_directory_under_a_living_server(root):
    note("kept")
    before = postmaster()
    shutil.rmtree(cluster().socket)
    assert notes() == "kept"
    assert postmaster() != before


def test_a_deleted_data_directory_under_a_living_server(root):
    note("lost")
    before = set(server._processes(cluster()))
    shutil.rmtree(root)
    assert ask("SELECT to_regclass('note') IS NULL") is True
    assert not before & set(server._processes(cluster()))


def test_killed_in_the_middle_of_initdb(top):
    first = start_elsewhere()
    until(lambda: list(top.glob("db/new-*/base")))
    first.kill()
    first.communicate()
    orphans = server._processes(cluster())
    for pid in orphans:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGSTOP)
    note("whole")
    assert notes() == "whole"
    assert not list(top.glob("db/new-*"))
    assert orphans
    assert not [pid for pid in orphans if is_running(pid, "initdb")]


def test_killed_in_the_middle_of_a_start(root):
    note("kept")
    server.stop()
    second = start_elsewhere()
    until((cluster().data / "postmaster.pid").exists)
    second.kill()
    second.communicate()
    assert notes() == "kept"


def test_eight_starts_at_once_from_nothing(top):
    starts = [start_elsewhere() for _ in range(8)]
    said = {start.communicate(timeout=60)[0] for start in starts}
    assert said == {server.ensure() + "\n"}
    assert {start.returncode for start in starts} == {0}


def test_a_path_of_190_characters(top, monkeypatch):
    long = top / ("很长 path'" + "x" * 190)[: 190 - len(str(top) + "//db")]
    long.mkdir()
    monkeypatch.setenv("DEVDB_ROOT", str(long / "db"))
    note("fits")
    assert len(str(place.root())) == 190
    assert len(str(cluster().socket)) < 90
    assert notes() == "fits"
    server.main(["devdb", "remove"])


def test_a_checkout_nobody_else_may_enter(top):
    top.chmod(0o700)
    note("kept")
    kill_everything()
    assert notes() == "kept"
    assert top.stat().st_mode & 0o777 == 0o700


def test_a_new_checkout_at_an_old_place_starts_empty(top):
    top.chmod(0o700)
    note("of the old one")
    shutil.rmtree(top / "db")
    assert ask("SELECT to_regclass('note') IS NULL") is True


def test_programs_nobody_else_may_read(top):
    """As below /root: venv, data and all, with a umask of 077."""
    site = top / "site"
    package = place.binary("postgres").parents[2]
    for part in (package, package.with_name(package.name + ".libs")):
        shutil.copytree(part, site / part.name)
    for path in (*site.rglob("*"), site, top):
        path.chmod(path.stat().st_mode & 0o700)
    start = start_elsewhere(PYTHONPATH=str(site))
    url, errors = start.communicate(timeout=60)
    assert start.returncode == 0, errors
    assert ask("SELECT 1", url.strip()) == 1
    ask("CREATE EXTENSION btree_gist", url.strip())


def test_somebody_elses_server_at_our_socket_is_no_answer(root, top, monkeypatch):
    note("theirs")
    theirs = cluster().socket
    monkeypatch.setenv("DEVDB_ROOT", str(root))
    note("ours")
    server.stop()
    shutil.rmtree(cluster().socket)
    cluster().socket.symlink_to(theirs)
    assert notes() == "ours"


def test_variables_of_another_server_do_not_lead_astray(root, monkeypatch):
    for name in ("PGHOST", "PGPORT", "PGUSER", "PGDATABASE", "PGSERVICE"):
        monkeypatch.setenv(name, "1")
    url = server.ensure()
    for name in ("PGHOST", "PGPORT", "PGUSER", "PGDATABASE", "PGSERVICE"):
        monkeypatch.delenv(name)
    assert ask("SELECT 1", url) == 1


def test_stopping_is_gentle_complete_and_may_be_repeated(root):
    note("kept")
    server.stop()
    server.stop()
    assert not server._processes(cluster())
    assert "received fast shutdown request" in cluster().log.read_text()
    assert notes() == "kept"


def test_only_who_started_it_stops_it_and_only_when_alone(root):
    url = server.ensure()
    with contextlib.closing(psycopg2.connect(url)):
        assert server.stop_if_started_here() is False
    until(server.stop_if_started_here)
    assert not server._processes(cluster())
    start_elsewhere().communicate(timeout=60)
    server._started_here.clear()
    assert server.stop_if_started_here() is False
    assert server._processes(cluster())


@pytest.mark.parametrize("name", ["", "Name", "a b", "a'b", "1a", "x" * 64])
def test_a_database_name_that_could_be_something_else(root, name):
    with pytest.raises(place.DevdbError, match="不合要求"):
        server.ensure(name)


def test_a_place_that_cannot_hold_a_database_is_one_sentence(top):
    (top / "file").write_text("not a directory")
    start = start_elsewhere(DEVDB_ROOT=str(top / "file" / "db"))
    out, errors = start.communicate(timeout=60)
    assert (out, start.returncode) == ("", 1)
    assert errors.startswith("本机数据库不能使用")
    assert errors.count("\n") == 1


def test_a_start_that_fails_tells_why(top):
    server.ensure()
    server.stop()
    with (cluster().data / "postgresql.conf").open("a") as settings:
        settings.write("shared_buffers = 'a lot'\n")
    with pytest.raises(place.DevdbError, match="shared_buffers"):
        server.ensure()


def test_the_command_line(root, capsys):
    server.stop()
    assert server.main(["devdb", "status"]) == 0
    assert capsys.readouterr().out.startswith("没有启动")
    assert server.main(["devdb"]) == 0
    url = capsys.readouterr().out
    assert url == server.ensure() + "\n"
    note("gone after a reset")
    assert server.main(["devdb", "reset"]) == 0
    assert capsys.readouterr().out == url
    assert ask("SELECT to_regclass('note') IS NULL") is True
    assert server.main(["devdb", "status"]) == 0
    assert capsys.readouterr().out.startswith("可以连接")
    assert server.main(["devdb", "stop"]) == 0
    assert server.main(["devdb", "sotp"]) == 2
    assert "用法" in capsys.readouterr().err
