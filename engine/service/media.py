"""What a file is, by its first bytes: the allow-list of what officials may attach."""

import io
import struct
import zipfile
import zlib
from lzma import LZMAError

#: First bytes -> media type.
SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)

#: A member only that kind of office document has -> (ending, media type).
OFFICE = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}

OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "application/vnd.oasis.opendocument.text",
    b"application/vnd.oasis.opendocument.spreadsheet": "application/vnd.oasis.opendocument.spreadsheet",
}

TEXT = {"txt": "text/plain", "csv": "text/csv"}

#: What reading a damaged archive may raise, by its method of compression.
DAMAGED = (zipfile.BadZipFile, zlib.error, LZMAError, RuntimeError, ValueError, OSError, EOFError, struct.error)

#: A text that starts like this would be run by some browser, whatever its name says.
ACTIVE = (b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml")


def media_type(name: str, content: bytes) -> str | None:
    """The media type of an allowed file; None for everything else."""
    for signature, kind in SIGNATURES:
        if content.startswith(signature):
            return kind
    if content.startswith(b"PK\x03\x04"):
        return _zipped(content)
    return _text(name.rpartition(".")[2].lower(), content)


def _zipped(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = set(archive.namelist())
            if any(member.lower().endswith("vbaproject.bin") for member in members):
                return None
            if "mimetype" in members and archive.getinfo("mimetype").file_size < 100:
                return OPEN_DOCUMENT.get(archive.read("mimetype").strip())
    except DAMAGED:
        return None
    return next((kind for member, kind in OFFICE.items() if member in members), None)


def _text(ending: str, content: bytes) -> str | None:
    if ending not in TEXT or b"\x00" in content or content.lstrip()[:20].lower().startswith(ACTIVE):
        return None
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return TEXT[ending]
