"""Open the demo center: database, fictional data, server, and an orderly end."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from types import FrameType

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone

from center import portals
from center.demo import ACCOUNTS, HOST_BELOW
from center.models import Center

HOST = "127.0.0.1"
FILLING = 0x1E5B7  # the advisory lock under which one demo at a time is filled
START_SECONDS = 60
STOP_SECONDS = 30
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
Server = subprocess.Popen[bytes]


class Command(BaseCommand):
    """Fill the demo once and serve it until somebody stops it."""

    help = "打开演示中心：建表、填一次虚构数据、启动服务，Ctrl-C 停止。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-serve", action="store_true", help="只填数据")

    def handle(self, *, port: int, no_serve: bool, **_: object) -> None:
        """Prepare, serve, and leave nothing running that serving started."""
        if not settings.DEMO:
            raise CommandError("这里不是演示环境（没有设置 DEMO=1），不填演示数据。")
        password = os.environ.get("DEMO_PASSWORD") or "lianxinqiao-demo"
        if no_serve:
            self.prepare(password)
            return
        _refuse_taken(port)
        with _stoppable():
            try:
                self.prepare(password)
                self.serve(port, password)
            finally:
                self.leave()

    def prepare(self, password: str) -> None:
        """Bring tables, data and static files up to date."""
        with _alone():
            self.tell("── 建立和更新数据表（头一次约半分钟）")
            call_command("migrate", interactive=False, verbosity=0)
            self.tell("── 填入演示数据（全部虚构）")
            if not _fill(password, self.tell):
                self.tell("   已有数据，不再填。")
        self.tell("── 收集样式和图片")
        call_command("collectstatic", interactive=False, verbosity=0)

    def serve(self, port: int, password: str) -> None:
        """Run gunicorn until it ends or somebody asks us to stop."""
        self.tell("── 启动服务")
        with _gunicorn(port) as server:
            _wait_until_ready(server, port)
            self.tell(_welcome(port, password))
            server.wait()
        raise CommandError(f"服务意外结束（{server.returncode}），原因见上面的输出。")

    def leave(self) -> None:
        """Stop the database too, if this run started it and nobody else is in it."""
        from devdb import server  # noqa: PLC0415 - only a demo brings its database

        connection.close()
        if server.stop_if_started_here():
            self.tell("本机数据库已停止，数据保留。")

    def tell(self, line: str) -> None:
        """Write at once, also into a pipe."""
        self.stdout.write(line)
        self.stdout.flush()


@contextlib.contextmanager
def _stoppable() -> Iterator[None]:
    """Make every way of stopping a demo the same orderly one."""
    before = {number: signal.signal(number, _leave) for number in STOPPING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave(_number: int, _frame: FrameType | None) -> None:
    """End with 0: to be stopped is how a demo ends; a second signal changes nothing."""
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)
    raise SystemExit(0)


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            raise CommandError(
                f"端口 {port} 不能用：请换一个，例如 PORT=8001。"
            ) from error


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Let demos that share a database prepare it one after the other."""
    with connection.cursor() as cursor:
        # Waiting for the other one is right here; settings.py forbids it elsewhere.
        cursor.execute(
            "SET lock_timeout = 0; SET statement_timeout = 0;"
            "SET idle_in_transaction_session_timeout = 0"
        )
        cursor.execute("SELECT pg_advisory_lock(%s)", [FILLING])
    try:
        yield
    finally:
        connection.close()  # gives back the lock and the settings


def _fill(password: str, tell: Callable[[str], None]) -> bool:
    """Fill an empty database, wholly or not at all; say whether it was empty."""
    if Center.objects.exists():
        return False
    at, fillers = timezone.now(), portals.in_order("DEMO_FILLERS")
    with transaction.atomic():
        for number, fill in enumerate(fillers, start=1):
            app = apps.get_containing_app_config(fill.__module__)
            tell(f"   {number}/{len(fillers)} {app.verbose_name if app else ''}")
            fill(at=at, password=password)
    return True


@contextlib.contextmanager
def _gunicorn(port: int) -> Iterator[Server]:
    """Start gunicorn out of the terminal's reach, so that we stop it in good order."""
    config = settings.BASE_DIR / "center" / "gunicorn.py"
    environment = {"ACCESS_LOG": "", **os.environ, "BIND": f"{HOST}:{port}"}
    options = ("-c", config, "--log-level", "warning")
    server = subprocess.Popen(  # noqa: S603 - our own program and arguments
        [sys.executable, "-m", "gunicorn", *options, "center.wsgi"],
        cwd=settings.BASE_DIR,
        env=environment,
        start_new_session=True,
    )
    try:
        yield server
    finally:
        server.terminate()
        try:
            server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_until_ready(server: Server, port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None:
        if _is_ready(port):
            return
        if time.monotonic() > deadline:
            raise CommandError(f"服务 {START_SECONDS} 秒内没有就绪。")
        time.sleep(0.1)


def _is_ready(port: int) -> bool:
    asked = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        asked.request("GET", "/readyz")
        return asked.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        asked.close()


def _welcome(port: int, password: str) -> str:
    accounts = "\n".join(f"  {phone}  {role}" for phone, role in ACCOUNTS)
    return (
        f"\n连心桥演示中心  http://{HOST}:{port}/\n"
        f"下面的社区中心  http://{HOST_BELOW}:{port}/\n\n"
        f"演示账号（密码都是 {password}）：\n{accounts}\n\n"
        "按 Ctrl-C 停止。"
    )
