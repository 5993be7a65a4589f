"""Messages that begin more than one process: only one of them gets each message, so the analyst is told which."""

from collections.abc import Iterator, Mapping

from engine.model.definition import Definition
from engine.model.findings import Finding, Severity


def doubled(
    pack: str, processes: Mapping[str, Mapping[str, Definition]], others: Mapping[str, str]
) -> Iterator[Finding]:
    """Say of every message start whose message begins another process too; the first by pack and process id wins."""
    starts = [
        (message, f"{pack}/{process}", element, path)
        for path, of_file in processes.items()
        for process, definition in of_file.items()
        for message, element in _messages(definition)
    ]
    for message, own, element, path in starts:
        rivals = {other for name, other, _, _ in starts if name == message} - {own}
        rivals |= {others[message]} if message in others else set()
        if rivals:
            yield _finding(path, element, message, ", ".join(sorted(rivals)), min({own, *rivals}, key=_place))


def _messages(definition: Definition) -> Iterator[tuple[str, str]]:
    """Each message that begins a process, alone or with others, and where."""
    yield from definition.message_starts.items()
    for element, names in definition.joint_starts.items():
        yield from ((name, element) for name in names)


def _place(process: str) -> list[str]:
    return process.split("/", 1)


def _finding(path: str, element: str, message: str, rival: str, winner: str) -> Finding:
    return Finding(
        "message.several_starts",
        Severity.WARNING,
        element,
        f"Seharusnya pesan {message} memulai satu proses, tetapi juga memulai {rival}; yang mendapatnya {winner}",
        f"Expected the message {message} to begin one process, but it begins {rival} too; {winner} gets it",
        "Pakai nama pesan yang berbeda, atau mulai keduanya dengan isyarat.",
        "Use another message name, or begin both with a signal.",
        file=path,
    )
