"""What the two commands say before they do anything."""

import os
import socket
import subprocess
from pathlib import Path

import pytest

CODE = Path(__file__).resolve().parents[2]


def prepare(*args, **env):
    return subprocess.run(
        [CODE / ".ci" / "prepare", "requirements-demo.txt", *args],
        env=os.environ | env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def one_sentence(done):
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    return done.stderr


def test_a_taken_port_is_one_sentence():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = one_sentence(prepare(str(port)))
    assert said.startswith(f"端口 {port} 不能用")
    assert f"make demo PORT={port % 65535 + 1}" in said


@pytest.mark.parametrize("port", ["0", "65536", "8O00", "-1", "８０００", "9" * 5000])
def test_a_port_that_is_none_is_one_sentence(port):
    assert "请用 1 到 65535 的数字" in one_sentence(prepare(port))


def test_an_old_python_is_one_sentence(tmp_path):
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2\nexit 1\n')
    old.chmod(0o755)
    for name in ("3.11", "3.12", "3.13", "3.14"):
        (tmp_path / f"python{name}").symlink_to("/bin/false")
    said = one_sentence(prepare(PATH=f"{tmp_path}:/usr/bin:/bin", PYTHON=""))
    assert "需要 Python 3.11" in said
