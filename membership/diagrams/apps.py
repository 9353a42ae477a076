from django.apps import AppConfig


class DiagramsConfig(AppConfig):
    name = "membership.diagrams"
    label = "diagrams"
    verbose_name = "流程图"
