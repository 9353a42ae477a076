from django.apps import AppConfig


class ClosuresConfig(AppConfig):
    name = "reservations.closures"
    verbose_name = "停用、闭馆"
