"""Where the shipped packs and forms are: in a checkout or in an installed wheel."""

from pathlib import Path

import engine
import forms


def packs() -> Path:
    """The folder of the shipped packs."""
    package = Path(engine.__file__).parent
    inside = package / "_packs"
    return inside if inside.is_dir() else package.parent / "processes"


def library() -> Path:
    """The folder of the shared forms."""
    return Path(forms.__file__).parent / "library"


def pack_folders(root: Path) -> list[Path]:
    """Every pack below `root`; `root` itself when it is one. Folders with a leading `_` hold data of the office."""
    if (root / "pack.toml").is_file():
        return [root]
    return sorted(f.parent for f in root.glob("*/pack.toml") if not f.parent.name.startswith("_"))
