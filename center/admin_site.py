"""The admin: one site in the portal's colors, behind the portal's own log-in."""

from functools import update_wrapper
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator

from center import portals
from center.accounts.views import log_in
from center.http import own_path
from center.rules import SUPERVISES


class CenterAdminSite(AdminSite):
    """Supervisors' window; all others get 403."""

    site_title = "连心桥管理"
    site_header = "连心桥 · 管理"
    index_title = "管理"
    site_url = "/"
    enable_nav_sidebar = False

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Begin the morning with what waits; each count opens exactly its rows."""
        user, at = request.user, timezone.now()
        cards = portals.cards_of(user, at)
        offered = portals.gathered("morning")
        sections = [one for make in offered for one in make(user, at) if one.items]
        found = [card for card in cards if card.count]
        context = {
            "title": f"今天要您管的 {len(found)} 件事" if found else "现在没有要办的事",
            "sections": sections,
            "urgent": [card for card in found if card.is_urgent],
            "cards": [card for card in found if not card.is_urgent],
        }
        return super().index(request, context | (extra_context or {}))

    def get_app_list(self, request: HttpRequest, app_label: Any = None) -> list[Any]:
        """List the subjects as the portal does, not by the letters of their names."""
        order = [config.label for config in apps.get_app_configs()]
        found = super().get_app_list(request, app_label)
        return sorted(found, key=lambda one: order.index(one["app_label"]))

    def has_permission(self, request: HttpRequest) -> bool:
        """Let in supervisors and operators who have given their second factor."""
        user: Any = request.user
        if not (user.is_active and user.is_staff and user.has_perm(SUPERVISES)):
            return False
        return not settings.SECOND_FACTOR or bool(user.is_verified())

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Answer 403 to who is logged in and may not come in; others may log in."""
        inner = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            answer: HttpResponse = inner(request, *args, **kwargs)
            return answer

        return update_wrapper(guarded, inner)

    @method_decorator(login_not_required)
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Send people to the portal's log-in, and those who may not come in away."""
        target = own_path(request.GET.get("next", ""), reverse("admin:index"))
        if self.has_permission(request):
            return redirect(target)
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(target)

    def logout(  # type: ignore[override]  # a page of the portal, no template
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return log_in.logout(request)

    def password_change(  # type: ignore[override]  # likewise
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Change the password as everywhere else."""
        return redirect("password")
