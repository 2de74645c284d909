"""The QR picture of an invitation link."""

from io import BytesIO

import segno

_MODULE_PIXELS = 14
_QUIET_MODULES = 4
"""The standard's quiet zone; without it a scanner loses the code on a dark chat."""


def invite_qr(link: str) -> bytes:
    """The link as a QR PNG, error correction M: dark on white in both themes, about 600 pixels
    wide, so that a phone's screen shows it sharp and another phone reads it from arm's length."""
    out = BytesIO()
    code = segno.make_qr(link, error="m", boost_error=False)
    code.save(out, kind="png", scale=_MODULE_PIXELS, border=_QUIET_MODULES)
    return out.getvalue()
