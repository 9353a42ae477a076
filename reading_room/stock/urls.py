from center.registers.views import urls
from reading_room.stock.registers import ISSUES, STOCK

app_name = "stock"
urlpatterns = [*urls(ISSUES), *urls(STOCK)]
