"""The one style sheet of a page."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from center.static_files import styles_path

register = template.Library()


@register.simple_tag
def styles(*parts: str) -> SafeString:
    """Link what every page has together with these ``parts``, as one file."""
    address = static(styles_path(*parts))
    return format_html('<link rel="stylesheet" href="{}">', address)
