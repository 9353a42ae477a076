from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "center.notices"
    label = "notices"
    verbose_name = "公告公开"
