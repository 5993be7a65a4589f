"""What is wrong with a template before anybody prints it."""

from collections.abc import Iterator

from jinja2 import TemplateSyntaxError, nodes

from engine.letters.filters import environment
from engine.model.findings import Finding, Severity

LARGEST = 256 * 1024


def check_template(data: bytes) -> list[Finding]:
    """Errors of syntax, unknown filters, and what needs other files; one finding each."""
    if len(data) > LARGEST:
        return [_wrong("Templat lebih dari 256 kB", "The template is larger than 256 kB", 0)]
    try:
        tree = environment().parse(data.decode())
    except UnicodeDecodeError:
        return [_wrong("Templat bukan teks UTF-8", "The template is not UTF-8 text", 0)]
    except TemplateSyntaxError as fault:
        return [_wrong(f"Templat salah: {fault.message}", f"The template is wrong: {fault.message}", fault.lineno)]
    except RecursionError:
        return [_wrong("Templat bersusun terlalu dalam", "The template is nested too deeply", 0)]
    return [*_foreign(tree), *_filters(tree)]


def _foreign(tree: nodes.Template) -> Iterator[Finding]:
    for node in tree.find_all((nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)):
        yield _wrong(
            "Seharusnya templat berdiri sendiri, tetapi memanggil berkas lain",
            "Expected a template that stands alone, but it calls another file",
            node.lineno,
        )


def _filters(tree: nodes.Template) -> Iterator[Finding]:
    known = environment().filters
    for node in tree.find_all(nodes.Filter):
        if node.name not in known:
            name = node.name
            yield _wrong(f"Penyaring {name} tidak dikenal", f"The filter {name} is unknown", node.lineno)


def _wrong(message_id: str, message_en: str, line: int) -> Finding:
    return Finding("letter.template", Severity.ERROR, "", message_id, message_en, line=line)
