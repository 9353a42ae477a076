from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "petitions.reminders"
    label = "petition_reminders"
    verbose_name = "诉求催办"
