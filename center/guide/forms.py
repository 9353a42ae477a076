"""The form of an item, with its papers and steps, and the forms of its verbs."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.validators import URLValidator
from django.db.models import Q
from django.forms.models import fields_for_model
from django.http import QueryDict
from django.utils.timezone import localdate

from center.fields import ACCEPT, DayField, KeyField, PhoneField, ReasonField, TextField
from center.guide.charts import CHARTS
from center.guide.models import Paper, Service, Step, Version
from center.guide.rules import MOST_LINES, NO_PAPERS, Fee, Power, ServiceClass
from center.keys import bound
from center.publishing.forms import SlimForm
from center.registers.forms import EntryForm, form_field
from center.registers.rules import State
from center.roster.models import Post, Window
from center.search import LONGEST_QUESTION
from center.workflow.forms import BIGGEST, CleanForm, RowForm

# Heading -> columns of the form, in the order of the standard.
PARTS: dict[str, Sequence[str]] = {
    "叫什么、归谁办": [
        *("name", "summary", "aliases", "pinyin", "window", "post", "class", "power")
    ],
    "给谁办、要什么条件": ["audience", "conditions", "basis", "no_papers"],
    "多久、多少钱、跑几趟": [
        *("statutory_days", "promised_days", "days_before", "steps_before"),
        *("visits", "visits_reason", "fee_kind", "fee", "fee_basis"),
    ],
    "结果和地点": [
        *("output", "collect_how", "mode", "place", "phone", "complaint_phone"),
        *("online_url", "online_code", "leads_to", "venue", "faq"),
    ],
    "这一版": ["effective_on", "change_note"],
}
COLUMNS = {"class": "service_class", "pinyin": "spoken"}
NAMES = [name for names in PARTS.values() for name in names]
SPARE_LINES = 3
CHART = (
    "## 阶段；### 步骤；下面一行一条：谁来办、时限、材料、依据、修订、核对（日期），"
)
CHART += (
    "其余的行是说明。要分岔写“下一步：什么情况：哪一步的名称或序号”，到此为止写“结束”。"
)
RICH = "可以分段、列点，**加粗**、[文字](网址)。"


def _columns() -> dict[str, forms.Field]:
    names = [COLUMNS.get(name, name) for name in NAMES]
    made = fields_for_model(Version, fields=names, formfield_callback=form_field)
    made["online_url"] = forms.URLField(
        label="网上办理地址",
        max_length=300,
        required=False,
        assume_scheme="https",
        validators=[URLValidator(schemes=["https", "http"])],
    )
    for name, label in (("phone", "咨询电话"), ("complaint_phone", "监督电话")):
        made[name] = PhoneField(landline=True, label=label, required=False)
    for name in ("conditions", "basis", "faq"):
        made[name].help_text = RICH
    made["statutory_days"].help_text = "法规没有规定就空着。"
    back = {column: name for name, column in COLUMNS.items()}
    return {back.get(name, name): one for name, one in made.items() if one}


class LineForm(CleanForm):
    """One paper or one step; a line without its name is no line."""

    first: ClassVar[str]

    @property
    def is_blank(self) -> bool:
        return self.add_prefix("file") not in self.files and not any(
            str(self.data.get(self.add_prefix(name)) or "").strip()
            for name, one in self.fields.items()
            if not isinstance(one, forms.ChoiceField) and name != "count"
        )


def _line_form(model: type[Paper] | type[Step], first: str) -> type[LineForm]:
    made = fields_for_model(model, fields=model.columns, formfield_callback=form_field)
    for name, one in made.items():
        one.required = name == first
        if isinstance(one.widget, forms.Textarea):
            one.widget.attrs["rows"] = 2
    if "count" in made:
        made["count"] = forms.IntegerField(
            label="份数", min_value=1, max_value=99, required=False, initial=1
        )
    if model is Paper:
        made["file"] = forms.FileField(
            label="空表文件",
            required=False,
            help_text="PDF 或图片，来人下载打印；再传一次就换。",
            widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
        )
    more: dict[str, Any] = {"first": first, **made}
    return type(f"{model.__name__}LineForm", (LineForm,), more)


PaperForm = _line_form(Paper, "name")
StepForm = _line_form(Step, "text")


class Lines:
    """The lines of one kind, named ``papers-0-name`` and so on."""

    def __init__(
        self,
        form: type[LineForm],
        prefix: str,
        data: QueryDict | None,
        files: Any,
        rows: Sequence[Mapping[str, Any]],
    ) -> None:
        self.prefix = prefix
        if data is None:
            blank: list[Mapping[str, Any]] = [{}] * SPARE_LINES
            self.forms = [
                form(initial=dict(one), prefix=f"{prefix}-{n}")
                for n, one in enumerate([*rows, *blank])
            ]
            return
        places = {
            int(found[1])
            for name in data
            if (found := re.fullmatch(rf"{prefix}-([0-9]{{1,3}})-[a-z_]+", name))
        }
        sent = [form(data, files, prefix=f"{prefix}-{n}") for n in sorted(places)]
        self.forms = [one for one in sent if not one.is_blank]

    def is_valid(self) -> bool:
        return not [one for one in self.forms if not one.is_valid()]

    @property
    def values(self) -> list[dict[str, Any]]:
        return [
            {
                k: v
                for k, v in one.cleaned_data.items()
                if v not in (None, "") and k != "file"
            }
            for one in self.forms
        ]

    @property
    def files(self) -> dict[str, Any]:
        told = [one.cleaned_data for one in self.forms]
        return {one["name"]: one["file"] for one in told if one.get("file")}

    def words(self) -> str:
        """Return the lines as text, for a page that shows both texts."""
        return "\n".join(
            "，".join(str(v) for v in one.values() if v not in ("", None))
            for one in self.values
        )


class _ServiceForm(RowForm):
    """All that an item says; nothing is required, a draft always saves."""

    columns = COLUMNS
    key = KeyField()

    def prepare(self) -> None:
        center = self.row.service.center_id
        for name, model in (("window", Window), ("post", Post)):
            chosen = self.initial.get(name)
            rows = model._default_manager.filter(center=center)
            known = rows.filter(Q(state=State.VALID) | Q(pk=chosen))
            self.choose_from(name, known.order_by("pk"))
        for name, field in self.fields.items():
            field.required = False
            if name in ("class", "power", "mode", "fee_kind", "leads_to"):
                choices: Any = field
                choices.choices = [one for one in choices.choices if one[0] != ""] + (
                    [("", "没有")] if name == "leads_to" else []
                )
        sent: Any = self.data if self.is_bound else None
        files = self.files if self.is_bound else None
        self.papers = Lines(PaperForm, "papers", sent, files, self._rows("papers"))
        self.steps = Lines(StepForm, "steps", sent, None, self._rows("steps"))

    def is_multipart(self) -> bool:
        return True

    def _rows(self, name: str) -> list[dict[str, Any]]:
        if self.row.pk is None:
            return []
        return [
            dict(zip(one.columns, one.said, strict=True))
            for one in getattr(self.row, name).all()
        ]

    @property
    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [(part, [self[name] for name in names]) for part, names in PARTS.items()]

    def clean(self) -> dict[str, Any]:
        """Fill in what was left alone, and look at the lines too."""
        cleaned = super().clean()
        for name in NAMES:
            column: Any = Version._meta.get_field(COLUMNS.get(name, name))
            if cleaned.get(name) in ("", None) and column.has_default():
                cleaned[name] = column.get_default()
        if cleaned.get("fee_kind") != Fee.PAID and not cleaned.get("fee"):
            cleaned["fee"] = None
        for lines, label in ((self.papers, "材料"), (self.steps, "流程")):
            if len(lines.forms) > MOST_LINES:
                self.add_error(None, f"{label}最多 {MOST_LINES} 条，请并一并。")
            elif not lines.is_valid():
                self.add_error(None, f"{label}里有没填对的，请看下面标红的地方。")
        return cleaned

    def values(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        key = bound(data.pop("key", ""), self.options["request"])
        named = {COLUMNS.get(name, name): value for name, value in data.items()}
        lines = {"papers": self.papers.values, "steps": self.steps.values}
        if [one["name"] for one in lines["papers"]] in NO_PAPERS:
            lines["papers"], named["no_papers"] = [], True
        sent = self.papers.files
        cleaned = self.options["clean"]([*sent.values()])
        files = dict(zip(sent, cleaned, strict=True))
        return {**named, **lines, "files": files, "form_key": key}

    def compared(self, row: Any, **options: Any) -> list[tuple[str, str, str | None]]:
        """Add papers and steps to what is shown of both texts."""
        pairs = super().compared(row, **options)
        now = type(self)(row=row, user=self.user, at=self.at, **options)
        for label, name in (("申报材料", "papers"), ("办理流程", "steps")):
            there = "\n".join(
                "，".join(str(v) for v in one.values() if v not in ("", None))
                for one in now._rows(name)
            )
            pairs.append((label, getattr(self, name).words(), there))
        return pairs


class _EditForm(_ServiceForm):
    version = forms.IntegerField(
        min_value=1, max_value=BIGGEST, widget=forms.HiddenInput
    )


class _NewForm(_ServiceForm):
    slug = forms.SlugField(
        label="网址里的名字",
        max_length=40,
        required=False,
        help_text="小写字母、数字和短横线，如 gaoling；空着就用拼音首字母。",
    )
    code = TextField(label="编号", max_length=20, required=False)


def _with_columns(base: type[_ServiceForm], name: str) -> type[_ServiceForm]:
    return type(name, (base,), {**_columns(), "field_order": NAMES})


EditForm = _with_columns(_EditForm, "EditForm")
NewForm = _with_columns(_NewForm, "NewForm")


class _RegulationForm(RowForm):
    """The text of a rule; nothing is required, a draft always saves."""

    def prepare(self) -> None:
        if self.row.slug in CHARTS:
            self.fields["body"].help_text = CHART

    key = KeyField()
    title = TextField(label="名称", max_length=40, required=False)
    body = TextField(
        label="内容", max_length=20_000, required=False, lines=6, help_text=RICH
    )
    effective_on = DayField(label="从哪天起", required=False)
    change_note = TextField(label="这次改了什么", max_length=200, required=False)

    def values(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        key = bound(data.pop("key", ""), self.options["request"])
        return {**data, "form_key": key}


class RegulationEditForm(_RegulationForm):
    version = forms.IntegerField(
        min_value=1, max_value=BIGGEST, widget=forms.HiddenInput
    )


class RegulationNewForm(_RegulationForm):
    slug = forms.SlugField(
        label="网址里的名字",
        max_length=40,
        help_text="小写字母、数字和短横线，如 shouwen-fuze。",
    )

    def prepare(self) -> None:
        super().prepare()
        self.suggest("slug", self.row.slug)

    field_order = ["slug", "title", "body", "effective_on", "change_note"]


class SlugOrKey(forms.ModelChoiceField):
    """An item by what names it in addresses, or by its number."""

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        found = self.queryset.filter(slug=str(value)).first() if self.queryset else None
        return found or super().to_python(value)


class RetireForm(SlimForm):
    on = DayField(label="从哪天起停办")
    instead = SlugOrKey(
        queryset=Service.objects.none(),
        label="改办哪一项",
        required=False,
        empty_label="没有可以代替的",
    )
    reason = ReasonField(label="为什么停办", max_length=200, required=False)

    def prepare(self) -> None:
        service = self.row.service
        rows = Service.objects.filter(center=service.center_id).exclude(pk=service.pk)
        self.choose_from("instead", rows.order_by("slug"))
        self.suggest("on", localdate(self.at))
        self.initial["instead"] = None


class HangForm(SlimForm):
    place = TextField(label="贴在哪里", max_length=60)


class ProfileForm(EntryForm):
    """A center that says nothing else says for whom it is there."""

    audience = TextField(label="服务对象", max_length=200)


class LookForm(forms.Form):
    """What somebody looks for; a wrong choice asks for everything."""

    q = TextField(label="想办什么事", required=False)
    window = forms.IntegerField(required=False, min_value=1, max_value=99)
    power = forms.ChoiceField(choices=[("", ""), *Power.choices], required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["class"] = forms.ChoiceField(
            choices=[("", ""), *ServiceClass.choices], required=False
        )
        self.fields["q"].widget.attrs |= {
            "maxlength": LONGEST_QUESTION,
            "autocomplete": "off",
            "type": "search",
        }

    def asked(self) -> dict[str, Any]:
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}
