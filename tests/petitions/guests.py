"""What residents hand in, as their browser sends it."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from petitions.models import Petition

FORM = {
    "kind": "help",
    "title": "楼道灯不亮",
    "body": "三号楼二单元的楼道灯不亮一周了。",
    "name": "林晓",
    "phone": "16100000099",
}


def sent(client, **fields):
    return client.post("/petitions/new/", FORM | fields)


def only():
    return Petition.objects.get()


def picture():
    into = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(into, "PNG")
    return SimpleUploadedFile("灯.png", into.getvalue(), content_type="image/png")
