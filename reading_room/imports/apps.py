from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "reading_room.imports"
    label = "imports"
    verbose_name = "书目导入"
