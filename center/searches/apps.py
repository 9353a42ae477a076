from django.apps import AppConfig


class SearchesConfig(AppConfig):
    name = "center.searches"
    label = "searches"
    verbose_name = "没找到的词"
