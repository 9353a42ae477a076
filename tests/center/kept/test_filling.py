"""What was typed goes back into its form and nowhere else, and cannot break out."""

from center.kept.filling import fill, offer_files
from center.kept.models import HeldFile

PAGE = """<form method="get" action="/q/"><input name="title" value="x"></form>
<form method="post" action="/here/">
<input type="hidden" name="csrfmiddlewaretoken" value="new">
<input type="hidden" name="version" value="3">
<input name="title" value="旧"><input type="password" name="pw">
<input name="line" value="a"><input name="line" value="b">
<input type="checkbox" name="sure" value="1" checked>
<input type="radio" name="kind" value="help">
<input type="radio" name="kind" value="ask" checked>
<textarea name="body" rows="3">
旧的</textarea>
<select name="way"><option value="a" selected>甲</option>
<option value="b">乙</option></select>
<input type="file" name="files" multiple>
<button name="send" value="1">交</button>
</form>
<form method="post" action="/other/"><input name="title" value="别的"></form>"""
TYPED = {
    "title": ['"><script>1</script>'],
    "line": ["一", "二"],
    "kind": ["help"],
    "body": ["</textarea><b>&"],
    "way": ["b"],
    "version": ["1"],
    "pw": ["secret"],
}


def filled():
    return fill(PAGE, here="/page/", path="/here/", fields=TYPED)


def test_every_kind_of_field_is_filled():
    page = filled()
    assert 'value="&quot;&gt;&lt;script&gt;1&lt;/script&gt;"' in page
    assert "\n&lt;/textarea&gt;&lt;b&gt;&amp;</textarea>" in page
    assert '<input name="line" value="一"><input name="line" value="二">' in page
    assert '<input type="checkbox" name="sure" value="1">' in page
    assert 'name="kind" value="help" checked>' in page
    assert 'name="kind" value="ask">' in page
    assert '<option value="a">甲</option>\n<option value="b" selected>' in page


def test_hidden_fields_secrets_and_other_forms_stay():
    page = filled()
    assert 'name="csrfmiddlewaretoken" value="new"' in page
    assert 'name="version" value="1"' in page
    assert "secret" not in page
    assert 'action="/q/"><input name="title" value="x">' in page
    assert 'action="/other/"><input name="title" value="别的">' in page


def test_a_page_without_the_form_is_left_alone():
    assert fill(PAGE, here="/page/", path="/gone/", fields=TYPED) is None


def test_files_are_listed_beside_their_field():
    waits = [
        HeldFile(token="t" * 32, name="<照片>.jpg", field="files"),
        HeldFile(token="u" * 32, name="x", field="other"),
    ]
    page = offer_files(PAGE, here="/page/", path="/here/", files=waits)
    assert 'multiple><div class="held">' in page
    assert f'name="held" value="{"t" * 32}" checked><span>&lt;照片&gt;.jpg' in page
    assert "u" * 32 not in page
    assert '<input name="title" value="旧">' in page


def test_a_form_without_an_address_is_posted_to_its_page():
    page = '<form method="post"><input name="a"></form>'
    found = fill(page, here="/x/", path="/x/", fields={"a": ["1"]})
    assert found == '<form method="post"><input name="a" value="1"></form>'
