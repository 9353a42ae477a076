"""Count what was looked for and not found."""

import re
from datetime import datetime
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils.timezone import localdate

from center import search
from center.models import Center

# So many digits in a row, of any script, are somebody's number.
_NUMBER = re.compile(r"\d{7}")
MOST_TERMS = 2_000
_COUNT = """
INSERT INTO searches_emptysearch AS s (center_id, place, term, month, count)
SELECT %(center)s, %(place)s, %(term)s, %(month)s, 1
WHERE (SELECT count(*) FROM searches_emptysearch
       WHERE center_id = %(center)s AND month = %(month)s) < %(most)s
ON CONFLICT (center_id, place, term, month) DO UPDATE SET count = s.count + 1
"""


def note_empty(*, center: Center, place: str, typed: str, at: datetime) -> bool:
    """Count a question that found nothing; say whether it was kept.

    Nothing is kept that holds seven digits in a row. A page is never refused because
    this cannot be written.
    """
    term = search.plain(typed)[: search.LONGEST_QUESTION].strip()
    if not term or _NUMBER.search(term.replace(" ", "")):
        return False
    values: dict[str, Any] = {
        "center": center.pk,
        "place": place,
        "term": term,
        "month": localdate(at).replace(day=1),
        "most": MOST_TERMS,
    }
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_COUNT, values)
    except DatabaseError:
        return False
    return True
