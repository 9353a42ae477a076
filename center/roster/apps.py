from django.apps import AppConfig


class RosterConfig(AppConfig):
    name = "center.roster"
    label = "roster"
    verbose_name = "岗位和顶岗"
