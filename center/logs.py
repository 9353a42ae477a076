"""One log line per record, which no input can forge or break."""

import logging


class LineFormatter(logging.Formatter):
    """Write time, level, logger and message, with control characters escaped."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line; a trace stays readable, indented."""
        trace = ""
        if record.exc_info:
            trace = "\n  " + self.formatException(record.exc_info).replace("\n", "\n  ")
            record = logging.makeLogRecord(
                record.__dict__ | {"exc_info": None, "exc_text": None}
            )
        line = super().format(record)
        escaped = line.encode("unicode_escape").decode() if _unsafe(line) else line
        return escaped + trace


def _unsafe(line: str) -> bool:
    return any(ord(sign) < 32 or 127 <= ord(sign) < 160 for sign in line)
