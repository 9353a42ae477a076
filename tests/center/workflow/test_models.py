"""What every subject that stands on the machine must have in the database."""

from django.apps import apps

from center.workflow.models import Record, Step

MODELS = [model for model in apps.get_models() if not model._meta.proxy]
RECORDS = [model for model in MODELS if issubclass(model, Record)]
STEPS = [model for model in MODELS if issubclass(model, Step)]


def triggers(model):
    return {trigger.name for trigger in model._meta.triggers}


def test_no_step_is_ever_changed():
    assert STEPS
    assert [m for m in STEPS if "append_only" not in triggers(m)] == []


def test_no_record_goes_away_and_none_moves_but_by_its_table():
    assert RECORDS
    wanted = {"never_deleted", "state_moves"}
    assert [m for m in RECORDS if not wanted <= triggers(m)] == []


def test_one_form_makes_one_record():
    loose = [
        model
        for model in RECORDS
        if not any(
            getattr(one, "fields", ()) == ("form_key",)
            for one in model._meta.constraints
        )
    ]
    assert loose == []


def test_every_record_has_its_history():
    steps = {
        model: model._meta.get_field(model.history).related_model for model in RECORDS
    }
    wanted = {"verb", "before", "state", "version", "by", "at", "note"}
    lacking = [
        (model, name)
        for model, step in steps.items()
        for name in wanted
        if model.step_names.get(name, name)
        not in {one.name for one in step._meta.fields}
    ]
    assert lacking == []
