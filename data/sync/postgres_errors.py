"""What can go wrong with a database, as sentences. None quotes the driver: its words may hold a password or a row."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import errors

from data.errors import ImportRefused
from data.sync.settings import PostgresFeed


def no_variable(feed: PostgresFeed) -> ImportRefused:
    """The environment does not say where the database is."""
    return ImportRefused(
        f"{feed.name}: the environment variable {feed.variable} is not set. Put the connection to the database into it.",
        f"{feed.name}：未设置环境变量 {feed.variable}。请在其中写入数据库连接信息。",
    )


def no_connection(feed: PostgresFeed) -> ImportRefused:
    """There is no server, it does not know the account, or the connection is not written as it should be."""
    where = feed.variable or f"service {feed.service}"
    where_zh = feed.variable or f"服务 {feed.service}"
    return ImportRefused(
        f"{feed.name}: no connection to the database of {where}. Check that the server runs, and its address, account,"
        " password and database name.",
        f"{feed.name}：无法连接 {where_zh} 指定的数据库。请检查服务器是否运行，以及地址、账号、密码和库名。",
    )


@contextmanager
def translated(feed: PostgresFeed) -> Iterator[None]:
    """Errors of the database as sentences."""
    try:
        yield
    except (errors.QueryCanceled, errors.LockNotAvailable):
        raise ImportRefused(
            f"{feed.name}: the database took longer than {feed.timeout_seconds} seconds over {feed.table} and was stopped."
            f" Have {feed.cursor} indexed, or raise timeout_seconds in sync.toml.",
            f"{feed.name}：读取 {feed.table} 超过 {feed.timeout_seconds} 秒，已停止。"
            f"请为 {feed.cursor} 建立索引，或在 sync.toml 中调大 timeout_seconds。",
        ) from None
    except errors.InsufficientPrivilege:
        raise ImportRefused(
            f"{feed.name}: the account may not read {feed.table}. Ask for SELECT on it and USAGE on its schema.",
            f"{feed.name}：该账号无权读取 {feed.table}。请申请该表的 SELECT 权限及其模式的 USAGE 权限。",
        ) from None
    except psycopg.OperationalError:
        raise ImportRefused(
            f"{feed.name}: the connection to the database broke off while {feed.table} was read. The next run tries again.",
            f"{feed.name}：读取 {feed.table} 时数据库连接中断，下次运行将重试。",
        ) from None
    except psycopg.Error as error:
        code = error.sqlstate or "–"
        raise ImportRefused(
            f"{feed.name}: the database could not read {feed.table} (error {code}, {type(error).__name__}).",
            f"{feed.name}：数据库无法读取 {feed.table}（错误 {code}，{type(error).__name__}）。",
        ) from None
