from django.apps import AppConfig


class StockConfig(AppConfig):
    name = "reading_room.stock"
    label = "stock"
    verbose_name = "报表、书籍发放"
