from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "reading_room.documents"
    label = "documents"
    verbose_name = "公开文件"
