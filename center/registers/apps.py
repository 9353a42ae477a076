from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "center.registers"
    label = "registers"
    verbose_name = "台账"
