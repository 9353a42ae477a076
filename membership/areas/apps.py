from django.apps import AppConfig


class AreasConfig(AppConfig):
    name = "membership.areas"
    label = "areas"
    verbose_name = "片区"
