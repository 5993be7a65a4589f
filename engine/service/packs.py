"""Everything an analyst does to packs, under one name for web, API and CLI."""

from engine.service.filedrafts import DiscardFileDraft, FileDraftSaved, SaveFileDraft
from engine.service.releases import Broken, Deployed, DeployPack, Released, ReleaseDrafts, RestoreVersion

__all__ = [
    "Broken",
    "DeployPack",
    "Deployed",
    "DiscardFileDraft",
    "FileDraftSaved",
    "ReleaseDrafts",
    "Released",
    "RestoreVersion",
    "SaveFileDraft",
]
