"""What the center hands out, how much is left, and who took how much of it."""

from datetime import date

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Q, When

from center.columns import Key, known
from center.registers.models import CountedEntry, Entry, counts_for_ever
from center.registers.rules import State

MOST, FREE = 100_000, 10


class Kind(models.TextChoices):
    """What it is."""

    FORM = "form", "报表"
    BOOK = "book", "书籍"
    MATERIAL = "material", "宣传资料"


class Direction(models.TextChoices):
    """Which way it went."""

    IN = "in", "入库"
    OUT = "out", "领用"


class StockItem(Entry):
    """A form, a book or a leaflet; its stock is the sum of its lines, always."""

    name = models.CharField("品名", max_length=60)
    kind = models.CharField("类别", max_length=8, choices=Kind, default=Kind.FORM)
    unit = models.CharField("单位", max_length=4, default="本")
    shelf = models.CharField("存放处", max_length=40, blank=True)
    stock = models.IntegerField("库存", default=0, editable=False)

    class Meta(Entry.Meta):
        verbose_name = "品名"
        verbose_name_plural = "报表、书籍库存"
        triggers = [
            *Entry.Meta.triggers,
            # Only the trigger of the lines moves it: that is one level deeper.
            pgtrigger.Protect(
                name="stock_by_lines",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.stock IS DISTINCT FROM NEW.stock AND pg_trigger_depth() = 0"
                ),
            ),
            pgtrigger.Protect(
                name="stock_begins_at_nothing",
                operation=pgtrigger.Insert,
                condition=pgtrigger.Condition("NEW.stock <> 0"),
            ),
        ]
        constraints = [
            *Entry.Meta.constraints,
            models.UniqueConstraint(
                fields=["center", "name"],
                condition=Q(state=State.VALID),
                name="stockitem_name_once",
                violation_error_message="已经有这个品名，请直接登记入库。",
            ),
            models.CheckConstraint(
                name="stockitem_never_below_zero",
                condition=Q(stock__gte=0),
                violation_error_message="库存不够：最多发现有的数量；"
                "要冲销入库，请先冲销后来的领用。",
            ),
            models.CheckConstraint(
                name="stockitem_struck_when_empty",
                condition=Q(state=State.VALID) | Q(stock=0),
                violation_error_message="还有库存，请先领用完或冲销，再作废。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Issue(CountedEntry):
    """One line of the issue register: so much in, or so much out to whom."""

    counted = ("item", "direction", "quantity")

    item = Key(StockItem, "品名", related_name="lines")
    direction = models.CharField(
        "收发", max_length=3, choices=Direction, default=Direction.OUT
    )
    quantity = models.IntegerField("数量")
    receiver = models.CharField("领取人", max_length=40, blank=True)
    receiver_unit = models.CharField("领取单位", max_length=60, blank=True)
    note = models.CharField("备注", max_length=100, blank=True)
    # What the line adds to the stock; an opposite line takes back what it reverses.
    effect = models.GeneratedField(
        expression=Case(
            When(
                Q(direction=Direction.IN, reverses__isnull=True)
                | Q(direction=Direction.OUT, reverses__isnull=False),
                then=F("quantity"),
            ),
            default=-F("quantity"),
        ),
        output_field=models.IntegerField(),
        db_persist=True,
        verbose_name="增减",
    )

    class Meta(CountedEntry.Meta):
        verbose_name = "收发"
        verbose_name_plural = "报表、书籍发放"
        triggers = [
            *CountedEntry.Meta.triggers,
            *counts_for_ever("item", "direction", "quantity"),
            pgtrigger.Trigger(
                name="moves_the_stock",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func="UPDATE stock_stockitem SET stock = stock + NEW.effect"
                " WHERE id = NEW.item_id; RETURN NULL;",
            ),
        ]
        constraints = [
            *CountedEntry.Meta.constraints,
            known("issue_direction_known", direction=Direction.values),
            models.CheckConstraint(
                name="issue_quantity_sane",
                condition=Q(quantity__gte=1, quantity__lte=MOST),
                violation_error_message=f"数量是 1 到 {MOST} 的整数。",
            ),
            models.CheckConstraint(
                name="issue_many_have_receiver",
                condition=Q(direction=Direction.IN)
                | Q(quantity__lte=FREE)
                | ~Q(receiver="")
                | ~Q(receiver_unit=""),
                violation_error_message=f"一次领用超过 {FREE} 件，"
                "请写领取人或领取单位。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.item} {self.quantity}"

    @property
    def way(self) -> str:
        """收发."""
        undoing = "冲销" if self.reverses_id else ""
        return f"{undoing}{self.get_direction_display()}"

    @property
    def change(self) -> str:
        """增减."""
        return f"{self.effect:+}"

    def check_entry(self, today: date) -> None:
        if self.on > today:
            raise ValidationError({"on": "日期不能晚于今天。"})
