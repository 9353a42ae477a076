from django.apps import AppConfig


class ReceptionConfig(AppConfig):
    name = "center.reception"
    label = "reception"
    verbose_name = "办理登记"
