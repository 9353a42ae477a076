"""What a page says, however its template breaks the lines."""

import re


def squeezed(response) -> str:
    """Return the page without line breaks and blanks beside its tags."""
    text = re.sub(r"\s+", " ", response.content.decode())
    return re.sub(r" ?(</?[a-z!][^>]*?) ?> ?", r"\1>", text)
