"""Where a language model is reached, checked before anything is sent there."""

import ipaddress
import os
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from crosscheck.index.errors import BadInput

__all__ = ["KEY", "Endpoint", "endpoint"]

KEY = "CROSSCHECK_LLM_KEY"
"""The environment variable that holds the key; there is no other way to give it, so that it stands in no log."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible address and the model to ask there."""

    url: str  # without /chat/completions
    model: str
    local: bool  # on this machine
    key: str = field(default="", repr=False)
    seconds: float = 30.0  # for all that one answer takes, a second try included


def endpoint(url: str, model: str | None, seconds: float = 30.0) -> Endpoint:
    """Return the endpoint, with the key that the environment holds; raises BadInput for what is not safe."""
    parts = _checked(url)
    key = os.environ.get(KEY, "")
    if not key.isascii() or not key.isprintable() or " " in key:
        raise BadInput(f"{KEY} holds what no key has, such as a blank or a line break: set it anew")
    local = _is_local(parts.hostname or "")
    if key and parts.scheme == "http" and not local:
        raise BadInput(f"the key in {KEY} is not sent over http to another machine: give an https address")
    if not model or not model.strip():
        raise BadInput("the language model has no name: give it with --llm-model")
    return Endpoint(url.rstrip("/"), model, local, key, seconds)


def _checked(url: str) -> SplitResult:
    # The address is not repeated in what is said of it: it may hold a key.
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or not url.isascii() or not url.isprintable():
        raise BadInput("the language model has no http or https address: give it as http://host:port/v1")
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise BadInput(f"the address of the language model holds more than host and path: a key belongs in {KEY}")
    if _is_link_local(parts.hostname or ""):
        raise BadInput(f"{parts.hostname} is for services of the network itself: no language model is asked there")
    return parts


def _is_link_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_link_local
    except ValueError:
        return False


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
