"""Line icons, drawn into the page: nothing to fetch, colored as the text is."""

from functools import cache

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

FRAME = '<svg class="icon{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>'
# What stands for an icon that is not here.
DOT = '<circle cx="12" cy="12" r="4"/>'
# Paths are one word to a reader of code.
SHAPES = {
    "pin": (
        '<path d="M12 21s7-6 7-11a7 7 0 1 0-14 0c0 5 7 11 7 11z"/><circle cx="12" '
        'cy="10" r="2.5"/>'
    ),
    "people": (
        '<circle cx="9" cy="8" r="3.5"/><path d="M2.5 20c.6-4 3-6 6.5-6s5.9 2 6.5 '
        '6M16 5.2a3.5 3.5 0 0 1 0 5.6M17.5 14.5c2.3.6 3.6 2.4 4 5.5"/>'
    ),
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>',
    "calendar": (
        '<rect x="3.5" y="5" width="17" height="15.5" rx="2"/><path d="M3.5 10h17M8 '
        '2.5v4M16 2.5v4"/>'
    ),
    "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "arrow-left": '<path d="m15 5-7 7 7 7"/>',
    "arrow-right": '<path d="m9 5 7 7-7 7"/>',
    "phone": (
        '<path d="M6.5 3.5h3l1.5 4.5-2 1.5a12 12 0 0 0 5.5 5.5l1.5-2 4.5 1.5v3a2 2 0 '
        '0 1-2.2 2C10.5 19 5 13.5 4.5 5.7a2 2 0 0 1 2-2.2z"/>'
    ),
    "screen": (
        '<rect x="3" y="4" width="18" height="12" rx="1.5"/><path d="M12 16v4M8 20h8"/>'
    ),
    "print": (
        '<path d="M7 8V3.5h10V8M7 17H4V9.5A1.5 1.5 0 0 1 5.5 8h13A1.5 1.5 0 0 1 20 '
        '9.5V17h-3"/><path d="M7 14h10v6.5H7z"/>'
    ),
    "cancel": '<circle cx="12" cy="12" r="9"/><path d="m8.5 8.5 7 7M15.5 8.5l-7 7"/>',
    "door": '<path d="M5 21V4.5L14 3v18M14 5h5v16M3 21h18M10.5 12v1"/>',
    "book": (
        '<path d="M12 6.5C10 5 7 4.5 3.5 4.5v14c3.5 0 6.5.5 8.5 2 2-1.5 5-2 '
        '8.5-2v-14C17 4.5 14 5 12 6.5zM12 6.5v14"/>'
    ),
    "dumbbell": '<path d="M7 6.5v11M4 9v6M17 6.5v11M20 9v6M7 12h10M2 12h2M20 12h2"/>',
    "chat": '<path d="M4 5h16v11h-9l-5 4v-4H4zM8 9h8M8 12.5h5"/>',
    "elder": (
        '<circle cx="10" cy="4.5" r="2"/><path d="M10 8c-2.5 0-3.5 2-3.5 5l1.5 1.5L7 '
        '21M10 8c1.5 0 2.5 1.5 3 3l3 1.5M9 14l3 3 .5 4M16 11.5V21"/>'
    ),
    "home": '<path d="m3.5 11.5 8.5-8 8.5 8M6 9.5V20h12V9.5M10 20v-5.5h4V20"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "user": (
        '<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c.8-4.5 3.5-6.5 7.5-6.5s6.7 '
        '2 7.5 6.5"/>'
    ),
    "lock": (
        '<rect x="5" y="10.5" width="14" height="10" rx="2"/><path d="M8 10.5V7.5a4 '
        '4 0 0 1 8 0v3M12 14.5v2"/>'
    ),
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.5v.1"/>',
    "warn": '<path d="M12 3.5 2.5 20h19zM12 10v4.5M12 17.2v.1"/>',
    "qr": (
        '<path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.5v2.5H14zM20 '
        '14v6h-6M17.5 17.5H20"/>'
    ),
    "menu": '<path d="M4 6.5h16M4 12h16M4 17.5h16"/>',
    "desk": ('<path d="M3 9.5h18M5 9.5V20M19 9.5V20M5 15h14M9 9.5V5h6v4.5"/>'),
    "send": '<path d="m4 12 16-8-5 16-3.5-6.5zM11.5 13.5 20 4"/>',
    "camera": (
        '<path d="M4 8h3.5L9 5.5h6L16.5 8H20v11H4z"/><circle cx="12" cy="13" r="3.5"/>'
    ),
    "plug": '<path d="M8 3v5M16 3v5M6 8h12v3a6 6 0 0 1-12 0zM12 17v4"/>',
    "list": '<path d="M9 6h12M9 12h12M9 18h12M4 6h.1M4 12h.1M4 18h.1"/>',
}


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    look = " onward" if name == "arrow-right" else ""
    return mark_safe(FRAME.format(look, SHAPES.get(name, DOT)))  # noqa: S308 - all our own
