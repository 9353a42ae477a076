from django.apps import AppConfig


class TimetableConfig(AppConfig):
    name = "center.timetable"
    verbose_name = "开放时间和日历"
