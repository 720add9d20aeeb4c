"""Digests: the same content has the same fingerprint, however it was laid out in its file."""

import hashlib
import json
from typing import Any

from pydantic import BaseModel


def canonical_json(data: Any) -> str:
    """Write plain data as JSON in the one way that digests are taken over."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def text_digest(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def content_digest(definition: BaseModel) -> str:
    """Return the SHA-256 of a definition's content; comments, order of keys and defaults do not change it."""
    return text_digest(canonical_json(definition.model_dump(mode="json", exclude_defaults=True)))
