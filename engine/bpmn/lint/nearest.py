"""The name somebody probably meant."""

from collections.abc import Collection, Iterable
from difflib import get_close_matches


def nearest(name: str, names: Iterable[str]) -> dict[str, str]:
    """The words `nearest_id` and `nearest_en` of a sentence: a near name, or nothing."""
    found = get_close_matches(name, list(names), n=1, cutoff=0.7)
    if not found:
        return {"nearest_id": "", "nearest_en": ""}
    return {"nearest_id": f" (maksudnya {found[0]}?)", "nearest_en": f" (did you mean {found[0]}?)"}


def is_missing(name: str, names: Collection[str] | None) -> bool:
    """Whether `name` is known not to exist."""
    return names is not None and name not in names
