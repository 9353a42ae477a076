"""Who may give a center a host name of its own: the operator alone."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from center.models import Center
from tests.center.guide import make as guide
from tests.center.notices import make as notices


def run(*arguments, **options):
    said = StringIO()
    call_command("set_host", *arguments, stdout=said, **options)
    return said.getvalue()


@pytest.fixture(autouse=True)
def _hosts(settings):
    settings.ALLOWED_HOSTS = ["portal.example", "liu.example", "gui.example"]


def test_the_operator_gives_takes_and_lists(house, elsewhere):
    assert "liu.example" in run(elsewhere.pk, " LIU.example. ")
    assert Center.objects.get(pk=elsewhere.pk).host == "liu.example"
    assert f"{elsewhere.pk}\t{elsewhere.name}\tliu.example" in run()
    assert "portal.example" in run(house.pk, "portal.example")
    run(elsewhere.pk, clear=True)
    assert Center.objects.get(pk=elsewhere.pk).host == ""


@pytest.mark.parametrize(
    ("host", "said"),
    [
        ("portal.example", "总的网址"),
        ("Portal.EXAMPLE.", "总的网址"),
        ("evil.example", "ALLOWED_HOSTS"),
        ("", "二选一"),
    ],
)
def test_what_is_not_theirs_is_refused(house, elsewhere, host, said):
    with pytest.raises(CommandError, match=said):
        run(elsewhere.pk, host)
    assert Center.objects.get(pk=elsewhere.pk).host == ""


def test_another_center_s_host_is_refused(house, elsewhere):
    Center.objects.filter(pk=house.pk).update(host="Gui.example")
    with pytest.raises(CommandError, match="已经给了别的中心"):
        run(elsewhere.pk, "gui.example")
    with pytest.raises(CommandError, match="没有这个编号"):
        run(0, "gui.example")


@pytest.mark.parametrize("is_operator", [False, True])
def test_the_admin_gives_none(house, elsewhere, zhao, settings, is_operator):
    settings.SECOND_FACTOR = False
    settings.ALLOWED_HOSTS = ["*"]
    zhao.is_superuser = is_operator
    zhao.save()
    client = Client()
    client.force_login(zhao)
    page = reverse("admin:center_center_change", args=[elsewhere.pk])
    shown = client.get(page)
    assert shown.status_code == 200
    assert "host" not in shown.context["adminform"].form.fields
    form = shown.context["adminform"].form
    sent = {name: form[name].value() or "" for name in form.fields}
    for formset in shown.context["inline_admin_formsets"]:
        management = formset.formset.management_form
        prefix = management.prefix
        sent |= {
            f"{prefix}-{name}": value for name, value in management.initial.items()
        }
        sent[f"{prefix}-INITIAL_FORMS"] = sent[f"{prefix}-TOTAL_FORMS"] = 0
    answer = client.post(page, sent | {"host": "testserver", "slogan": "新标语"})
    assert answer.status_code == 302
    row = Center.objects.get(pk=elsewhere.pk)
    assert (row.host, row.slogan) == ("", "新标语")
    added = client.get(reverse("admin:center_center_add"))
    assert "host" not in added.context["adminform"].form.fields


def test_the_desk_leads_to_public_pages_on_the_host_of_their_center(
    house, elsewhere, zhao, settings
):
    settings.SECOND_FACTOR = False
    two = guide.colleagues(elsewhere)
    item = guide.approved(elsewhere, *two)
    notice = notices.approved(elsewhere, *two)
    desk = Client(headers={"host": "portal.example:8000"})
    desk.force_login(zhao)
    pages = {
        f"/desk/services/{item.key}/": f"/services/{item.slug}/",
        notice.get_absolute_url(): f"/notices/{notice.notice_id}/",
    }
    for desk_page, public in pages.items():
        page = desk.get(desk_page).content.decode()
        assert ("还没有自己的网址" in page, f'"{public}"' in page) == (True, False)
    run(elsewhere.pk, "liu.example")
    for desk_page, public in pages.items():
        page = desk.get(desk_page).content.decode()
        assert f'href="http://liu.example:8000{public}"' in page
    # Whoever is on that host already stays there.
    here = Client(headers={"host": "liu.example"})
    here.force_login(zhao)
    for desk_page, public in pages.items():
        assert f'href="{public}"' in here.get(desk_page).content.decode()
