# SPDX-License-Identifier: MIT
"""What the practice portal answers when nothing is amiss: the contract's paths over a ``Memory``."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from vaxdesk.portal.practice import rules
from vaxdesk.portal.practice.memory import Memory
from vaxdesk.portal.practice.memory import Reply as Meant
from vaxdesk.portal.practice.rules import Refusal

JSON: Final = "application/json"
HTML: Final = "text/html"
TEXT: Final = "text/plain"


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it arrived; ``query`` holds the first value of each name.

    Attributes:
        behind_s: a look shows what stood this many seconds ago.
        dose_kept: a dose that is accepted is remembered.
    """

    method: str
    path: str
    query: Mapping[str, str]
    key: str
    body: bytes
    behind_s: float = 0.0
    dose_kept: bool = True


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer, ready to be sent or spoiled.

    Attributes:
        committed: the request changed what the portal remembers.
    """

    status: int
    body: bytes
    content_type: str = JSON
    headers: tuple[tuple[str, str], ...] = ()
    committed: bool = False


def json_reply(status: int, value: Mapping[str, object], *, committed: bool = False) -> Reply:
    """Return ``value`` as an answer."""
    return Reply(status, json.dumps(value, ensure_ascii=False).encode(), committed=committed)


UNAUTHENTICATED: Final = Reply(401, b"Unauthenticated access!", TEXT)
_NOT_FOUND: Final = Reply(404, b"<html><head><title>404 Not Found</title></head></html>", HTML)
_NOT_ALLOWED: Final = Reply(405, b"<html><head><title>405 Not Allowed</title></head></html>", HTML)


def answer(memory: Memory, request: Request) -> Reply:
    """Do what ``request`` asks and return the answer."""
    if request.path not in _ROUTES:
        return _NOT_FOUND
    if not request.key:
        return UNAUTHENTICATED
    method, work = _ROUTES[request.path]
    if request.method != method:
        return _NOT_ALLOWED
    meant = work(memory, request)
    if isinstance(meant, Refusal):
        return json_reply(meant.status, {"errorCode": meant.code, "error": meant.words})
    return json_reply(200, meant, committed=method == "POST" and (work is not _vaccinate or request.dose_kept))


def _register(memory: Memory, request: Request) -> Meant:
    body = _json_body(request)
    return body if isinstance(body, Refusal) else memory.register(body)


def _vaccinate(memory: Memory, request: Request) -> Meant:
    body = _json_body(request)
    return body if isinstance(body, Refusal) else memory.vaccinate(body, kept=request.dose_kept)


def _find_by_mobile(memory: Memory, request: Request) -> Meant:
    return memory.find_by_mobile(request.query.get("mobile_number", ""), request.behind_s)


def _find_by_reference(memory: Memory, request: Request) -> Meant:
    return memory.find_by_reference(request.query.get("beneficiary_reference_id", ""), request.behind_s)


def _genders(_memory: Memory, _request: Request) -> Meant:
    return {"genders": [{"gender": text, "id": number} for number, text in rules.GENDERS.items()], "ttl": 24}


def _id_types(_memory: Memory, _request: Request) -> Meant:
    return {"types": [{"type": text, "id": number} for number, text in rules.ID_TYPES.items()], "ttl": 24}


def _json_body(request: Request) -> Mapping[str, object] | Refusal:
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        body = None
    return body if isinstance(body, dict) else Refusal(400, "USRRES0004", "The body is not a JSON object")


_VACCINATOR: Final = "/api/v2/vaccinator/beneficiaries"
_ROUTES: Final[Mapping[str, tuple[str, Callable[[Memory, Request], Meant]]]] = {
    f"{_VACCINATOR}/new": ("POST", _register),
    f"{_VACCINATOR}/vaccinate": ("POST", _vaccinate),
    f"{_VACCINATOR}/findByMobile": ("GET", _find_by_mobile),
    f"{_VACCINATOR}/findByReferenceId": ("GET", _find_by_reference),
    "/api/v2/registration/beneficiary/genders": ("GET", _genders),
    "/api/v2/registration/beneficiary/idTypes": ("GET", _id_types),
}
