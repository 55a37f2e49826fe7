# SPDX-License-Identifier: MIT
"""``settings.toml``: what it may say, what holds where it says nothing, and what is wrong with it.

Reading never raises for what the file holds: a bad value falls back to its default with a warning that names
it. Only a bad ``[portal]`` stops something, the uploading, by ``portal_fault``. No secret stands in this
file, so none is read. Must not write the file (``default_text`` only composes it) and decides nothing beyond
what a value means.
"""

from __future__ import annotations

import ipaddress
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from vaxdesk.domain.centre import Centre
from vaxdesk.i18n import LANGUAGES

COWIN: Final = "cowin"
PRACTICE: Final = "practice"
KINDS: Final = (COWIN, PRACTICE)
LONGEST_SHOWN: Final = 60
LONGEST_S: Final = 1e9  # thirty years: no clock of the system counts much further
MOST_IN_FLIGHT: Final = 64
MOST_CALLS: Final = 1_000_000  # in five minutes: no desk makes as many
NEVER, SAMPLE, ALWAYS = "never", "sample", "always"

DEFAULT_CENTRES: Final = (
    Centre("LNJP", "LNJP Hospital, Kurukshetra", 563048),
    Centre("MATHANA", "CHC Mathana", 563049),
    Centre("PEHOWA", "CHC Pehowa", 563050),
)


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """The desk itself: the code of its own centre, "en" or "hi", the name of the centre's time zone."""

    centre: str = DEFAULT_CENTRES[0].code
    language: str = "en"
    timezone: str = "Asia/Kolkata"


@dataclass(frozen=True, slots=True)
class PortalSettings:
    """Which portal, and where. Both are "" unless ``Settings.portal_fault`` is ""."""

    kind: str = ""
    base_url: str = ""

    @property
    def host(self) -> str:
        """The host that a confirmation has to come from to count here, "" while none is set."""
        return urlsplit(self.base_url).hostname or ""


@dataclass(frozen=True, slots=True)
class UploadSettings:
    """How the upload behaves towards the portal.

    Attributes:
        interval_s: between two passes when nothing else asks for one.
        settle_s: the waits before the first and the second look at a doubtful item.
        first_delay_s, max_delay_s: the shortest and the longest wait of our own after a failure.
        max_in_flight: exchanges side by side at most, 1 to 64.
        calls_per_5min: requests in any five minutes at most; 0 sets no bound.
        start_splay_s: the first call after a start waits a random part of this.
        verify: which confirmed doses are read back: "never", "sample" (one in twenty) or "always".
    """

    interval_s: float
    connect_timeout_s: float
    read_timeout_s: float
    settle_s: tuple[float, float]
    first_delay_s: float
    max_delay_s: float
    max_in_flight: int
    calls_per_5min: int
    start_splay_s: float
    verify: str


UPLOAD_DEFAULTS: Final[Mapping[str, UploadSettings]] = {
    COWIN: UploadSettings(15, 10, 45, (120, 600), 2, 600, 2, 100, 300, SAMPLE),
    PRACTICE: UploadSettings(1, 3, 5, (2, 4), 0.2, 5, 8, 0, 0, NEVER),
}

# How long each kind of portal stays shut for a caller whom it blocked: Co-WIN for about one window of five minutes.
BLOCKED_S: Final[Mapping[str, float]] = {COWIN: 300.0, PRACTICE: 0.5}

# The first and the longest time that nobody calls a portal of each kind that was found down.
BREAKER_S: Final[Mapping[str, tuple[float, float]]] = {COWIN: (60.0, 480.0), PRACTICE: (0.25, 2.0)}


@dataclass(frozen=True, slots=True)
class SettingWarning:
    """One thing in the file that does not hold.

    Attributes:
        key: its place, e.g. ``upload.interval_s``; ``settings.toml`` when the whole file cannot be read.
        code: ``bad_value``, ``unknown_key`` or ``unreadable``.
        shown: the value as it stands there, shortened; "" where it is not worth showing.
        default: what holds instead, "" where nothing does.
    """

    key: str
    code: str
    shown: str = ""
    default: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """All of them, each value good.

    Attributes:
        portal_fault: "" or why uploading is stopped: ``portal_missing``, ``portal_kind`` or
        ``portal_address``.
    """

    desk: DeskSettings
    centres: tuple[Centre, ...]
    portal: PortalSettings
    upload: UploadSettings
    warnings: tuple[SettingWarning, ...]
    portal_fault: str


