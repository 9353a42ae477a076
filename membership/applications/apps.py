from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "membership.applications"
    label = "applications"
    verbose_name = "入党申请书"
