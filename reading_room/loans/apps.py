from django.apps import AppConfig


class LoansConfig(AppConfig):
    name = "reading_room.loans"
    label = "loans"
    verbose_name = "图书借阅"
