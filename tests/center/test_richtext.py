"""Markdown with the Chinese fix; nothing that a browser could run comes through."""

import re

import pytest

from center import richtext

HOSTILE = [
    "[点](javascript:alert(1))",
    "[点](JaVaScRiPt:alert(1))",
    "[点](java&#115;cript:alert(1))",
    "[点](&#x6A;avascript:alert(1))",
    "[点](jav   ascript:alert(1))",
    "[点](<jav\tascript:alert(1)>)",
    "[点](\x01javascript:alert(1))",
    "[点](data:text/html;base64,PHNjcmlwdD4=)",
    "[点](vbscript:msgbox)",
    "[点](file:///etc/passwd)",
    "[点](//evil.example)",
    "[点](///evil.example)",
    "[点](/\\evil.example)",
    "[点](\\\\evil.example)",
    "[点](/&#92;evil.example)",
    "[点](/\t/evil.example)",
    "[点](</ /evil.example>)",
    "[点](https:evil.example)",
    "[点](http:/evil.example)",
    "[点](https:///evil.example)",
    "[点](evil.example)",
    "[点](../admin/)",
    "[点][x]\n\n[x]: javascript:alert(1)",
    "![图](javascript:alert(1))",
    "![图](https://evil.example/pixel.png)",
    "<javascript:alert(1)>",
    '<script>alert(1)</script><img src=x onerror="alert(1)">',
    '<a href="javascript:alert(1)">点</a>',
    '<svg onload=alert(1)><iframe src="//evil.example"></iframe>',
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    '[点](https://ok.example "><script>alert(1)</script>")',
    "<style>body{display:none}</style>",
    "<form action=/logout/><button>点</button></form>",
    "|a|\n|:-:|\n|<b onmouseover=alert(1)>x</b>|",
]
ELEMENT = re.compile(r"<(/?[a-z0-9]+)([^>]*)>")


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_hostile_comes_through(text):
    made = richtext.render(text)
    elements = ELEMENT.findall(made)
    assert {name.strip("/") for name, _ in elements} <= richtext.TAGS
    assert {rest for _, rest in elements} <= {"", ' href="https://ok.example"'}


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://ok.example/a?b=1#c", "https://ok.example/a?b=1#c"),
        ("HTTP://ok.example", "HTTP://ok.example"),
        ("tel:000-16100000", "tel:000-16100000"),
        ("mailto:a@ok.example", "mailto:a@ok.example"),
        ("/services/a/", "/services/a/"),
        ("/", "/"),
        ("#papers", "#papers"),
        ("?p=2", "?p=2"),
    ],
)
def test_links_lead_where_they_may(address, kept):
    made = richtext.render(f"[看]({address})")
    assert made == f'<p><a href="{kept}">看</a></p>'


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("**注意：**请带", "<strong>注意：</strong>请带"),
        ("请看**“说明”**再来", "请看<strong>“说明”</strong>再来"),
        (
            "带**身份证**和**户口簿**。",
            "带<strong>身份证</strong>和<strong>户口簿</strong>。",
        ),
        ("*注意：*请带", "<em>注意：</em>请带"),
        ("**（免费）**办理", "<strong>（免费）</strong>办理"),
        ("**OK**吗", "<strong>OK</strong>吗"),
        ("每天 2 * 3 = 6 次", "每天 2 * 3 = 6 次"),
        ("** 不是 **", "** 不是 **"),
        ("**bold** text", "<strong>bold</strong> text"),
        ("***都要：***带", "<em><strong>都要：</strong></em>带"),
        ("第一行\n第二行", "第一行<br>\n第二行"),
        ("    空四格开头", "空四格开头"),
        ("`代码`", "`代码`"),
        ("a < b & c", "a &lt; b &amp; c"),
    ],
)
def test_a_paragraph_reads_as_it_was_meant(text, made):
    assert richtext.render(text) == f"<p>{made}</p>"


def test_headings_stay_below_that_of_the_page():
    made = richtext.render("# 一\n## 二\n### 三\n###### 六")
    assert re.findall(r"<(h\d)>(.)", made) == [
        ("h2", "一"),
        ("h2", "二"),
        ("h3", "三"),
        ("h3", "六"),
    ]


def test_dashes_part_paragraphs():
    assert richtext.render("一\n\n---\n\n二") == "<p>一</p>\n<hr>\n<p>二</p>"
    assert "<h" not in richtext.render("一\n---\n二").replace("<hr>", "")


def test_a_table_has_cells_and_no_style():
    made = richtext.render("|材料|份数|\n|:--|--:|\n|身份证|1|")
    assert re.findall(r"<t[hd](?: [^>]*)?>", made) == ["<th>", "<th>", "<td>", "<td>"]


def test_a_picture_becomes_its_words():
    assert richtext.render("![大厅 <b>](https://ok.example/a.png)") == (
        "<p>大厅 &lt;b&gt;</p>"
    )


def test_plain_text_has_no_markup():
    text = "# 通知\n**注意：**请带\n\n- 一\n- [二](/a/) & 三"
    assert richtext.plain(text) == "通知 注意： 请带 一 二 & 三"
