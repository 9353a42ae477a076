from django.apps import AppConfig


class KeptConfig(AppConfig):
    name = "center.kept"
    verbose_name = "没交完的表"
