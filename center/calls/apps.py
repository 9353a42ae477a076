from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "center.calls"
    verbose_name = "要告知的人"
