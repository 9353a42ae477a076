from django.apps import AppConfig


class PublicationConfig(AppConfig):
    name = "petitions.publication"
    label = "petition_publication"
    verbose_name = "诉求公开"
