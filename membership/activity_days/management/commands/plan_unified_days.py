"""Enter the three unified activity days of a year for every branch at work."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.timezone import localdate

from center.models import User
from membership.activity_days.actions.planning import plan_unified_days
from membership.models import Organization


class Command(BaseCommand):
    """Run once a year, or every night: what stands already is left alone."""

    help = "为每个党支部建好“五一”“七一”“十一”三个统一活动日（可重复运行）"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, help="年份，默认今年")
        parser.add_argument("--by", help="经办人的手机号（工作人员）；不写就记为系统")

    def handle(self, *_: object, **options: object) -> None:
        """Enter what is missing and say how many."""
        at = timezone.now()
        year = options["year"] or localdate(at).year
        if not isinstance(year, int) or abs(year - localdate(at).year) > 1:
            raise CommandError("年份只能是去年、今年或明年。")
        staff = User.objects.filter(is_staff=True, is_active=True)
        by = staff.filter(phone=options["by"]).first() if options["by"] else None
        if options["by"] and by is None:
            raise CommandError("没有这个手机号的工作人员。")
        branches = Organization.objects.branches().active()
        made = plan_unified_days(year=year, branches=branches, by=by, at=at)
        self.stdout.write(f"新建 {made} 个统一活动日（{year} 年）。")
