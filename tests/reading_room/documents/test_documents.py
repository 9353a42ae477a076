"""Nothing secret is kept, and nothing is public that nobody else reviewed."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction

from center.rules import Role
from center.searches.models import EmptySearch
from reading_room.documents import actions
from reading_room.documents.models import Document
from reading_room.documents.rules import mark_in
from tests import make
from tests.center.sandbox.hostile import pdf
from tests.reading_room.documents.make import AT, BASIS, document, reviewed
from tests.together import at_once, refusals

pytestmark = pytest.mark.django_db
NEW = "/desk/library/documents/new/"
PUBLIC = "/library/documents/"


@pytest.fixture
def desk(client, chen, settings, tmp_path, time_machine):
    settings.SECOND_FACTOR, settings.MEDIA_ROOT = False, tmp_path
    time_machine.move_to(AT)
    client.force_login(chen)
    return client


def typed(**more):
    return {
        "title": "关于居家养老的通知",
        "issuer": "青禾街道办事处",
        "number": "青街办〔2026〕7号",
        "dated_on": "2026-03-12",
        "kind": "policy",
        "summary": "谁可以办。",
        "source_url": "https://www.example.cn/7",
        "secrecy": "无",
        "key": "k" * 32,
    } | more


def stored(tmp_path):
    return [one for one in tmp_path.rglob("*") if one.is_file()]


# -- Secrecy


@pytest.mark.parametrize(
    "text",
    [
        "秘密",
        "机 密★一年",
        "绝　密",
        "內部資料，注意保存",
        "内部资料",
        "注 意 保 存",
        "絕密",
        "★",
        "机.密",
        "秘\u200b密",
    ],
)
@pytest.mark.parametrize("field", ["title", "number", "summary", "file"])
def test_a_grade_is_refused_wherever_it_stands(desk, tmp_path, text, field):
    more = {field: f"关于{text}的事"}
    if field == "file":
        more["file"] = SimpleUploadedFile(f"关于{text}.pdf", b"%PDF-1.4")
    answer = desk.post(NEW, typed(**more))
    assert answer.status_code == 422
    assert "不能放进系统" in answer.content.decode()
    assert (Document.objects.count(), stored(tmp_path)) == (0, [])


@pytest.mark.parametrize("grade", ["内部", "秘密", "机密", "绝密", "别的", ""])
def test_a_grade_in_its_own_field_is_refused(desk, tmp_path, grade):
    file = SimpleUploadedFile("通知.pdf", pdf())
    answer = desk.post(NEW, typed(secrecy=grade, file=file))
    assert answer.status_code == 422
    assert (Document.objects.count(), stored(tmp_path)) == (0, [])


@pytest.mark.parametrize(
    "change",
    [
        "title = '关于机密的事'",
        "number = '秘 密'",
        "summary = '内部资料'",
        "file_name = '绝密.pdf'",
        "secrecy = '秘密'",
        "state = 'public'",
        "reviewed_by_id = uploaded_by_id",
    ],
)
def test_the_database_itself_refuses(house, chen, change):
    document(house, chen)
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE documents_document SET {change}")


def test_words_that_are_no_grade_are_taken():
    assert mark_in("保密观念教育、机关密切联系群众") == ""


# -- Review


def test_it_is_public_only_after_somebody_else_reviewed_it(client, house, chen, zhao):
    row = document(house, chen)
    assert client.get(f"{PUBLIC}{row.pk}/").status_code == 404
    with pytest.raises(ValidationError) as refusal:
        reviewed(row, chen)
    assert "不能审查" in refusal.value.messages[0]
    row = reviewed(row, zhao)
    assert client.get(f"{PUBLIC}{row.pk}/").status_code == 200
    assert row.title in client.get(PUBLIC).content.decode()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"reviewed_on": date(2026, 11, 25)}, "reviewed_on"),
        ({"review_basis": " "}, "review_basis"),
    ],
)
def test_half_a_review_is_none(house, chen, zhao, more, field):
    row = document(house, chen)
    with pytest.raises(ValidationError) as refusal:
        reviewed(row, zhao, **more)
    assert field in refusal.value.message_dict
    assert Document.objects.get().state == "draft"


def test_a_review_on_paper_comes_with_the_document(desk, chen, zhao):
    review = {
        "reviewed_by": zhao.pk,
        "reviewed_on": "2026-11-20",
        "review_basis": BASIS,
    }
    for wrong in (
        {"reviewed_by": chen.pk},
        {"reviewed_on": "2026-11-25"},
        {"review_basis": ""},
    ):
        assert desk.post(NEW, typed(**review | wrong)).status_code == 422
    assert not Document.objects.exists()
    desk.post(NEW, typed(**review))
    desk.post(NEW, typed(**review))
    row = Document.objects.get()
    assert (row.state, row.reviewed_by) == ("public", zhao)
    assert desk.get(f"{PUBLIC}{row.pk}/").status_code == 200


def test_a_new_file_needs_a_new_review(desk, chen, zhao, tmp_path):
    content = pdf()
    file = SimpleUploadedFile("通知.pdf", content)
    desk.post(NEW, typed(file=file))
    row = reviewed(Document.objects.get(), zhao)
    answer = desk.get(f"{PUBLIC}{row.pk}/file/")
    assert answer.content == content
    assert "attachment" in answer.headers["Content-Disposition"]
    url = f"/desk/library/documents/{row.pk}/change/"
    same = typed(version=row.version)
    desk.post(url, same)
    assert Document.objects.get().state == "public"

    fresh = SimpleUploadedFile("通知二.pdf", pdf() + b"\n")
    desk.post(url, same | {"file": fresh})

    row = Document.objects.get()
    assert (row.state, row.reviewed_by, row.reviewed_on) == ("draft", None, None)
    assert (row.review_basis, row.file_name) == ("", "通知二.pdf")
    desk.logout()
    for page in (f"{PUBLIC}{row.pk}/", f"{PUBLIC}{row.pk}/file/"):
        assert desk.get(page).status_code == 404


def test_the_database_keeps_no_review_of_another_text(house, chen, zhao):
    row = reviewed(document(house, chen), zhao)
    for change in ({"title": "别的"}, {"sha256": "0" * 64}, {"summary": "别的"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Document.objects.filter(pk=row.pk).update(**change)


def test_who_changed_it_does_not_review_it(house, chen):
    other = make.staff("何平", Role.CLERK, center=house)
    row = document(house, chen)
    values = {"title": "改过的", "kind": row.kind, "issuer": row.issuer}
    actions.change(row, version=1, by=other, at=AT, **values)
    for who in (chen, other):
        with pytest.raises(ValidationError):
            reviewed(Document.objects.get(), who)


def test_what_is_withdrawn_is_gone_and_its_file_too(client, house, chen, zhao):
    row = reviewed(document(house, chen), zhao)
    actions.withdraw(row, version=row.version, reason="废止了", by=zhao, at=AT)
    assert client.get(f"{PUBLIC}{row.pk}/").status_code == 404
    assert row.title not in client.get(PUBLIC).content.decode()


# -- Talks


def test_of_a_talk_only_our_summary_and_the_source(desk, tmp_path):
    talk = {"kind": "speech", "issuer": "陆远，书记", "number": ""}
    file = SimpleUploadedFile("讲话.pdf", pdf())
    for wrong in ({"file": file}, {"summary": ""}, {"source_url": ""}):
        assert desk.post(NEW, typed(**talk | wrong)).status_code == 422
    assert stored(tmp_path) == []
    desk.post(NEW, typed(**talk))
    assert Document.objects.get().kind == "speech"


def test_they_are_found_by_issuer_number_and_day(client, house, chen, zhao):
    one = reviewed(
        document(house, chen, "养老讲话", kind="speech", issuer="陆远"), zhao
    )
    other = document(
        house, chen, "另一份", number="云民发〔2025〕18号", dated_on=date(2025, 9, 1)
    )
    other = reviewed(other, zhao)

    def found(**asked):
        page = client.get(PUBLIC, asked).context["page"]
        return [row.pk for row in page.object_list]

    assert found(q="陆远") == [one.pk]
    assert found(q="云民发〔2025〕18号") == [other.pk]
    assert found(q="yljh") == [one.pk]
    assert found(year="2025") == [other.pk]
    assert found(kind="speech") == [one.pk]
    assert found(year="x") == [one.pk, other.pk]
    assert found(q="陆远" + "，" * 60) == [one.pk]
    page = client.get(PUBLIC, {"q": "飞碟"}).content.decode()
    assert 'href="/petitions/new/"' in page
    assert EmptySearch.objects.get().term == "飞碟"


def test_a_question_of_the_library_finds_them_too(client, house, chen, zhao):
    row = reviewed(document(house, chen), zhao)
    hidden = document(house, chen, "居家养老的草稿")
    page = client.get("/library/", {"q": "养老"}).content.decode()
    assert f'href="{PUBLIC}{row.pk}/"' in page
    assert hidden.title not in page


@pytest.mark.django_db(transaction=True)
def test_two_who_review_at_once_review_once(house, chen, zhao):
    row = document(house, chen)
    other = make.staff("另一位主管", Role.SUPERVISOR, center=house)

    def review(by):
        return actions.review(
            row,
            version=row.version,
            reviewed_by=by,
            reviewed_on=AT.date(),
            review_basis=BASIS,
            by=by,
            at=AT,
        )

    done = at_once(lambda: review(zhao), lambda: review(other))
    assert len(refusals(done)) == 1
    assert Document.objects.get().steps.filter(verb="review").count() == 1
