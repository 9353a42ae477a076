"""What a page says, however its template breaks the lines."""

import re


def unwrapped(text: str) -> str:
    """Return a page without the spans that only keep a date on one line."""
    count = 1
    while count:
        text, count = re.subn(r'<span class="nb">([^<]*)</span>', r"\1", text)
    return text


def squeezed(response) -> str:
    """Return the page without line breaks and blanks beside its tags."""
    text = re.sub(r"\s+", " ", unwrapped(response.content.decode()))
    return unwrapped(re.sub(r" ?(</?[a-z!][^>]*?) ?> ?", r"\1>", text))
