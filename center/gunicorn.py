"""Configure gunicorn, for the demo and for production alike.

Started as `python -m gunicorn -c center/gunicorn.py center.wsgi`. Under systemd's
socket activation the handed-over socket wins over BIND, so that a restart refuses
nobody. The log says where a request went, never who is meant by it.
"""

import gc
import logging
import os
import re
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from django.urls import reverse
from gunicorn import glogging
from gunicorn.config import Config
from gunicorn.http.message import Request
from gunicorn.http.wsgi import Response

from center.addresses import visitor
from center.logs import LineFormatter
from center.search import reader

# A code opens somebody's booking, request or transfer; a long number may be a phone.
CODE = re.compile(r"/(petitions|bookings|transfers)/(?!(?:new|track)(?:/|$))[^/?\s]+")
NUMBER = re.compile(r"[0-9]{7,}")
QUERY = re.compile(r"\?\S+")


def masked(line: str) -> str:
    return NUMBER.sub("***", CODE.sub(r"/\1/***", QUERY.sub("?***", line)))


class MaskedLineFormatter(LineFormatter):
    """Mask what gunicorn itself says about a request that failed."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


class Logger(glogging.Logger):
    """Log one line for each request, which no address can forge."""

    def setup(self, cfg: Config) -> None:
        """Give the error log its formatter; the access log is made safe in atoms()."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(MaskedLineFormatter())

    def atoms(
        self,
        resp: Response,
        req: Request,
        environ: dict[str, Any],
        request_time: timedelta,
    ) -> dict[str, Any]:
        """Replace the decoded path, in which %0A has become a line break.

        The address is the visitor's, as far as the named proxies tell it.
        """
        found: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        path = str(environ.get("PATH_INFO", "")).encode("latin-1", "replace")
        address = visitor(
            peer=str(environ.get("REMOTE_ADDR", "")),
            forwarded=str(environ.get("HTTP_X_FORWARDED_FOR", "")),
            trusted=os.environ.get("TRUSTED_PROXIES", ""),
        )
        return found | {"U": masked(quote(path)), "h": address or "-"}


bind = os.environ.get("BIND", "127.0.0.1:8000")
# A Unix socket is for its owner and group: whoever opens it says who a visitor is.
umask = 0o007
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
preload_app = True
timeout = 30
graceful_timeout = 20
keepalive = 5
max_requests = 2000
max_requests_jitter = 200
limit_request_line = 4094
limit_request_fields = 60
# No header changes the path or the scheme here, whoever sends it; whose word about
# the scheme and the visitor counts is said once, by TRUSTED_PROXIES.
forwarded_allow_ips = ""
forwarder_headers = ""
secure_scheme_headers: dict[str, str] = {}
# Nobody steers a running server through a socket in somebody's home.
control_socket_disable = True
# Heartbeats are files; on a busy disk they would stall and workers be taken for dead.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108, PTH112 - memory, where there is any
logger_class = Logger
accesslog = os.environ.get("ACCESS_LOG", "-") or None
access_log_format = "%(t)s %(h)s %(m)s %(U)s %(s)s %(B)s %(M)sms"


def when_ready(_server: Any) -> None:
    """Read dictionaries and addresses once; the workers made after this share them.

    Nothing of it is looked through for garbage any more, which would copy all of it
    into each of them.
    """
    reader()
    reverse("home")  # brings in every view
    gc.collect()
    gc.freeze()
