"""When a request counts as received (casework.md 2.3, rule 2). Pure."""

from datetime import datetime, timedelta

# -- Receipt (casework.md 2.3, rule 2)

FREE_BACKDATING = timedelta(days=1)
OLDEST_RECEIPT = timedelta(days=5 * 366)


def receipt_refusal(received_at: datetime, at: datetime) -> str:
    """Say what is wrong with a moment of receipt; empty when nothing is."""
    if received_at > at:
        return "收到的时间还没到，不能填将来的时间，最晚填现在。"
    if at - received_at > OLDEST_RECEIPT:
        return "收到的时间太早了，请核对年份。"
    return ""


def needs_witness(received_at: datetime, at: datetime) -> bool:
    return at - received_at > FREE_BACKDATING
