from center.registers.logs import EXPORTS
from center.registers.views import urls

app_name = "registers"
urlpatterns = urls(EXPORTS)
