"""Verbs of every kind: on the spot, beside the row, with a secret, in the page."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import include, path
from django.utils.html import escape

from center.urls import urlpatterns as portal
from center.workflow import views as workflow
from center.workflow.actions import changing
from center.workflow.forms import ReasonForm, VersionForm
from membership.applications.models import Application, Step
from membership.applications.rules import Verb

TEXT_FIELDS = ("nation",)


def assign(row, *, version=None, by, at, **values):
    with changing(row, Verb.ASSIGN, by=by, at=at, version=version) as change:
        for name in TEXT_FIELDS:
            setattr(change.row, name, values.get(name, change.row.nation))
    return change.row


def withdraw(row, *, version=None, by, at, **values):
    with changing(row, Verb.WITHDRAW, by=by, at=at, version=version) as change:
        change.note = values.get("reason", "")
    return change.row


def note(step, *, by, at, file=None, version=None):
    return f"{step.pk} {file}"


class SecretForm(VersionForm):
    secrets = frozenset({"id_number"})

    nation = forms.CharField(label="民族", required=False)
    id_number = forms.CharField(label="证件号", required=False)
    password = forms.CharField(label="口令", widget=forms.PasswordInput, required=False)


class FileForm(VersionForm):
    file = forms.FileField(label="附件")


def find(request, pk):
    return get_object_or_404(Application.objects.all(), pk=pk)


def find_step(request, pk, number):
    return get_object_or_404(Step.objects.select_related("application"), pk=number)


def show(request, row, action, form):
    """Stand in for a page of the row that holds every form."""
    offers = INSIDE.forms(request, row, (action, form))
    lines = [
        f"<p>{one.name} {one.form.auto_id} {one.form.is_bound}</p>{one.form.as_div()}"
        for one in offers
    ]
    answer = HttpResponse("".join([escape(row.code), *lines]))
    answer.status_code = 422 if form.errors else 200
    return answer


COMMON = {"find": find, "crumbs": lambda row: [("工作台", "/desk/")]}
PAGES = workflow.Verbs(
    app="pages",
    actions=[
        workflow.Action(
            verb=Verb.ASSIGN,
            label="改民族",
            form=SecretForm,
            run=assign,
            done=lambda row: f"已改成{row.nation}。",
        ),
        workflow.Action(
            verb=Verb.WITHDRAW,
            label="撤回",
            run=withdraw,
            done="已撤回。",
            on_the_spot=True,
            then=lambda request, row, result: "/desk/",
        ),
        workflow.Action(
            name="attach",
            verb=Verb.ASSIGN,
            label="附件",
            form=FileForm,
            run=note,
            done=str,
            find=find_step,
            record=lambda step: step.application,
            route="steps/<int:number>/",
        ),
        workflow.Action(
            name="blocked",
            label="今天不办",
            run=note,
            done="",
            permission="applications.hand_over_application",
            unless=lambda row, user: "今天不办，请明天来。",
        ),
    ],
    **COMMON,
)
INSIDE = workflow.Verbs(
    app="inside",
    show=show,
    actions=[
        workflow.Action(
            verb=Verb.ASSIGN, label="改民族", form=SecretForm, run=assign, done="已改。"
        ),
        workflow.Action(
            verb=Verb.WITHDRAW, label="撤", form=ReasonForm, run=withdraw, done="已撤。"
        ),
    ],
    **COMMON,
)
app_urls = [
    path("pages/", include((PAGES.urls("<int:pk>/"), "pages"))),
    path("inside/", include((INSIDE.urls("<int:pk>/"), "inside"))),
]
urlpatterns = [*portal, *app_urls]
