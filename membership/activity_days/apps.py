from django.apps import AppConfig


class ActivityDaysConfig(AppConfig):
    name = "membership.activity_days"
    label = "activity_days"
    verbose_name = "党员活动日"
