from django.apps import AppConfig


class DayChangesConfig(AppConfig):
    name = "center.day_changes"
    label = "day_changes"
    verbose_name = "放假安排的核对"
