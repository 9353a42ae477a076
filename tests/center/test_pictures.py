"""Codes as pictures: read on any ground, also in a dark page."""

import re

import pytest

from center.accounts.views.second_factor import _qr
from center.pictures import qr_svg
from petitions.strip import qr

ADDRESS = "https://portal.example/bookings/CF7K3M9P/"


@pytest.mark.parametrize(
    "draw",
    [
        lambda text: qr_svg(text, title="签到用的二维码"),
        qr,
        lambda text: _qr("16100000003", "ABCDEFGH"),
    ],
)
def test_its_own_white_ground_and_four_quiet_modules(draw):
    picture = draw(ADDRESS)
    size = int(re.search(r'viewBox="0 0 (\d+) \1"', picture)[1])
    ground, code = re.findall(r"<path [^>]*>", picture)
    assert ground == f'<path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/>'
    assert code.startswith('<path stroke="#000" d="M4 4.5h7')
    assert (size - 8 - 17) % 4 == 0  # what is left is a code of some version


def test_it_has_a_name_and_neither_style_nor_the_text():
    picture = qr_svg(ADDRESS, title="签到用的二维码")
    assert picture.startswith('<svg role="img" viewBox="0 0 ')
    assert "<title>签到用的二维码</title>" in picture
    assert not re.search(r"style=|<style|CF7K3M9P|http", picture)
