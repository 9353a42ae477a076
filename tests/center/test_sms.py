"""Whatever a gateway does, it is a refusal in words that give nothing away."""

import contextlib
import json
import socket
import threading
import time

import pytest

from center import sms
from center.checks import gateway_answer_is_readable, messages_lie_closed
from center.outbox import actions as outbox
from center.outbox.models import Message
from tests import make

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
        answer = answers.pop(0)
        line.recv(65536)
        with line, contextlib.suppress(OSError):
            if answer is None:
                time.sleep(1)
            else:
                line.sendall(answer)
            # Closed with words of the other side unread, it would be a reset.
            line.shutdown(socket.SHUT_WR)
            while line.recv(65536):
                pass


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


def answer_of(body):
    body = body if isinstance(body, bytes) else body.encode()
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body


BODIES = [
    ("code=0", '{"code": 0, "msg": "ok"}', '{"code": 105, "msg": "16120000001 欠费"}'),
    ("code=0", '{"code": "0"}', '{"code": "00"}'),
    ("Code=OK", '{"Code": "OK"}', '{"Code": "isv.BUSINESS_LIMIT_CONTROL"}'),
    ("success=true", '{"success": true}', '{"success": false}'),
    ("data.status=OK", '{"data": {"status": "OK"}}', '{"data": [{"status": "OK"}]}'),
    ("code=0", '{"code":0}', ""),
    ("code=0", '{"code":0}', "<html>code=0</html>"),
    ("code=0", '{"code":0}', "[0]"),
    ("code=0", '{"code":0}', b"\xff\xfe"),
    ("code=null", '{"code": "null"}', '{"code": null}'),
    ("/^(ok|accepted)/", "accepted 8812", "error: ok"),
]


@pytest.mark.parametrize(("success", "good", "bad"), BODIES)
def test_what_a_gateway_says_in_its_body_counts(gateway, settings, success, good, bad):
    settings.SMS_GATEWAY_SUCCESS = success
    gateway += [answer_of(bad), answer_of(good)]
    why = sms.deliver(PHONE, TEXT)
    assert "没有收下" in why
    assert PHONE not in why
    assert sms.deliver(PHONE, TEXT) == ""


@pytest.mark.django_db
def test_such_a_message_is_tried_again_and_never_counts_as_sent(gateway, settings):
    settings.SMS_GATEWAY_SUCCESS = "code=0"
    at = make.moment("2026-11-24 09:00")
    gateway += [answer_of('{"code": 105}'), answer_of('{"code": 0}')]
    outbox.tell(person=None, phone=PHONE, text="您好", once="a", at=at)
    assert outbox.send_waiting(at=at) == 0
    row = Message.objects.get()
    assert (row.state, row.sent_at, "没有收下" in row.error) == ("waiting", None, True)
    assert outbox.send_waiting(at=row.next_try_at) == 1


@pytest.mark.parametrize("wrong", ["ok", "=0", "/(/", "code"])
def test_a_setting_that_says_nothing_is_refused(gateway, settings, wrong):
    settings.SMS_GATEWAY_SUCCESS = wrong
    assert [error.id for error in gateway_answer_is_readable()] == ["center.E008"]
    gateway += [answer_of("ok")]
    assert sms.deliver(PHONE, TEXT) != ""
    settings.SMS_GATEWAY_SUCCESS = "/ok/"
    assert gateway_answer_is_readable() == []


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
