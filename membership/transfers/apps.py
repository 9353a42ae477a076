from django.apps import AppConfig


class TransfersConfig(AppConfig):
    name = "membership.transfers"
    label = "transfers"
    verbose_name = "组织关系接转"
