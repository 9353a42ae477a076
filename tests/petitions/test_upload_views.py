"""Files as visitors and staff send them: counted first, judged in a child, refused."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from center import uploads
from center.models import Attempt
from petitions.models import Attachment, Petition
from tests.center.sandbox import hostile
from tests.petitions import make

pytestmark = pytest.mark.django_db
FORM = {
    "kind": "help",
    "title": "楼道灯不亮",
    "body": "三号楼二单元的楼道灯不亮一周了。",
    "name": "林晓",
    "phone": "16100000099",
}


@pytest.fixture(autouse=True)
def _password_is_enough(settings, tmp_path):
    settings.SECOND_FACTOR = False
    settings.MEDIA_ROOT = tmp_path


def pdf(content, name="证明.pdf"):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def pictures(count):
    into = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(into, "PNG")
    return [SimpleUploadedFile(f"{n}.png", into.getvalue()) for n in range(count)]


@pytest.mark.parametrize(
    "content",
    [
        hostile.COSTLY["many streams"],
        hostile.COSTLY["nested arrays"],
        hostile.COSTLY["bomb"],
        hostile.ACTIVE["script behind a comment"],
        hostile.ACTIVE["attachment with an object stream"],
    ],
    ids=range(5),
)
def test_a_visitor_with_a_hostile_pdf_is_told_why(client, house, content):
    answer = client.post("/petitions/new/", FORM | {"files": pdf(content)})
    assert answer.status_code == 422
    (why,) = answer.context["form"].errors["files"]
    assert why.startswith("“证明”")
    assert "PDF" in why
    assert "三号楼二单元" in answer.content.decode()
    assert (Petition.objects.count(), Attachment.objects.count()) == (0, 0)


def test_a_harmless_pdf_is_kept_as_it_is(client, house):
    content = hostile.PLAIN
    assert (
        client.post("/petitions/new/", FORM | {"files": pdf(content)}).status_code
        == 302
    )
    with Attachment.objects.get().file.open("rb") as kept:
        assert kept.read() == content


def _dying(monkeypatch):
    def die(task, content):
        raise KeyboardInterrupt  # as when the worker is killed in the middle

    monkeypatch.setattr(uploads, "judged", die)


def _counted():
    return dict(Attempt.objects.values_list("kind", "count"))


def test_a_request_is_counted_before_its_files_are_judged(client, house, monkeypatch):
    _dying(monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        client.post("/petitions/new/", FORM | {"files": pdf(hostile.PLAIN)})
    assert _counted() == {"petition-address": 1, "upload-address": 1}


def test_files_of_a_refused_form_are_counted_before_they_are_held(
    client, house, monkeypatch
):
    _dying(monkeypatch)
    wrong = FORM | {"body": "", "files": pdf(hostile.PLAIN)}
    with pytest.raises(KeyboardInterrupt):
        client.post("/petitions/new/", wrong)
    assert _counted()["upload-address"] == 1


def test_a_message_is_counted_before_its_files_are_judged(client, house, monkeypatch):
    client.post("/petitions/new/", FORM)
    _dying(monkeypatch)
    sent = {"body": "还没修", "files": pdf(hostile.PLAIN)}
    with pytest.raises(KeyboardInterrupt):
        client.post(f"/petitions/{Petition.objects.get().code}/message/", sent)
    assert _counted()["message-address"] == 1


@pytest.mark.parametrize("what", ["note", "intake"])
def test_staff_are_counted_too(client, house, chen, monkeypatch, what):
    case = make.taken(house, chen)
    before = _counted()  # the text message that tells a stranger's phone
    client.force_login(chen)
    _dying(monkeypatch)
    address = f"/desk/petitions/{case.code}/note/"
    data = {"text": "看过了", "version": case.version}
    if what == "intake":
        address = "/desk/petitions/new/"
        data = {"title": "灯", "kind": "help", "channel": "counter", "name": "林"}
    with pytest.raises(KeyboardInterrupt):
        client.post(address, data | {"files": pdf(hostile.PLAIN)})
    assert _counted() == before | {"upload-person": 1}


@pytest.mark.parametrize("count", [6, 9, 20])
def test_too_many_photos_are_refused_by_the_form_with_the_text_kept(
    client, house, count
):
    answer = client.post("/petitions/new/", FORM | {"files": pictures(count)})
    assert answer.status_code == 422
    assert answer.context["form"].errors["files"] == [
        "一次最多传 5 个文件，请去掉几个。"
    ]
    assert "三号楼二单元" in answer.content.decode()


def test_what_comes_after_the_largest_size_is_not_kept(client, house, monkeypatch):
    seen = []
    clean = uploads.clean_upload
    monkeypatch.setattr(
        uploads, "clean_upload", lambda file: seen.append(file.size) or clean(file)
    )
    large = pdf(b"%PDF-" + b"x" * (9 * 1024 * 1024))
    answer = client.post("/petitions/new/", FORM | {"files": large})
    assert "超过 5 MB" in answer.context["form"].errors["files"][0]
    assert uploads.MAX_BYTES < seen[0] < uploads.MAX_BYTES + 200_000
