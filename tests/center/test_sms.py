"""Whatever a gateway does, it is a refusal in words that give nothing away."""

import json
import socket
import threading
import time

import pytest

from center import sms
from center.checks import messages_lie_closed

PHONE, TEXT = "16120000001", "验证码 123456"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
ANSWERS = [
    (b"HTTP/1.1 400 Bad\r\nContent-Length: 0\r\n\r\n", "HTTP 400"),
    (b"HTTP/1.1 503 16120000001\r\nContent-Length: 0\r\n\r\n", "HTTP 503"),
    (
        b"HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n",
        "HTTP 302",
    ),
    (b"\xff\xfe\x00 garbage\r\n\r\n", "BadStatusLine"),
    (b"HTTP/1.1 \xe4\xb8\xad 16120000001\r\n\r\n", "BadStatusLine"),
    (b"", "RemoteDisconnected"),
    (None, "没有答复"),
]


@pytest.fixture
def gateway(settings):
    """A server that answers one connection after the other as it is told."""
    answers = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.SMS_BACKEND = "center.sms.HttpSms"
        settings.SMS_GATEWAY_URL = f"http://127.0.0.1:{server.getsockname()[1]}/"
        threading.Thread(target=serve, args=(server, answers), daemon=True).start()
        yield answers


def serve(server, answers):
    while True:
        try:
            line, _ = server.accept()
        except OSError:
            return
        line.recv(65536)
        answer = answers.pop(0)
        if answer is None:
            time.sleep(1)
        else:
            line.sendall(answer)
        line.close()


@pytest.mark.parametrize(("answer", "said"), ANSWERS)
def test_a_refusal_is_said_in_words_and_the_next_goes_out(
    gateway, monkeypatch, answer, said
):
    monkeypatch.setattr(sms, "SECONDS", 0.5)
    gateway += [answer, OK]
    why = sms.deliver(PHONE, TEXT)
    assert said in why
    assert PHONE not in why
    assert "123456" not in why
    assert sms.deliver(PHONE, TEXT) == ""


@pytest.mark.parametrize(
    "address",
    ["", "file:///etc/hostname", "gateway", "http://[", "http://127.0.0.1:1/"],
)
def test_a_wrong_address_is_a_refusal(settings, address):
    settings.SMS_BACKEND = "center.sms.HttpSms"
    settings.SMS_GATEWAY_URL = address
    assert sms.deliver(PHONE, TEXT).startswith(("短信网关的地址", "连不上"))


class Hanging:
    def send(self, phone, text):
        time.sleep(2)


class Leaving:
    def send(self, phone, text):
        raise SystemExit(f"{phone} {text}\x00")


def test_who_never_answers_is_left_behind(settings, monkeypatch):
    monkeypatch.setattr(sms, "PATIENCE_SECONDS", 0.1)
    settings.SMS_BACKEND = "tests.center.test_sms.Hanging"
    assert sms.deliver(PHONE, TEXT) == sms.SILENT


@pytest.mark.parametrize("backend", ["tests.center.test_sms.Leaving", "no.such.Thing"])
def test_a_broken_backend_ends_nothing_else(settings, backend):
    settings.SMS_BACKEND = backend
    assert sms.deliver(PHONE, TEXT).startswith("发送程序出错")


# -- The file


@pytest.fixture
def folder(settings, tmp_path):
    settings.SMS_BACKEND = "center.sms.FileSms"
    settings.SMS_FILE = ""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STATIC_ROOT = tmp_path / "static"
    return tmp_path


def test_the_file_lies_beside_the_uploads_and_is_read_by_nobody_else(folder):
    assert [sms.deliver(PHONE, TEXT), sms.deliver(PHONE, "您好\n")] == ["", ""]
    target = folder / "sms.txt"
    lines = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert lines == [[PHONE, TEXT], [PHONE, "您好\n"]]
    assert target.stat().st_mode & 0o777 == 0o600
    assert messages_lie_closed() == []


@pytest.mark.parametrize("place", ["media/sms.txt", "static/a/../sms.txt"])
def test_no_code_is_written_where_it_is_backed_up_or_served(folder, settings, place):
    settings.SMS_FILE = str(folder / place)
    assert sms.deliver(PHONE, TEXT) != ""
    assert not (folder / place).exists()
    assert [error.id for error in messages_lie_closed()] == ["center.E006"]
