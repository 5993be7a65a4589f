"""Functions Camunda's FEEL has beyond DMN 1.5: only where a file states that dialect (docs/reference/feel.md).

Left out on purpose: uuid() and random number() (a step must give the same when it is run again), fromAi(), to json(),
from json() and the unlimited regular expressions of Java.
"""

import base64
from decimal import Decimal

from engine.feel import xregex
from engine.feel.builtins.library import BUILTINS
from engine.feel.builtins.registry import Builtin, builtin
from engine.feel.civil import month_length
from engine.feel.errors import FeelAssertError
from engine.feel.run import Run
from engine.feel.temporal import Date, DateTime
from engine.feel.values import Value

#: The functions of the dialect alone.
EXTENSIONS: dict[str, Builtin] = {}


@builtin("get or else(value: any, default: any)", table=EXTENSIONS)
def _get_or_else(_: Run, value: Value, default: Value) -> Value:
    return default if value is None else value


@builtin("is defined(value: any)", table=EXTENSIONS)
def _is_defined(_: Run, value: Value) -> Value:
    return value is not None


@builtin("is empty(list: list)", table=EXTENSIONS)
def _is_empty(_: Run, items: list[Value]) -> Value:
    return not items


@builtin("is blank(string: string)", table=EXTENSIONS)
def _is_blank(_: Run, text: str) -> Value:
    return not text.strip()


@builtin("put(context: context, key: string, value: any)", table=EXTENSIONS)
def _put(_: Run, held: dict[str, Value], key: str, value: Value) -> Value:
    return {**held, key: value}


@builtin("put all(contexts...: context)", table=EXTENSIONS)
def _put_all(_: Run, contexts: list[dict[str, Value]]) -> Value:
    return {key: value for held in contexts for key, value in held.items()}


@builtin("partition(list: list, size: number)", table=EXTENSIONS)
def _partition(_: Run, items: list[Value], size: Decimal) -> Value:
    length = int(size)
    return [items[at : at + length] for at in range(0, len(items), length)] if length > 0 else None


@builtin("extract(string: string, pattern: string, flags?: string|null)", table=EXTENSIONS)
def _extract(run: Run, text: str, pattern: str, flags: str | None = None) -> Value:
    found = xregex.extract(text, pattern, flags or "")
    if found is not None:
        run.fit_list(len(found))
    return found


@builtin("last day of month(date: date|moment)", table=EXTENSIONS)
def _last_day(_: Run, moment: Date | DateTime) -> Value:
    day = moment.date if isinstance(moment, DateTime) else moment
    return Date(day.year, day.month, month_length(day.year, day.month))


@builtin("to base64(value: string)", table=EXTENSIONS)
def _to_base64(run: Run, text: str) -> Value:
    return run.fit(base64.b64encode(text.encode()).decode())


@builtin("assert(value: any, condition: any, cause?: string)", table=EXTENSIONS)
def _assert(_: Run, value: Value, condition: Value, cause: str = "") -> Value:
    """Camunda's one way to fail an evaluation: here an incident."""
    if condition is True:
        return value
    raise FeelAssertError(cause)


#: Names that hold a keyword: the parser must know them.
KEYWORDED = ("get or else",)
#: What a file in this dialect may call.
CAMUNDA: dict[str, Builtin] = {**BUILTINS, **EXTENSIONS}
