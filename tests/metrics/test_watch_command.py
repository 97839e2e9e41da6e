"""`python -m metrics watch`: what arrives at real receivers, in both languages, once and only once."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from data.actions import Actions, Plan
from data.alerts import Alerts
from data.channels import Channel, channels
from data.state import State, now
from metrics.__main__ import main
from tests.data.test_actions import ORIGIN, RULE
from tests.metrics.worlds import import_rows
from tests.receivers import Received, mail_server, web_server

REPOSITORY = Path(__file__).resolve().parents[2]
ROWS = [
    {"ticket_id": number, "kind": "complaint", "created_at": f"2026-07-{number:02d} 09:00:00",
     "resolved_at": f"2026-07-{number + 1 + number % 2 * 3:02d} 08:00:00"} for number in range(1, 21)
]  # fmt: skip
"""Twenty complaints, every second of which took too long: too many misses for the quarter."""
FOUND = ["lost:complaint_resolved_48h:2026Q3", "stale:tickets:2026-07-23"]
UNTOLD = "s3cretpath"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return import_rows(tmp_path_factory.mktemp("watched"), tickets=ROWS).store.root


@pytest.fixture
def root(made: Path) -> Path:
    """The store, with nothing typed and nothing told."""
    for path in made.glob("state.sqlite*"):
        path.unlink()
    (made / "notify.txt").unlink(missing_ok=True)
    return made


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    for name in ("KEPT_NOTIFY", "KEPT_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Received]:
    with web_server() as found:
        monkeypatch.setenv("KEPT_NOTIFY", f"json://127.0.0.1:{found.port}/{UNTOLD}")
        yield found


def watch(root: Path, *words: str) -> int:
    return main(["watch", "--store", str(root), *words])


def add_action(root: Path, problem: str, due: str) -> None:
    plan = Plan("a cause", "an action", "Li", date.fromisoformat(due))
    Actions(State(root)).open("csat_mean", problem, plan, date(2026, 7, 1), RULE, ORIGIN)


def test_what_holds_is_told_once_over_several_runs(root, web, capsys):
    assert [watch(root), watch(root), watch(root)] == [0, 0, 0]
    assert len(web.bodies) == 1
    (message,) = web.messages
    assert message["title"] == "Kept: 2 alerts"
    assert message["message"].splitlines()[:2] == [
        "Promises lost",
        "- Complaints resolved in 48 h: lost in 2026Q3 (50.0\u00a0% so far, target ≥ 95\u00a0%, n 20)",
    ]
    out = capsys.readouterr().out.splitlines()
    assert out == ["Alerts sent: 2; channels: 1.", "Nothing new to tell.", "Nothing new to tell."]


def test_the_message_is_in_the_language_asked_for_with_links_where_the_address_is_known(root, web, monkeypatch):
    monkeypatch.setenv("KEPT_URL", "https://kept.example.com/")
    assert watch(root, "--language", "zh") == 0
    (message,) = web.messages
    assert message["title"] == "守诺：2 条提醒"
    head, line, link, *_ = message["message"].splitlines()
    assert (head, line.startswith("- 投诉")) == ("已无望的承诺", True)
    assert "2026Q3 已无望（目前 50.0%，目标 ≥ 95%，n 20）" in line
    assert link == "  https://kept.example.com/complaints?period=2026Q3&promise=complaint_resolved_48h&lang=zh"


@pytest.mark.parametrize(("language", "subject", "part"), [("en", "Kept: 2 alerts", "Complaints resolved in 48 h: lost"),
                                                         ("zh", "守诺：2 条提醒", "已 ")])  # fmt: skip
def test_a_mail_is_plain_text(root, monkeypatch, language, subject, part):
    with mail_server() as post:
        monkeypatch.setenv("KEPT_NOTIFY", f"mailto://127.0.0.1:{post.port}?from=kept@example.com&to=boss@example.com")
        assert [watch(root, "--language", language), watch(root)] == [0, 0]
    (mail,) = post.mails
    assert mail["Subject"] == subject
    assert (mail["To"], mail["From"].addresses[0].addr_spec) == ("boss@example.com", "kept@example.com")
    plain = mail.get_body(("plain",))
    assert part in plain.get_content()
    assert mail.get_content_type() == "text/plain"


def test_a_channel_that_fails_leaves_the_others_served_and_is_told_without_its_secret(root, web, monkeypatch, capfd):
    with web_server() as broken:
        broken.status = 500
        monkeypatch.setenv("KEPT_NOTIFY", f"json://127.0.0.1:{broken.port}/{UNTOLD} {os.environ['KEPT_NOTIFY']}")
        assert [watch(root), watch(root)] == [1, 0]
    assert (len(web.bodies), len(broken.bodies)) == (1, 1)
    out, err = capfd.readouterr()
    assert err == "Not everybody got the message: channel 1 (JSON) failed. The other channels took it.\n"
    assert UNTOLD not in out + err


def test_what_reached_nobody_is_tried_again(root, web, capfd):
    web.status = 503
    assert watch(root) == 1
    assert "The next run tries again" in capfd.readouterr().err
    web.status = 200
    assert [watch(root), watch(root)] == [0, 0]
    first, second = web.messages
    assert first == second


def test_a_redirect_is_not_followed(root, web):
    with web_server() as other:
        web.status, web.moved_to = 307, f"http://127.0.0.1:{other.port}/elsewhere"
        assert watch(root) == 1
    assert (len(web.bodies), other.bodies) == (1, [])


def test_nobody_to_send_to_is_told_and_nothing_is_lost(root, capfd, monkeypatch):
    assert watch(root) == 1
    assert "no address" in capfd.readouterr().err
    with web_server() as late:
        monkeypatch.setenv("KEPT_NOTIFY", f"json://127.0.0.1:{late.port}/")
        assert watch(root) == 0
    assert len(late.bodies) == 1


def test_a_crash_between_sending_and_marking_repeats_and_loses_nothing(root, web, monkeypatch):
    with monkeypatch.context() as crash:
        crash.setattr(Alerts, "sent", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            watch(root)
    assert watch(root) == 0
    assert web.messages[0] == web.messages[1]
    assert len(web.bodies) == 2


def test_two_watches_at_once_send_once(root, web):
    command = [sys.executable, "-m", "metrics", "watch", "--store", str(root)]
    running = [
        subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = sorted(process.communicate() for process in running)
    assert said == [("Alerts sent: 2; channels: 1.\n", ""), ("Nothing new to tell.\n", "")]
    assert len(web.bodies) == 1


def test_a_new_alert_is_told_alone_and_one_that_is_acknowledged_or_snoozed_is_not(root, web):
    assert watch(root) == 0
    add_action(root, "退款太慢", "2026-07-31")
    assert watch(root) == 0
    assert web.messages[1]["message"] == "Actions overdue\n- 退款太慢 (due 2026-07-31, Li)"
    add_action(root, "seen", "2026-07-30")
    add_action(root, "later", "2026-07-29")
    Alerts(State(root)).record(())  # all is new again, also what was told
    assert watch(root, "--dry-run") == 0
    alerts = Alerts(State(root))
    assert alerts.standing() == ()
    assert watch(root) == 0
    assert len(web.messages[2]["message"].splitlines()) == 10
    day = (date.today() + timedelta(days=30)).isoformat()
    assert watch(root, "--snooze", "overdue:3:2026-07-29", "--until", day) == 0
    assert watch(root, "--acknowledge", "overdue:2:2026-07-30", "--by", "王经理") == 0
    assert watch(root) == 0
    assert len(web.bodies) == 3


def test_the_list_says_where_each_alert_stands(root, web, capsys):
    assert watch(root) == 0
    assert watch(root, "--acknowledge", FOUND[0], "--by", "Wang", "--language", "zh") == 0
    capsys.readouterr()
    assert watch(root, "--list", "--language", "zh") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == FOUND
    assert lines[0].endswith("[Wang 已确认]")
    assert watch(root, "--list", "--json") == 0
    first, second = json.loads(capsys.readouterr().out)["alerts"]
    assert (first["acknowledged_by"], second["acknowledged_by"], bool(second["sent_at"])) == ("Wang", None, True)


def test_a_dry_run_says_what_would_be_sent_and_changes_nothing(root, web, capsys):
    assert watch(root, "--dry-run", "--json") == 0
    assert [item["key"] for item in json.loads(capsys.readouterr().out)["alerts"]] == FOUND
    assert (web.bodies, list(root.glob("state.sqlite*"))) == ([], [])
    assert watch(root) == 0
    capsys.readouterr()
    assert watch(root, "--dry-run", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"alerts": []}


def test_addresses_come_from_a_file_that_only_its_owner_may_read(root, capfd):
    with web_server() as web:
        (root / "notify.txt").write_text(f"# the team\n\njson://127.0.0.1:{web.port}/{UNTOLD}\n")
        (root / "notify.txt").chmod(0o644)
        assert watch(root) == 1
        out, err = capfd.readouterr()
        assert "chmod 600" in err
        assert UNTOLD not in out + err
        (root / "notify.txt").chmod(0o600)
        assert watch(root) == 0
    assert web.paths == [f"/{UNTOLD}"]


@pytest.mark.parametrize("address", [f"nothing://{UNTOLD}", f"feishu://{UNTOLD}!", "mailto://"])
def test_an_address_nobody_can_send_to_is_told_without_being_quoted(root, capfd, monkeypatch, address):
    monkeypatch.setenv("KEPT_NOTIFY", f"json://127.0.0.1:9/ {address}")
    assert watch(root) == 2
    out, err = capfd.readouterr()
    assert err.startswith("Address 2 in KEPT_NOTIFY")
    assert UNTOLD not in out + err


@pytest.mark.parametrize(
    "words",
    [("--snooze", "x"), ("--until", "2099-01-01"), ("--acknowledge", "x"), ("--by", "x"),
     ("--snooze", "x", "--until", "2099-01-01"), ("--acknowledge", "x", "--by", "Wang"),
     ("--snooze", FOUND[0], "--until", "soon"), ("--snooze", FOUND[0], "--until", "2020-01-01")],
    ids=" ".join,
)  # fmt: skip
def test_a_command_that_is_wrong_ends_with_2(root, web, capsys, words):
    assert watch(root) == 0
    assert watch(root, *words) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_json_says_what_was_sent(root, web, capsys):
    assert watch(root, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert [item["key"] for item in said["sent"]] == FOUND
    assert (said["waiting"], said["failed"]) == (0, [])
    assert said["sent"][0]["found_at"] <= now()


# the bots, whose answers say 200 whatever happened


def bot(monkeypatch: pytest.MonkeyPatch, root: Path, address: str, port: int) -> Channel:
    """A channel to a bot whose server stands on this machine."""
    monkeypatch.setenv("KEPT_NOTIFY", address)
    (channel,) = channels(root)
    monkeypatch.setattr(channel.service, "request_rate_per_sec", 0)
    place = "api_url" if hasattr(channel.service, "api_url") else "notify_url"
    monkeypatch.setattr(channel.service, place, f"http://127.0.0.1:{port}/bot")
    return channel


BOTS = [("wecombot://key-of-mine", b'{"errcode": 45009, "errmsg": "api freq out of limit"}', b'{"errcode": 0}'),
        ("dingtalk://secret@token", b'{"errcode": 310000, "errmsg": "keywords not in content"}', b'{"errcode": 0}'),
        ("feishu://token", b'{"code": 19024, "msg": "Key Words Not Found"}', b'{"code": 0, "msg": "success"}')]  # fmt: skip


@pytest.mark.parametrize(("address", "no", "yes"), BOTS, ids=[address.partition(":")[0] for address, _, _ in BOTS])
def test_a_bot_that_refuses_with_a_good_status_has_not_taken_the_message(root, monkeypatch, address, no, yes):
    with web_server() as web:
        channel = bot(monkeypatch, root, address, web.port)
        web.answer = no
        assert not channel.send("标题", "正文")
        web.answer = b"<html>sign in</html>"
        assert not channel.send("标题", "正文")
        web.answer = yes
        assert channel.send("标题", "正文")
    text = json.dumps(web.messages[-1], ensure_ascii=False)
    assert "标题" in text
    assert "正文" in text


def test_a_long_message_goes_to_wecom_in_parts_it_takes(root, monkeypatch):
    with web_server() as web:
        channel = bot(monkeypatch, root, "wecombot://key-of-mine", web.port)
        web.answer = b'{"errcode": 0}'
        lines = [f"- 第 {number} 条承诺已无望" for number in range(200)]
        assert channel.send("标题", "\n".join(lines))
    texts = [message["text"]["content"] for message in web.messages]
    assert max(len(text.encode()) for text in texts) <= 2048
    assert [line for text in texts for line in text.splitlines() if line.startswith("- ")] == lines


def test_a_server_that_does_not_answer_is_given_up_after_some_seconds(root, monkeypatch):
    """Only the limit itself is looked at; it is what the request is made with."""
    monkeypatch.setenv("KEPT_NOTIFY", "json://127.0.0.1:9/ feishu://token mailto://127.0.0.1:9?from=a@b.co&to=c@d.co")
    for channel in channels(root):
        connect, read = channel.service.request_timeout
        assert connect <= 15
        assert read <= 15
        assert channel.service.verify_certificate
    assert threading.active_count() < 50
