from django.apps import AppConfig


class CounterConfig(AppConfig):
    name = "reservations.counter"
    label = "reservations_counter"
    verbose_name = "前台"
