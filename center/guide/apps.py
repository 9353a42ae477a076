from django.apps import AppConfig


class GuideConfig(AppConfig):
    name = "center.guide"
    label = "guide"
    verbose_name = "办事指南"
