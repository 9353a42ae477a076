"""Put Django's admin on the portal's own site."""

from django.contrib.admin.apps import AdminConfig


class CenterAdminConfig(AdminConfig):
    """Django's admin with another site."""

    default_site = "center.admin_site.CenterAdminSite"
