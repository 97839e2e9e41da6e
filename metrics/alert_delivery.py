"""Alerts that were not told yet go out by every channel.

They are written down before they are sent, and marked as sent after a channel took them. A crash between the two sends them
a second time; none is lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from data.alerts import Alert, Alerts
from data.channels import FILE, VARIABLE, Channel
from data.words import Language, Text
from metrics.alert_message import body, title


@dataclass(frozen=True)
class Delivery:
    """What was to be sent, and which channels took it and which did not."""

    alerts: tuple[Alert, ...]
    served: tuple[Channel, ...]
    failed: tuple[Channel, ...]

    @property
    def sent(self) -> tuple[Alert, ...]:
        """The alerts that reached somebody."""
        return self.alerts if self.served else ()

    @property
    def complaint(self) -> Text | None:
        """What a person has to look at; None when all went well."""
        if not self.alerts or (self.served and not self.failed):
            return None
        en, zh = ", ".join(way.name.en for way in self.failed), "、".join(way.name.zh for way in self.failed)
        if self.served:
            return Text(
                f"Not everybody got the message: {en} failed. The other channels took it.",
                f"{zh} 发送失败，未收到本次消息；其他渠道已收到。",
            )
        if self.failed:
            return Text(
                f"Nothing could be sent: {en} failed. The next run tries again.",
                f"未能发送：{zh} 失败。下次运行时会重试。",
            )
        n = len(self.alerts)
        return Text(
            f"Alerts waiting: {n:,}. There is no address to send them to; set {VARIABLE}, or write {FILE} in the store.",
            f"有 {n:,} 条提醒待发送，但没有可用的地址。请设置 {VARIABLE}，或在数据目录中写好 {FILE}。",
        )


def deliver(alerts: Alerts, ways: Sequence[Channel], today: date, language: Language, url: str) -> Delivery:
    """Send what was not told yet, as one message. A channel that fails does not keep the others from getting it."""
    untold = alerts.untold(today)
    if not untold:
        return Delivery((), (), ())
    head, text = title(untold, language), body(untold, language, url)
    took = [(way, way.send(head, text)) for way in ways]
    done = Delivery(untold, tuple(way for way, well in took if well), tuple(way for way, well in took if not well))
    if done.served:
        alerts.sent(untold)
    return done
