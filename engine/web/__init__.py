"""HTML pages: parse → execute → render; no engine logic and no SQL."""

from engine.web.mount import mount
from engine.web.site import Site

__all__ = ["Site", "mount"]
