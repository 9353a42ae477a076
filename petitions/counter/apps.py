from django.apps import AppConfig


class CounterConfig(AppConfig):
    name = "petitions.counter"
    label = "petitions_counter"
    verbose_name = "诉求窗口"
