import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from center.operations import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("documents", "0001_initial"),
        ("documents", "0002_roles"),
        ("documents", "0003_every_move_has_a_step"),
    ]

    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("center", "0001_tables"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Document",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "version",
                            models.PositiveIntegerField(default=1, editable=False),
                        ),
                        (
                            "form_key",
                            models.CharField(editable=False, max_length=64, null=True),
                        ),
                        (
                            "aliases",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="别名、关键词"
                            ),
                        ),
                        (
                            "spoken",
                            models.CharField(
                                blank=True,
                                help_text="多音字读错时填，拼音之间空格，如 shan lao shi。",
                                max_length=200,
                                verbose_name="读音",
                            ),
                        ),
                        ("plain_name", models.TextField(db_default="", editable=False)),
                        ("words", models.TextField(db_default="", editable=False)),
                        ("pinyin", models.TextField(db_default="", editable=False)),
                        ("initials", models.TextField(db_default="", editable=False)),
                        (
                            "grams",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(),
                                db_default=[],
                                default=list,
                                editable=False,
                                size=None,
                            ),
                        ),
                        (
                            "center",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="center.center",
                                verbose_name="中心",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("policy", "政策文件"),
                                    ("law", "法律法规"),
                                    ("party", "党内法规"),
                                    ("affairs", "党务公开"),
                                    ("speech", "领导讲话"),
                                    ("lecture", "讲座讲稿"),
                                ],
                                default="policy",
                                max_length=7,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "title",
                            models.CharField(max_length=120, verbose_name="标题"),
                        ),
                        (
                            "issuer",
                            models.CharField(
                                max_length=80, verbose_name="发文机关、主讲人"
                            ),
                        ),
                        (
                            "number",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="文号"
                            ),
                        ),
                        ("dated_on", models.DateField(verbose_name="成文日期")),
                        (
                            "summary",
                            models.TextField(
                                blank=True, max_length=3000, verbose_name="我们写的摘要"
                            ),
                        ),
                        (
                            "source_url",
                            models.URLField(
                                blank=True, max_length=300, verbose_name="出处网址"
                            ),
                        ),
                        (
                            "secrecy",
                            models.CharField(
                                choices=[
                                    ("无", "无"),
                                    ("内部", "内部"),
                                    ("秘密", "秘密"),
                                    ("机密", "机密"),
                                    ("绝密", "绝密"),
                                ],
                                default="无",
                                max_length=2,
                                verbose_name="密级",
                            ),
                        ),
                        (
                            "file",
                            models.FileField(
                                blank=True, max_length=120, upload_to="documents/"
                            ),
                        ),
                        (
                            "file_name",
                            models.CharField(
                                blank=True, max_length=100, verbose_name="文件名"
                            ),
                        ),
                        (
                            "size",
                            models.PositiveIntegerField(
                                default=0, verbose_name="大小（字节）"
                            ),
                        ),
                        ("sha256", models.CharField(blank=True, max_length=64)),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经办人",
                            ),
                        ),
                        (
                            "reviewed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="可公开审查人",
                            ),
                        ),
                        (
                            "reviewed_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="审查日期"
                            ),
                        ),
                        (
                            "review_basis",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="审查依据"
                            ),
                        ),
                        (
                            "noted_on",
                            models.DateField(blank=True, editable=False, null=True),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "待审查"),
                                    ("public", "已公开"),
                                    ("withdrawn", "已撤下"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=9,
                                verbose_name="状态",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "公开文件",
                        "verbose_name_plural": "公开文件",
                        "ordering": ["-dated_on", "-pk"],
                        "permissions": [("review_document", "可以审查公开文件")],
                        "default_permissions": ("view", "add"),
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["grams"], name="document_grams"
                            ),
                            models.Index(
                                django.contrib.postgres.indexes.OpClass(
                                    models.F("initials"), name="text_pattern_ops"
                                ),
                                name="document_initials",
                            ),
                            models.Index(
                                fields=["center", "state", "kind"],
                                name="document_public",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("form_key",), name="document_form_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "public", "withdrawn"])
                                ),
                                name="document_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "policy",
                                            "law",
                                            "party",
                                            "affairs",
                                            "speech",
                                            "lecture",
                                        ],
                                    )
                                ),
                                name="document_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("secrecy", "无")),
                                name="document_no_grade",
                                violation_error_message="带密级的文件不能放进系统。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        (
                                            "title__regex",
                                            "秘\\s*密|祕\\s*密|机\\s*密|機\\s*密|绝\\s*密|絕\\s*密|★|内\\s*部\\s*资\\s*料|內\\s*部\\s*資\\s*料|注\\s*意\\s*保\\s*存",
                                        ),
                                        _negated=True,
                                    ),
                                    models.Q(
                                        (
                                            "number__regex",
                                            "秘\\s*密|祕\\s*密|机\\s*密|機\\s*密|绝\\s*密|絕\\s*密|★|内\\s*部\\s*资\\s*料|內\\s*部\\s*資\\s*料|注\\s*意\\s*保\\s*存",
                                        ),
                                        _negated=True,
                                    ),
                                    models.Q(
                                        (
                                            "summary__regex",
                                            "秘\\s*密|祕\\s*密|机\\s*密|機\\s*密|绝\\s*密|絕\\s*密|★|内\\s*部\\s*资\\s*料|內\\s*部\\s*資\\s*料|注\\s*意\\s*保\\s*存",
                                        ),
                                        _negated=True,
                                    ),
                                    models.Q(
                                        (
                                            "file_name__regex",
                                            "秘\\s*密|祕\\s*密|机\\s*密|機\\s*密|绝\\s*密|絕\\s*密|★|内\\s*部\\s*资\\s*料|內\\s*部\\s*資\\s*料|注\\s*意\\s*保\\s*存",
                                        ),
                                        _negated=True,
                                    ),
                                    models.Q(
                                        (
                                            "issuer__regex",
                                            "秘\\s*密|祕\\s*密|机\\s*密|機\\s*密|绝\\s*密|絕\\s*密|★|内\\s*部\\s*资\\s*料|內\\s*部\\s*資\\s*料|注\\s*意\\s*保\\s*存",
                                        ),
                                        _negated=True,
                                    ),
                                ),
                                name="document_no_mark",
                                violation_error_message="带密级或内部字样的文件不能放进系统。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "public"), _negated=True),
                                    models.Q(
                                        models.Q(("review_basis", ""), _negated=True),
                                        ("noted_on__isnull", False),
                                        ("reviewed_by__isnull", False),
                                        ("reviewed_on__isnull", False),
                                        ("reviewed_on__lte", models.F("noted_on")),
                                    ),
                                    _connector="OR",
                                ),
                                name="document_public_when_reviewed",
                                violation_error_message="公开前要有审查人、审查日期和依据，日期不晚于今天。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reviewed_by__isnull", True),
                                    models.Q(
                                        ("reviewed_by", models.F("uploaded_by")),
                                        _negated=True,
                                    ),
                                    _connector="OR",
                                ),
                                name="document_reviewed_by_another",
                                violation_error_message="审查人不能是经办人自己，请另找一位同事审查。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind__in", ("speech", "lecture")),
                                        _negated=True,
                                    ),
                                    models.Q(
                                        models.Q(("source_url", ""), _negated=True),
                                        models.Q(("summary", ""), _negated=True),
                                        ("file", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="document_talks_by_source",
                                violation_error_message="讲话、讲座只放我们自己写的摘要和出处网址，不放全文。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("source_url", ""), _negated=True),
                                    models.Q(("file", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="document_says_where",
                                violation_error_message="请写出处网址，或者附上文件。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="d53282fafa628117aff928838f4d460ec2c4b824",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_86f31",
                                    table="documents_document",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="state_moves",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:public,draft:withdrawn,public:draft,public:withdrawn,withdrawn:draft}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="e8fb8605698b23ed1108107201a4b4b13de48dc7",
                                    operation="UPDATE",
                                    pgid="pgtrigger_state_moves_069fa",
                                    table="documents_document",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="every_move_has_a_step",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    constraint="CONSTRAINT",
                                    func="\n            IF TG_OP = 'UPDATE' THEN\n                IF NEW.version = OLD.version AND NEW.state = OLD.state THEN\n                    RETURN NULL;\n                END IF;\n                IF NEW.version <= OLD.version THEN\n                    RAISE EXCEPTION 'a move of documents_document % is no version',\n                        NEW.id USING ERRCODE = 'check_violation',\n                        CONSTRAINT = 'every_move_has_a_step';\n                END IF;\n            END IF;\n            IF NOT EXISTS (\n                SELECT FROM documents_documentstep WHERE document_id = NEW.id AND version = NEW.version\n            ) THEN\n                RAISE EXCEPTION 'no step of documents_document %, version %',\n                    NEW.id, NEW.version USING ERRCODE = 'check_violation',\n                    CONSTRAINT = 'every_move_has_a_step';\n            END IF;\n            RETURN NULL;\n            ",
                                    hash="b3729e2ee030213c6ac56e766ba997131a5eecb4",
                                    operation="INSERT OR UPDATE",
                                    pgid="pgtrigger_every_move_has_a_step_cecea",
                                    table="documents_document",
                                    timing="DEFERRABLE INITIALLY DEFERRED",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="new_text_new_review",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (NEW.reviewed_by_id IS NOT NULL AND (OLD.kind, OLD.title, OLD.issuer, OLD.number, OLD.dated_on, OLD.summary, OLD.source_url, OLD.sha256) IS DISTINCT FROM (NEW.kind, NEW.title, NEW.issuer, NEW.number, NEW.dated_on, NEW.summary, NEW.source_url, NEW.sha256))",
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="fe66ab8cf70a6e525e188a68014dd212bcf73ed3",
                                    operation="UPDATE",
                                    pgid="pgtrigger_new_text_new_review_b30dd",
                                    table="documents_document",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DocumentStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "before",
                            models.CharField(
                                blank=True,
                                db_default="",
                                editable=False,
                                max_length=20,
                                verbose_name="原来的状态",
                            ),
                        ),
                        (
                            "version",
                            models.PositiveIntegerField(
                                editable=False, null=True, verbose_name="版本"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="时间")),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="说明"
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="documents.document",
                            ),
                        ),
                        (
                            "verb",
                            models.CharField(
                                choices=[
                                    ("add", "登记"),
                                    ("change", "修改"),
                                    ("review", "审查"),
                                    ("withdraw", "撤下"),
                                ],
                                max_length=8,
                                verbose_name="事项",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "待审查"),
                                    ("public", "已公开"),
                                    ("withdrawn", "已撤下"),
                                ],
                                max_length=9,
                                verbose_name="状态",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "公开文件记录",
                        "verbose_name_plural": "公开文件记录",
                        "ordering": ["at", "pk"],
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="c7be10f3a025a97669ea79e94ae3e60ec0a086a1",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_7c030",
                                    table="documents_documentstep",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
