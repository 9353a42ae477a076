from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "center.workflow"
    label = "workflow"
    verbose_name = "办理过程"
