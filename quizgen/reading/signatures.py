"""What a picture or sound is, told by its first bytes and not by its name."""

from __future__ import annotations

SUFFIXES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
    ".avif": "image/avif",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
    ".m4a": "audio/mp4",
    ".wav": "audio/wav",
    ".flac": "audio/flac",
}
"""The media types that are known here, by how file names end."""
STARTS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
    b"ID3": "audio/mpeg",
    b"fLaC": "audio/flac",
}
IN_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav"}
IN_OGG = (b"OpusHead", b"\x01vorbis", b"\x7fFLAC", b"Speex   ")
"""How the first packet of a sound begins; other streams in Ogg are films."""
PICTURE_BRANDS = frozenset({b"avif", b"avis"})
SOUND_BRANDS = frozenset({b"M4A ", b"M4B ", b"mp41", b"mp42", b"isom", b"iso2", b"iso5", b"iso6", b"dash"})
"""Of files in the ISO base media format. The general brands may stand on a sound or a film; the name tells."""
FIRST_PACKET = 28
"""Where the first packet of an Ogg stream begins, behind the header of its page (RFC 3533)."""


def media_type(raw: bytes) -> str | None:
    """Return the media type that the bytes begin as, None for any that is not known here. SVG is text: see svg.py."""
    for start, found in STARTS.items():
        if raw.startswith(start):
            return found
    if raw[:4] == b"RIFF":
        return IN_RIFF.get(raw[8:12])
    if raw[:4] == b"OggS":
        return "audio/ogg" if raw[FIRST_PACKET:].startswith(IN_OGG) else None
    if raw[4:8] == b"ftyp":
        return _of_brands(raw)
    return "audio/mpeg" if _is_mpeg_audio(raw) else None


def _of_brands(raw: bytes) -> str | None:
    """The type of an ISO base media file by its brands: the major one, and behind the version those it agrees with."""
    size = min(int.from_bytes(raw[:4], "big"), 256)
    brands = {raw[8:12], *(raw[at : at + 4] for at in range(16, size, 4))}
    if brands & PICTURE_BRANDS:
        return "image/avif"
    return "audio/mp4" if brands & SOUND_BRANDS else None


def _is_mpeg_audio(raw: bytes) -> bool:
    """Whether a frame of layer III begins here: eleven bits that are set, then version and layer."""
    return len(raw) > 3 and raw[0] == 0xFF and raw[1] & 0xE6 == 0xE2 and raw[2] & 0xF0 not in (0x00, 0xF0)
