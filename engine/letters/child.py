"""The child that renders: one JSON line in, one out; the operating system bounds its memory and its time."""

import json
import resource
import signal
import sys
from typing import Any, TextIO

from jinja2 import TemplateError

from engine.feel import codec
from engine.letters.filters import environment

MEMORY = 512 * 1024 * 1024
#: CPU seconds one letter may take.
CPU = 2
#: Characters one letter may have.
LARGEST = 2_000_000


def main(asked: TextIO, answered: TextIO) -> None:
    """Answer every line until the input ends."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))
    # Past its CPU bound the process dies, which the parent reports; nothing a template does can catch it.
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    for line in asked:
        _allow(CPU)
        answered.write(json.dumps(_answer(json.loads(line))) + "\n")
        answered.flush()


def _allow(seconds: int) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def _answer(question: dict[str, Any]) -> dict[str, str]:
    try:
        return {"text": _render(question["template"], codec.decode(question["context"]))}
    except MemoryError:
        return {"code": "letter.too_much", "message": "Expected a letter within the memory bound, but it took more"}
    except RecursionError:
        return {"code": "letter.too_deep", "message": "Expected a letter without endless repetition, but it has one"}
    except _TooLong:
        return {"code": "letter.too_long", "message": f"Expected at most {LARGEST} characters, but it has more"}
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as fault:
        return {"code": "letter.template", "message": f"Expected a template that renders, but {fault}"[:500]}


class _TooLong(Exception):
    pass


def _render(template: str, context: dict[str, Any]) -> str:
    parts: list[str] = []
    length = 0
    for part in environment().from_string(template).generate(context):
        length += len(part)
        if length > LARGEST:
            raise _TooLong
        parts.append(part)
    return "".join(parts)


if __name__ == "__main__":
    main(sys.stdin, sys.stdout)
