"""Numbers are nowhere in clear, and stay readable over a change of keys."""

import logging

import pytest
from cryptography.fernet import Fernet
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection

from membership import crypto
from membership.actions import imports
from membership.models import ImportBatch, Member
from tests.membership import make

NUMBER = make.id_number(serial=7)
OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def test_what_is_sealed_is_not_what_was_said():
    sealed = crypto.seal(NUMBER)
    assert (crypto.unseal(sealed), NUMBER in sealed) == (NUMBER, False)
    assert sealed != crypto.seal(NUMBER)


def test_the_index_tells_equal_numbers_and_nothing_else(settings):
    settings.ID_KEYS = [OLD]
    index = crypto.blind(NUMBER)
    assert crypto.blind(NUMBER) == index
    assert crypto.blind(make.id_number(serial=8)) != index
    settings.ID_KEYS = [NEW]
    assert crypto.blind(NUMBER) != index


def test_the_newest_key_encrypts_and_all_decrypt(settings):
    settings.ID_KEYS = [OLD]
    sealed, index = crypto.seal(NUMBER), crypto.blind(NUMBER)
    settings.ID_KEYS = [NEW, OLD]
    assert crypto.unseal(sealed) == NUMBER
    assert crypto.blind(NUMBER) != index
    assert index in crypto.blinds(NUMBER)
    settings.ID_KEYS = [NEW]
    with pytest.raises(crypto.UnreadableError) as raised:
        crypto.unseal(sealed)
    assert NUMBER not in str(raised.value)


@pytest.mark.parametrize("keys", [["short"], [""], [OLD, "x" * 44]])
def test_wrong_keys_stop_the_start_and_are_not_quoted(settings, keys):
    settings.ID_KEYS = keys
    with pytest.raises(ImproperlyConfigured) as raised:
        crypto.check_keys()
    assert "x" * 44 not in str(raised.value)
    found = [message for message in run_checks() if message.id == "membership.E001"]
    assert len(found) == 1


def test_good_keys_are_good(settings):
    settings.ID_KEYS = [NEW, OLD]
    assert [m for m in run_checks() if m.id == "membership.E001"] == []


@pytest.mark.django_db
def test_rotation_keeps_every_number_and_finds_it_again(
    settings, branch_a, organizer, capsys
):
    settings.ID_KEYS = [OLD]
    numbers = [make.id_number(serial=n) for n in range(20, 25)]
    rows = [make.member(branch_a, f"甲{n}", id_number=n) for n in numbers]
    batch = imports.upload(
        what="members",
        center=branch_a.center,
        data="姓名,党支部,人员类别,入党日期\n甲,乙,正式党员,2020-01-01\n".encode(),
        key="k",
        by=organizer,
        at=make.AT,
    )
    settings.ID_KEYS = [NEW, OLD]
    call_command("rotate_id_keys")
    assert "5 个" in capsys.readouterr().out
    settings.ID_KEYS = [NEW]
    stored = Member.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk")
    assert [crypto.unseal(row.id_cipher) for row in stored] == numbers
    assert [row.id_index for row in stored] == [crypto.blind(n) for n in numbers]
    batch.refresh_from_db()
    assert (batch.state, batch.payload) == (ImportBatch.State.DISCARDED, "")


@pytest.mark.django_db
def test_a_number_under_the_old_key_is_still_taken(settings, branch_a):
    settings.ID_KEYS = [OLD]
    make.member(branch_a, id_number=NUMBER)
    settings.ID_KEYS = [NEW, OLD]
    with pytest.raises(ValidationError, match="已经登记"):
        make.member(branch_a, "许婷", id_number=NUMBER)


@pytest.mark.django_db(transaction=True)
def test_a_dump_and_the_log_hold_no_number(house, committee, organizer, client, caplog):
    """Register, change, find, reveal, import and export; then search everything."""
    caplog.set_level(logging.DEBUG)
    branch = make.organization("branch", committee, name="中共清河第九支部委员会")
    numbers = [make.id_number(serial=n) for n in (101, 102, 103)]
    row = make.member(branch, id_number=numbers[0])
    client.force_login(organizer)
    page = f"/desk/members/{row.pk}/"
    answers = [
        client.post("/desk/members/find/", {"number": numbers[0]}),
        client.post(f"{page}reveal/", {"reason": "核对介绍信"}),
        client.post(
            f"{page}edit/",
            {"name": "秦朗", "joined_on": "2010-06-01", "version": 1}
            | {"id_number": numbers[1]},
        ),
        client.post(
            "/desk/members/import/",
            {"file": _list(branch, numbers[2]), "key": "a" * 32},
        ),
        client.post("/desk/members/export/", {"file_format": "csv"}),
    ]
    assert [answer.status_code for answer in answers] == [302, 200, 302, 302, 200]
    assert numbers[0].encode() in answers[1].content
    assert numbers[1].encode() not in answers[4].content
    addresses = " ".join(answer.headers.get("Location", "") for answer in answers)
    dump = _dump()
    for number in numbers:
        assert number not in dump
        assert number[:17] not in dump
        assert number not in addresses
        assert number not in _without_queries(caplog)
    assert "秦朗" in dump


def _list(branch, number):
    text = (
        "姓名,党支部,人员类别,入党日期,转正日期,身份证号,同意方式\n"
        f"许婷,{branch.name},正式党员,2010-06-01,2011-06-01,{number},纸质签字\n"
    )
    return SimpleUploadedFile("list.csv", text.encode())


def _dump():
    """Return every row of every table as text, as a dump would hold it."""
    texts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            texts += [text for (text,) in cursor.fetchall()]
    return "\n".join(texts)


def _without_queries(caplog):
    # django.db.backends speaks only under DEBUG, which the portal never sets.
    return "\n".join(
        record.getMessage()
        for record in caplog.records
        if record.name != "django.db.backends"
    )
