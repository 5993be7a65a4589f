"""Words by which a case is found: of its title and of who started it, in lower case, each once."""

import re

LONGEST = 40
#: More words than these of one title help nobody to find it.
MOST = 40
_WORD = re.compile(r"\w+")


def words_of(*texts: str) -> tuple[str, ...]:
    """The words of some texts, in order; a longer one is cut."""
    found = (word[:LONGEST] for text in texts for word in _WORD.findall(text.lower()))
    return tuple(dict.fromkeys(found))[:MOST]
