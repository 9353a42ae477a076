from django.apps import AppConfig


class PeriodicalsConfig(AppConfig):
    name = "reading_room.periodicals"
    label = "periodicals"
    verbose_name = "期刊订阅"
