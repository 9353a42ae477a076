"""How dates and times are typed: Django's own formats for Chinese can never match."""

DATE_INPUT_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"]
TIME_INPUT_FORMATS = ["%H:%M", "%H:%M:%S", "%H：%M", "%H点%M分", "%H时%M分"]
DATETIME_INPUT_FORMATS = [
    f"{day}{between}{clock}"
    for day in DATE_INPUT_FORMATS
    for between in (" ", "T", "")
    for clock in ("%H:%M", "%H:%M:%S", "%H：%M")
]
