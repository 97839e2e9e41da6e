"""Expressions that people write in mapping files: parsed, held to an allow-list, and only then run.

Portable SQL over the source's columns. Anything that is not listed here is refused, so an expression can neither
read a file nor a setting, nor grow a value without bound.
"""

import sqlglot
from sqlglot import exp

from data.errors import ImportRefused, UnknownName
from data.words import Text

ALLOWED: tuple[type[exp.Expr], ...] = (
    exp.Column, exp.Identifier, exp.Literal, exp.Boolean, exp.Null, exp.Paren, exp.Interval, exp.Var,
    exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Is, exp.In, exp.Between,
    exp.Like, exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod, exp.Neg, exp.Case, exp.If, exp.Coalesce, exp.Nullif,
    exp.Cast, exp.TryCast, exp.DataType, exp.DataTypeParam, exp.Lower, exp.Upper, exp.Trim, exp.Substring, exp.Length, exp.Abs,
    exp.Round, exp.Floor, exp.Ceil, exp.Concat, exp.DPipe, exp.Replace, exp.Left, exp.Right, exp.Greatest, exp.Least,
    exp.StrPosition, exp.SplitPart, exp.StartsWith, exp.Contains,
)  # fmt: skip

DIALECT = "duckdb"


def checked(expression: str, columns: list[str], lookups: dict[str, list[str]] | None = None) -> str:
    """The expression as safe SQL, with names quoted. It may still fail on a value: run it inside TRY.

    Args:
        expression: one SQL expression over `columns`.
        columns: the source's column names, spelt as in the file.
        lookups: columns of each joined file, by the name of the lookup.

    Raises:
        ImportRefused: it does not parse, or uses something that is not allowed.
        UnknownName: it names a column the file does not have.
    """
    tree = _parse(expression)
    for node in tree.walk():
        if not isinstance(node, ALLOWED):
            raise ImportRefused(
                f"The expression “{expression}” uses {type(node).__name__}, which a mapping may not use.",
                f"表达式“{expression}”使用了映射文件不允许的 {type(node).__name__}。",
            )
        if isinstance(node, exp.Column):
            _resolve(node, columns, lookups or {})
    _refuse_growth(tree, expression)
    return tree.sql(dialect=DIALECT, identify=True)


def names_in(expression: str) -> set[str]:
    """The columns an expression names, without those of lookups. Raises ImportRefused when it does not parse."""
    return {node.name for node in _parse(expression).find_all(exp.Column) if not node.table}


def _refuse_growth(tree: exp.Expr, expression: str) -> None:
    """Each replacement by something longer can multiply a text; nested, a few of them would fill any memory."""
    growing = 0
    for node in tree.find_all(exp.Replace):
        old, new = node.expression, node.args.get("replacement")
        literal = isinstance(old, exp.Literal) and (new is None or isinstance(new, exp.Literal))
        growing += not literal or (new is not None and len(new.name) > len(old.name))
    if growing > 1:
        raise ImportRefused(
            f"The expression “{expression[:80]}” uses replace more than once to make a text longer; once is allowed.",
            f"表达式“{expression[:80]}”多次用 replace 增长文本，最多允许一次。",
        )


def _parse(expression: str) -> exp.Expr:
    try:
        parsed = sqlglot.parse(expression, dialect=DIALECT)
    except sqlglot.errors.SqlglotError as error:
        raise ImportRefused(
            f"The expression “{expression}” cannot be read: {str(error).splitlines()[0]}",
            f"表达式“{expression}”无法解析：{str(error).splitlines()[0]}",
        ) from error
    if len(parsed) != 1 or parsed[0] is None:
        raise ImportRefused(
            f"“{expression}” must be exactly one expression.", f"“{expression}”必须是且仅是一个表达式。"
        )
    return parsed[0]


def _resolve(node: exp.Column, columns: list[str], lookups: dict[str, list[str]]) -> None:
    """Check that a column exists, and give it the spelling of the file."""
    table = node.table
    if table:
        if table not in lookups:
            raise UnknownName(Text("lookup", "关联文件"), table, lookups)
        valid = lookups[table]
    else:
        valid = columns
    spelling = {name.lower(): name for name in valid}
    if node.name.lower() not in spelling:
        raise UnknownName(Text("column in the file", "文件列"), node.name, valid)
    node.this.set("this", spelling[node.name.lower()])
    node.set("table", exp.to_identifier(table or "main_row"))
