from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "center.outbox"
    verbose_name = "给居民的短信"