def load(path: Path) -> Settings:
    """Read ``path``. A file that is not there or not readable gives the defaults, a warning and a portal
    fault."""
    warnings: list[SettingWarning] = []
    try:
        document = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        document = {}
        warnings.append(SettingWarning(path.name, "unreadable"))
    return _from_document(document, warnings)


def portal_fault(kind: str, base_url: str) -> str:
    """Return "" when uploading may use this portal, else the code of why not."""
    if kind not in KINDS:
        return "portal_kind"
    if not base_url:
        return "portal_missing"
    return "" if _is_usable(base_url, loopback_only=kind == PRACTICE) else "portal_address"


def is_loopback(base_url: str) -> bool:
    """Say whether ``base_url`` names this very computer."""
    try:
        host = urlsplit(base_url).hostname or ""
    except ValueError:
        return False
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def default_text(centre: str, *, kind: str = COWIN, base_url: str = "", language: str = "en") -> str:
    """Return the commented file that set-up writes; reading it gives back these values and no warning."""
    usual = UPLOAD_DEFAULTS[COWIN]
    practice = UPLOAD_DEFAULTS[PRACTICE]
    upload = "\n".join(
        f"# {name} = {_toml(getattr(usual, name))}  # with the practice portal: {_toml(getattr(practice, name))}"
        for name in UploadSettings.__slots__
    )
    centres = "\n".join(
        f"[[centre]]\ncode = {_toml(c.code)}\nname = {_toml(c.name)}\nportal_id = {c.portal_id}\n"
        for c in DEFAULT_CENTRES
    )
    address = f"base_url = {_toml(base_url)}" if base_url else '# base_url = "https://…/api"'
    return f"""\
# The settings of this VaxDesk. A value that cannot be used is named at start and its default holds.

[desk]
centre = {_toml(centre)}
language = {_toml(language)}  # or "hi"
timezone = "Asia/Kolkata"

{centres}
[portal]
kind = {_toml(kind)}  # or "practice": a portal on this computer, for practice only
{address}
# The key never stands here: it is kept encrypted, or comes from VAXDESK_PORTAL_KEY.

[upload]
# Take the # away to change one. Those that end in _s are seconds.
{upload}
"""


# --- one section after the other


def _from_document(document: dict[str, Any], warnings: list[SettingWarning]) -> Settings:
    portal, fault = _portal(_section(document, "portal", warnings), warnings)
    centres = _centres(document.pop("centre", []), warnings)
    desk = _desk(_section(document, "desk", warnings), centres, warnings)
    usual = UPLOAD_DEFAULTS[portal.kind or COWIN]
    upload = _upload(_section(document, "upload", warnings), usual, warnings)
    _name_unknown(document, "", warnings)
    if fault:
        portal = PortalSettings()
    return Settings(desk, centres, portal, upload, tuple(warnings), fault)


def _section(document: dict[str, Any], name: str, warnings: list[SettingWarning]) -> dict[str, Any]:
    section = document.pop(name, {})
    if isinstance(section, dict):
        return section
    warnings.append(SettingWarning(name, "bad_value", _shown(section)))
    return {}


def _portal(section: dict[str, Any], warnings: list[SettingWarning]) -> tuple[PortalSettings, str]:
    kind, base_url = section.pop("kind", None), section.pop("base_url", None)
    _name_unknown(section, "portal.", warnings)
    if kind is None or base_url is None or base_url == "":
        return PortalSettings(kind if kind in KINDS else ""), "portal_missing"
    if kind not in KINDS:
        warnings.append(SettingWarning("portal.kind", "bad_value", _shown(kind)))
        return PortalSettings(), "portal_kind"
    if not isinstance(base_url, str) or portal_fault(kind, base_url):
        # The address itself is not shown: somebody may have put a password into it.
        warnings.append(SettingWarning("portal.base_url", "bad_value"))
        return PortalSettings(kind), "portal_address"
    return PortalSettings(kind, base_url.rstrip("/")), ""


