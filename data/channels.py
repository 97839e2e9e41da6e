"""The channels alerts go out by: e-mail, WeCom, DingTalk, Feishu, Slack, webhooks and whatever else Apprise speaks.

Their addresses hold secrets. They come from the environment or from a file only its owner may read, and are never told:
a channel is called by its number and kind.
"""

import logging
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from apprise import Apprise, AppriseAsset, NotifyFormat
from apprise.common import OverflowMode, PersistentStoreMode
from apprise.plugins import NotifyBase

from data.errors import StoreError, UsageError
from data.words import Text

VARIABLE, FILE = "KEPT_NOTIFY", "notify.txt"
LONGEST = {"wecombot": 600}
"""Characters of a message where the limit is one of bytes: 2048 hold 600 Chinese characters and a title."""
REFUSED = {"wecombot": "errcode", "dingtalk": "errcode", "feishu": "code", "lark": "code"}
"""Where these bots say that they did not take a message, in an answer whose status says that all is well."""

logging.getLogger("apprise").disabled = True  # its warnings quote addresses


@dataclass(frozen=True)
class Channel:
    """One address; `number` is its place among those given, from 1."""

    number: int
    service: NotifyBase

    @property
    def name(self) -> Text:
        """What it is called without telling a secret."""
        kind = str(self.service.service_name)
        return Text(f"channel {self.number} ({kind})", f"渠道 {self.number}（{kind}）")

    def send(self, title: str, body: str) -> bool:
        """Whether the message was taken, as plain text. Long ones go in parts."""
        notifier = Apprise(self.service, asset=self.service.asset)
        with _refusals_fail(REFUSED.get(str(self.service.secure_protocol))):
            return bool(notifier.notify(body=body, title=title, body_format=NotifyFormat.TEXT))


def channels(root: Path) -> tuple[Channel, ...]:
    """Those of KEPT_NOTIFY, else of notify.txt in the store folder. Raises UsageError or StoreError."""
    given = os.environ.get(VARIABLE, "").split()
    where = VARIABLE if given else FILE
    return tuple(_channel(number, text, where) for number, text in enumerate(given or _filed(root / FILE), start=1))


def _channel(number: int, address: str, where: str) -> Channel:
    asset = AppriseAsset(
        app_id="Kept", app_desc="Kept", http_redirects=False, storage_mode=PersistentStoreMode.MEMORY, async_mode=False,
        pgp_autogen=False, pem_autogen=False,
    )  # fmt: skip
    service = Apprise.instantiate(address, asset=asset)
    if not isinstance(service, NotifyBase):
        raise UsageError(
            f"Address {number} in {where} is not one Kept can send to. See docs/operations.md for how to write it.",
            f"{where} 中的第 {number} 个地址无法用于发送。写法见 docs/operations.md。",
        )
    service.overflow_mode = OverflowMode.SPLIT
    service.body_maxlen = min(service.body_maxlen, LONGEST.get(str(service.secure_protocol), service.body_maxlen))
    return Channel(number, service)


def _filed(path: Path) -> list[str]:
    """The addresses in a file, one on a line; lines that begin with # are none."""
    try:
        if os.name != "nt" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise StoreError(
                f"{path} holds secrets and may be read by others. Run: chmod 600 {path}",
                f"{path} 含有密钥，但其他人也能读取。请执行：chmod 600 {path}",
            )
        lines = path.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        raise StoreError(f"{path} cannot be read. Check its rights.", f"无法读取 {path}。请检查权限。") from error
    return [line.strip() for line in lines if line.strip() and not line.strip().startswith("#")]


@contextmanager
def _refusals_fail(field: str | None) -> Iterator[None]:
    """Apprise looks at the status of an answer alone: an alert that a bot refused would count as sent."""
    plain = requests.api.request

    def checked(*arguments: Any, **options: Any) -> requests.Response:
        answer = plain(*arguments, **options)
        if field is not None and _refused(answer, field):
            raise requests.RequestException
        return answer

    requests.api.request = checked
    try:
        yield
    finally:
        requests.api.request = plain


def _refused(answer: requests.Response, field: str) -> bool:
    try:
        content = answer.json()
    except ValueError:
        return True  # no answer of such a bot
    return not isinstance(content, Mapping) or content.get(field, 0) != 0
