"""The server's log: one line a request, nobody's codes or numbers in it."""

import logging
from datetime import timedelta
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from center import gunicorn

CODE = "7K3M9QWXRT2A"


def logged(path, query="", **more):
    """Let the access log write about a request with this (decoded) path."""
    logger = gunicorn.Logger(Config())
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path.encode().decode("latin-1"),
        "RAW_URI": f"{path}?{query}",
        "QUERY_STRING": query,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "192.0.2.1",
        **more,
    }
    response = SimpleNamespace(status="200 OK", sent=5, headers=[])
    request = SimpleNamespace(headers=[])
    atoms = logger.atoms(response, request, environ, timedelta(milliseconds=7))
    line = gunicorn.access_log_format % logger.atoms_wrapper_class(atoms)
    assert line.isprintable()
    return line.split(" 192.0.2.1 ")[1]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/", "/"),
        ("/rooms/gym/book/", "/rooms/gym/book/"),
        ("/petitions/new/", "/petitions/new/"),
        ("/petitions/track/", "/petitions/track/"),
        (f"/petitions/{CODE}/", "/petitions/***/"),
        (f"/petitions/{CODE}", "/petitions/***"),
        ("/petitions/newX/", "/petitions/***/"),
        ("/petitions/7K3M 9QWX-RT2A/rate/", "/petitions/***/rate/"),
        (f"/desk/petitions/{CODE.lower()}/", "/desk/petitions/***/"),
        ("/bookings/7K3M9QWX/event.ics", "/bookings/***/event.ics"),
        (f"/transfers/{CODE}/", "/transfers/***/"),
        ("/desk/people/16100000001/", "/desk/people/***/"),
        ("/room/\n1.2.3.4 GET /forged", "/room/%0A1.2.3.4%20GET%20/forged"),
        ("/房间/\u2028", "/%E6%88%BF%E9%97%B4/%E2%80%A8"),
    ],
)
def test_a_request_is_one_line_without_codes(path, told):
    assert logged(path) == f"GET {told} 200 5 7ms"


def test_the_query_is_not_told():
    assert logged("/services/", "q=16100000001") == "GET /services/ 200 5 7ms"


def test_an_error_line_is_masked_and_escaped_too():
    record = logging.makeLogRecord(
        {
            "msg": "Error handling request %s",
            "args": (f"/petitions/{CODE}/?phone_tail=0001\nforged",),
            "levelno": logging.ERROR,
            "levelname": "ERROR",
            "name": "gunicorn.error",
        }
    )
    line = gunicorn.MaskedLineFormatter().format(record)
    assert line.endswith("Error handling request /petitions/***/?***")


def test_the_error_log_uses_that_formatter():
    handlers = gunicorn.Logger(Config()).error_log.handlers
    kinds = {type(handler.formatter) for handler in handlers}
    assert kinds == {gunicorn.MaskedLineFormatter}


def test_only_a_named_proxy_tells_whose_address_is_logged(monkeypatch):
    forged = {"HTTP_X_FORWARDED_FOR": "198.51.100.7"}
    assert logged("/", **forged) == "GET / 200 5 7ms"
    monkeypatch.setenv("TRUSTED_PROXIES", "127.0.0.1")
    proxied = forged | {"HTTP_X_FORWARDED_FOR": "6.6.6.6, 192.0.2.1"}
    assert logged("/", REMOTE_ADDR="127.0.0.1", **proxied) == "GET / 200 5 7ms"


def test_no_header_names_the_path_or_the_scheme():
    config = Config()
    for name in ("forwarded_allow_ips", "forwarder_headers", "secure_scheme_headers"):
        config.set(name, getattr(gunicorn, name))
        assert not getattr(config, name)