def _is_usable(base_url: str, *, loopback_only: bool) -> bool:
    try:
        parts = urlsplit(base_url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or parts.username or parts.password or parts.query or parts.fragment:
        return False
    if not base_url.isprintable() or any(letter.isspace() for letter in base_url):
        return False
    loopback = is_loopback(base_url)
    return parts.scheme in ("http", "https") if loopback else parts.scheme == "https" and not loopback_only


def _centres(entries: Any, warnings: list[SettingWarning]) -> tuple[Centre, ...]:
    centres = {centre.code: centre for centre in DEFAULT_CENTRES}
    if not isinstance(entries, list):
        warnings.append(SettingWarning("centre", "bad_value", _shown(entries)))
        return DEFAULT_CENTRES
    for number, entry in enumerate(entries, start=1):
        place = f"centre[{number}]"
        code = entry.get("code") if isinstance(entry, dict) else None
        if not isinstance(code, str) or not code.isalnum() or not code.isascii():
            warnings.append(SettingWarning(f"{place}.code", "bad_value", _shown(code)))
            continue
        centre = _centre(dict(entry), f"centre.{code}", centres.get(code), warnings)
        if centre is not None:
            centres[code] = centre
    return tuple(centres.values())


def _centre(entry: dict[str, Any], place: str, known: Centre | None, warnings: list[SettingWarning]) -> Centre | None:
    """Merge one entry over what is known of its code; None where too little is good for a centre."""
    code: str = entry.pop("code")
    name = entry.pop("name", known.name if known else code)
    if not isinstance(name, str) or not name.strip() or not name.isprintable():
        default = known.name if known else code
        warnings.append(SettingWarning(f"{place}.name", "bad_value", _shown(name), default))
        name = default
    portal_id = entry.pop("portal_id", known.portal_id if known else None)
    _name_unknown(entry, f"{place}.", warnings)
    if type(portal_id) is not int or portal_id <= 0:
        default = str(known.portal_id) if known else ""
        warnings.append(SettingWarning(f"{place}.portal_id", "bad_value", _shown(portal_id), default))
        if known is None:
            return None
        portal_id = known.portal_id
    return Centre(code, name.strip(), portal_id)


def _desk(section: dict[str, Any], centres: tuple[Centre, ...], warnings: list[SettingWarning]) -> DeskSettings:
    usual = DeskSettings()
    good = {
        "centre": lambda value: value in {centre.code for centre in centres},
        "language": lambda value: value in LANGUAGES,
        "timezone": _is_zone,
    }
    values: dict[str, str] = {}
    for name, is_good in good.items():
        default: str = getattr(usual, name)
        value = section.pop(name, default)
        if not isinstance(value, str) or not is_good(value):
            warnings.append(SettingWarning(f"desk.{name}", "bad_value", _shown(value), default))
            value = default
        values[name] = value
    _name_unknown(section, "desk.", warnings)
    return DeskSettings(**values)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError):  # ZoneInfoNotFoundError is a KeyError, and a folder's name an OSError
        return False
    except KeyError:
        return False
    return True


def _upload(section: dict[str, Any], usual: UploadSettings, warnings: list[SettingWarning]) -> UploadSettings:
    values: dict[str, Any] = {}
    for name in UploadSettings.__slots__:
        default = getattr(usual, name)
        value = section.pop(name, default)
        if not _GOOD.get(name, _is_seconds)(value):
            warnings.append(SettingWarning(f"upload.{name}", "bad_value", _shown(value), _toml(default)))
            value = default
        values[name] = tuple(value) if name == "settle_s" else value
    _name_unknown(section, "upload.", warnings)
    return UploadSettings(**values)


def _is_seconds(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= LONGEST_S


def _is_pair(value: object) -> bool:
    return isinstance(value, list | tuple) and len(value) == 2 and all(map(_is_seconds, value))


def _is_whole(value: object, least: int, most: int) -> bool:
    return type(value) is int and least <= value <= most


_GOOD: Final[Mapping[str, Callable[[object], bool]]] = {
    "settle_s": _is_pair,
    "max_in_flight": lambda value: _is_whole(value, 1, MOST_IN_FLIGHT),
    "calls_per_5min": lambda value: _is_whole(value, 0, MOST_CALLS),
    "verify": lambda value: value in (NEVER, SAMPLE, ALWAYS),
}


def _name_unknown(left: Mapping[str, Any], place: str, warnings: list[SettingWarning]) -> None:
    warnings.extend(SettingWarning(_shown(f"{place}{key}"), "unknown_key") for key in left)


def _shown(value: object) -> str:
    """The value as a person may see it: one short line without anything invisible."""
    text = "".join(letter if letter.isprintable() else "?" for letter in str(value))
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def _toml(value: str | float | tuple[float, ...]) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value)
