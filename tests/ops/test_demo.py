"""The demo from the first line to the last, as somebody types it."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest
from django.conf import settings

from tests.ops.conftest import CODE, devdb, fill


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@contextlib.contextmanager
def started(machine, port, *options):
    demo = subprocess.Popen(
        [sys.executable, "manage.py", "demo", "--port", str(port), *options],
        cwd=CODE,
        env=machine,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield demo
    finally:
        demo.kill()
        demo.communicate()


def lines_until_welcome(demo):
    lines = []
    for line in demo.stdout:
        lines.append(line.rstrip("\n"))
        if "Ctrl-C" in line:
            return lines
    pytest.fail("\n".join([*lines, demo.stderr.read()]))


def page(port, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as found:
        return found.status, found.read().decode()


def test_it_fills_once_serves_and_ends_in_good_order(machine):
    port = free_port()
    with started(machine, port) as demo:
        lines = lines_until_welcome(demo)
        assert f"连心桥演示中心  http://127.0.0.1:{port}/" in lines
        assert f"下面的社区中心  http://liuxi.localhost:{port}/" in lines
        assert "演示账号（密码都是 lianxinqiao-demo）：" in lines
        assert [line for line in lines if line.startswith("  16100000001  ")]
        told = [line.split() for line in lines if line.startswith("   1/")]
        assert told == [[f"1/{len(settings.DEMO_FILLERS)}", "中心"]]
        assert page(port, "/readyz")[0] == 200
        assert page(port, "/")[0] == 200
        demo.send_signal(signal.SIGTERM)
        rest, errors = demo.communicate(timeout=40)
    assert demo.returncode == 0
    assert rest.strip() == "本机数据库已停止，数据保留。"
    assert errors == "正在建立本机数据库……\n"
    assert devdb("status", machine).startswith("没有启动")


def test_a_second_run_adds_nothing_and_ctrl_c_is_quiet(machine):
    fill(machine)
    before = rows(machine)
    port = free_port()
    with started(machine, port) as demo:
        assert "   已有数据，不再填。" in lines_until_welcome(demo)
        os.killpg(demo.pid, signal.SIGINT)
        _, errors = demo.communicate(timeout=40)
    assert (demo.returncode, errors) == (0, "")
    assert rows(machine) == before
    with socket.create_server(("127.0.0.1", port)):
        pass


def rows(machine):
    """Ask in a process of its own: this one has the tests' database."""
    code = (
        "import django; django.setup();"
        "from django.apps import apps;"
        "print({m._meta.label: m.objects.count() for m in apps.get_models()})"
    )
    url = devdb("url", machine).strip()
    environment = machine | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "center.settings",
    }
    run = [sys.executable, "-c", code]
    return subprocess.check_output(run, cwd=CODE, env=environment, text=True)


def test_outside_the_demo_nothing_is_filled(machine):
    url = devdb("url", machine).strip()
    production = machine | {
        "DEMO": "0",
        "DATABASE_URL": url,
        "SECRET_KEY": "x" * 50,
        "ID_KEYS": "QUFB" * 10 + "QUE=",
        "ALLOWED_HOSTS": "portal.example",
    }
    with started(production, free_port()) as demo:
        said, errors = demo.communicate(timeout=300)
    assert (demo.returncode, said) == (1, "")
    assert "不填演示数据" in errors
    assert errors.count("\n") == 1


def test_a_taken_port_is_one_sentence(machine):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with started(machine, port) as demo:
            said, errors = demo.communicate(timeout=300)
    assert (demo.returncode, said) == (1, "")
    assert f"端口 {port} 不能用" in errors
    assert errors.count("\n") == 1
