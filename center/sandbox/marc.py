"""Read library records (ISO 2709, as MARC and CNMARC are exchanged) into fields.

The answer is JSON: for each record its fields as tag and subfields, or nothing where
the record cannot be read.
"""

import json
import logging
from typing import Any

from pymarc import MARCReader, Record

from center.sandbox.refusals import RefusalError

MAX_RECORDS = 20_000
# The coding by which Chinese libraries exchange; others write UTF-8.
CHINESE = "gb18030"
Fields = list[tuple[str, list[tuple[str, str]]]]


def judge(content: bytes) -> bytes:
    logging.disable(logging.CRITICAL)
    records: list[Fields | None] = []
    options: dict[str, Any] = {"permissive": True, "hide_utf8_warnings": True}
    is_utf8 = _is_utf8(content)
    coding = "utf-8" if is_utf8 else CHINESE
    reader = MARCReader(content, force_utf8=is_utf8, file_encoding=coding, **options)
    while True:
        try:
            record = next(reader)
        except StopIteration:
            break
        except Exception:
            # The reader has stepped over what it could not read.
            record = None
        records.append(_fields(record) if record is not None else None)
        if len(records) > MAX_RECORDS:
            raise RefusalError(f"超过 {MAX_RECORDS} 条，请分成几份。")
    return json.dumps({"records": records, "coding": coding.upper()}).encode()


def _fields(record: Record) -> Fields | None:
    found = [
        (field.tag, [(part.code, part.value) for part in field.subfields])
        for field in record.fields
        if not field.is_control_field()
    ]
    return found or None


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
