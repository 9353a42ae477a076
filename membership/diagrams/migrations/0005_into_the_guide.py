from django.db import migrations
from django.utils.timezone import localdate

LINES = (("谁来办", "actor"), ("时限", "limit"), ("", "text"), ("材料", "record"))
LINES += (("依据", "source"), ("修订", "revision"))
# Nobody is there to be erased by them any more; the rows stay as they are.
LET_GO = """
DO $$
DECLARE found record;
BEGIN
    FOR found IN SELECT conrelid::regclass AS name, conname FROM pg_constraint
        WHERE contype = 'f' AND confrelid = 'center_user'::regclass
        AND conrelid::regclass::text LIKE 'diagrams\\_%'
    LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', found.name, found.conname);
    END LOOP;
END $$
"""


def body_of(edition):
    """Return an edition as the text of a chart."""
    parts, phase = [f"> {edition.caution}" * bool(edition.caution), edition.intro], ""
    for step in edition.steps.order_by("position"):
        parts += [f"## {step.phase}"] * (step.phase != phase)
        phase = step.phase
        said = [(word, getattr(step, name)) for word, name in LINES]
        said.append(("核对", str(step.checked_on or "")))
        said += [("下一步", one) for one in step.ways.splitlines() if one.strip()]
        lines = ["：".join(filter(None, one)) for one in said if one[1]]
        parts.append("\n".join([f"### {step.title}", *lines]))
    return "\n\n".join(filter(None, parts))


def events(diagram):
    """Return moment, edition and who made it public, of all that people wrote."""
    found = []
    for edition in diagram.editions.order_by("number"):
        shown = list(edition.publications.filter(by__isnull=False))
        found += [(one.at, edition, one.by_id) for one in shown]
        if edition.made_by_id and not shown:
            found.append((edition.made_at, edition, None))
    return sorted(found, key=lambda one: (one[0], one[1].number))


def copy(apps, _editor):
    """Write what people made of the charts as rules of the top center."""
    center = apps.get_model("center", "Center").objects.filter(parent=None).first()
    regulations = apps.get_model("guide", "Regulation").objects
    for diagram in apps.get_model("diagrams", "Diagram").objects.order_by("pk"):
        found = events(diagram)
        if found and center is not None:
            told = {"center": center, "slug": diagram.slug}
            made = {"made_at": found[0][0]}
            rule, is_new = regulations.get_or_create(**told, defaults=made)
            if is_new:
                put(apps, rule, found)


def put(apps, rule, found):
    """Write one text for each event: public, given up, or still a draft."""
    text_model = apps.get_model("guide", "RegulationText")
    last_of_day = {localdate(at): n for n, (at, _, by) in enumerate(found) if by}
    for n, (at, edition, by) in enumerate(found):
        is_last = last_of_day.get(localdate(at)) == n
        state = "dropped" if n < len(found) - 1 else "draft"
        state = state if by is None else "approved" if is_last else "withdrawn"
        row = text_model.objects.create(
            regulation=rule,
            n=n + 1,
            state=state,
            title=edition.title,
            body=body_of(edition),
            change_note=edition.note,
            effective_on=localdate(at) if by else None,
            approved_by_id=by,
            approved_at=at if by else None,
            version=1 if state == "draft" else 2,
        )
        writer = edition.made_by_id or by
        step(apps, row, "start", "draft", 1, writer, edition.made_at)
        if state != "draft":
            verb = "approve" if by else "drop"
            step(apps, row, verb, state, 2, by or writer, at)


def step(apps, row, verb, state, version, by, at):
    apps.get_model("guide", "RegulationLog").objects.create(
        version_of=row,
        verb=verb,
        before="" if version == 1 else "draft",
        state=state,
        version=version,
        by_id=by,
        at=at,
    )


def forget_permissions(apps, _editor):
    """Take away what the roles may no longer do."""
    kinds = apps.get_model("contenttypes", "ContentType").objects
    kinds = kinds.filter(app_label="diagrams")
    apps.get_model("auth", "Permission").objects.filter(content_type__in=kinds).delete()
    kinds.delete()


class Migration(migrations.Migration):
    """Charts are rules of the guide; the old tables stay for one release."""

    dependencies = [
        ("diagrams", "0004_without_nodes"),
        ("guide", "0008_public_texts_stay"),
        ("center", "__first__"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [
        migrations.RunPython(copy, migrations.RunPython.noop),
        migrations.RunPython(forget_permissions, migrations.RunPython.noop),
        migrations.RunSQL(LET_GO, migrations.RunSQL.noop),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField("diagram", "published"),
                migrations.DeleteModel("Publication"),
                migrations.DeleteModel("Step"),
                migrations.DeleteModel("Edition"),
                migrations.DeleteModel("Diagram"),
            ]
        ),
    ]
