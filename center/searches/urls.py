from center.registers.views import urls
from center.searches.registers import TERMS

app_name = "searches"
urlpatterns = urls(TERMS)
