"""Built-ins over text, counted in code points (DMN 1.5 §10.3.4.3)."""

from decimal import Decimal

from engine.feel import xregex
from engine.feel.builtins.registry import builtin
from engine.feel.run import Run
from engine.feel.values import Value


@builtin("substring(string: string, start position: number, length?: number)")
def _substring(_: Run, text: str, start: Decimal, length: Decimal | None = None) -> Value:
    begin = int(start)
    if begin == 0 or abs(begin) > len(text) or (length is not None and length < 1):
        return None
    first = begin - 1 if begin > 0 else len(text) + begin
    return text[first:] if length is None else text[first : first + min(int(length), len(text))]


@builtin("string length(string: string)")
def _length(_: Run, text: str) -> Value:
    return Decimal(len(text))


@builtin("upper case(string: string)")
def _upper(_: Run, text: str) -> Value:
    return text.upper()


@builtin("lower case(string: string)")
def _lower(_: Run, text: str) -> Value:
    return text.lower()


@builtin("substring before(string: string, match: string)")
def _before(_: Run, text: str, match: str) -> Value:
    head, found, _rest = text.partition(match) if match else ("", "", "")
    return head if found else ""


@builtin("substring after(string: string, match: string)")
def _after(_: Run, text: str, match: str) -> Value:
    return text.partition(match)[2] if match else text


@builtin("contains(string: string, match: string)")
def _contains(_: Run, text: str, match: str) -> Value:
    return match in text


@builtin("starts with(string: string, match: string)")
def _starts(_: Run, text: str, match: str) -> Value:
    return text.startswith(match)


@builtin("ends with(string: string, match: string)")
def _ends(_: Run, text: str, match: str) -> Value:
    return text.endswith(match)


@builtin("matches(input: string, pattern: string, flags?: string|null)")
def _matches(_: Run, text: str, pattern: str, flags: str | None = None) -> Value:
    return xregex.matches(text, pattern, flags or "")


@builtin("replace(input: string, pattern: string, replacement: string, flags?: string|null)")
def _replace(run: Run, text: str, pattern: str, replacement: str, flags: str | None = None) -> Value:
    replaced = xregex.replace(text, pattern, replacement, flags or "")
    return None if replaced is None else run.fit(replaced)


@builtin("split(string: string, delimiter: string)")
def _split(run: Run, text: str, delimiter: str) -> Value:
    parts = xregex.split(text, delimiter)
    if parts is not None:
        run.fit_list(len(parts))
    return parts


@builtin("string join(list: list, delimiter?: string|null)")
@builtin("string join(list: list, delimiter: string|null, prefix: string|null, suffix: string|null)")
def _join(
    run: Run, parts: list[Value], delimiter: str | None = None, prefix: str | None = None, suffix: str | None = None
) -> Value:
    texts = [part for part in parts if part is not None]
    if not all(isinstance(part, str) for part in texts):
        return None
    run.charge(len(texts))
    glue = delimiter or ""
    run.fit_length(sum(map(len, texts)) + len(glue) * len(texts))
    return run.fit((prefix or "") + glue.join(texts) + (suffix or ""))


@builtin("trim(string: string)")
def _trim(_: Run, text: str) -> Value:
    return text.strip()
