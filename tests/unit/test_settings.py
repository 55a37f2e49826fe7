# SPDX-License-Identifier: MIT
"""settings.toml: every default, every kind of bad value, and that nothing in it can stop the desk."""

from __future__ import annotations

from pathlib import Path

import pytest

from vaxdesk import settings
from vaxdesk.domain.centre import Centre

PORTAL = '[portal]\nkind = "cowin"\nbase_url = "https://portal.example/api"\n'
COWIN = settings.UploadSettings(15, 10, 45, (120, 600), 2, 600, 2, 100, 300, "sample")


def _load(tmp_path: Path, text: str | bytes) -> settings.Settings:
    path = tmp_path / "settings.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return settings.load(path)


def test_the_file_of_set_up_reads_back_without_a_warning(tmp_path: Path) -> None:
    text = settings.default_text("PEHOWA", kind="practice", base_url="http://127.0.0.1:8099/api", language="hi")
    read = _load(tmp_path, text)
    assert read.desk == settings.DeskSettings("PEHOWA", "hi", "Asia/Kolkata")
    assert read.portal == settings.PortalSettings("practice", "http://127.0.0.1:8099/api")
    assert (read.warnings, read.portal_fault) == ((), "")
    assert read.centres == settings.DEFAULT_CENTRES


def test_the_file_of_set_up_names_every_option_with_its_default(tmp_path: Path) -> None:
    text = settings.default_text("LNJP", base_url="https://portal.example/api")
    before, _mark, upload = text.partition("change one. Those that end in _s are seconds.\n")
    options = [line.removeprefix("# ") for line in upload.splitlines()]
    read = _load(tmp_path, before + "\n" + "\n".join(options))
    assert [option.partition(" = ")[0] for option in options] == list(settings.UploadSettings.__slots__)
    assert (read.upload, read.warnings) == (COWIN, ())


def test_a_fresh_desk_without_an_address_records_but_does_not_upload(tmp_path: Path) -> None:
    read = _load(tmp_path, settings.default_text("LNJP"))
    assert (read.portal_fault, read.warnings) == ("portal_missing", ())


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("cowin", COWIN),
        ("practice", settings.UploadSettings(1, 3, 5, (2, 4), 0.2, 5, 8, 0, 0, "never")),
    ],
)
def test_each_kind_of_portal_has_its_own_waits(tmp_path: Path, kind: str, expected: settings.UploadSettings) -> None:
    read = _load(tmp_path, f'[portal]\nkind = "{kind}"\nbase_url = "https://127.0.0.1/api"')
    assert read.upload == expected


def test_whole_and_decimal_numbers_and_nought_are_taken_as_they_stand(tmp_path: Path) -> None:
    read = _load(tmp_path, PORTAL + "[upload]\ninterval_s = 0\nfirst_delay_s = 0.25\nsettle_s = [0, 1.5]\n")
    assert (read.upload.interval_s, read.upload.first_delay_s, read.upload.settle_s) == (0, 0.25, (0, 1.5))
    assert read.warnings == ()


@pytest.mark.parametrize("n", [1, 64])
@pytest.mark.parametrize("verify", ["never", "sample", "always"])
def test_limit_pace_splay_and_reading_back_are_taken_as_they_stand(tmp_path: Path, n: int, verify: str) -> None:
    lines = f'max_in_flight = {n}\ncalls_per_5min = {n - 1}\nstart_splay_s = {n - 0.5}\nverify = "{verify}"\n'
    read = _load(tmp_path, f"{PORTAL}[upload]\n{lines}")
    upload = read.upload
    assert (upload.max_in_flight, upload.calls_per_5min) == (n, n - 1)
    assert (upload.start_splay_s, upload.verify, read.warnings) == (n - 0.5, verify, ())


@pytest.mark.parametrize(
    ("section", "line", "default"),
    [
        ("upload", "interval_s = -1", "15"),
        ("upload", "interval_s = true", "15"),
        ("upload", 'read_timeout_s = "45"', "45"),
        ("upload", "max_delay_s = nan", "600"),
        ("upload", "max_delay_s = inf", "600"),
        ("upload", f"max_delay_s = 1{'0' * 400}", "600"),
        ("upload", "settle_s = 120", "[120, 600]"),
        ("upload", "settle_s = [1]", "[120, 600]"),
        ("upload", "settle_s = [1, -1]", "[120, 600]"),
        ("upload", "max_in_flight = 0", "2"),
        ("upload", "max_in_flight = 65", "2"),
        ("upload", "max_in_flight = 2.0", "2"),
        ("upload", "max_in_flight = true", "2"),
        ("upload", "calls_per_5min = -1", "100"),
        ("upload", "calls_per_5min = 0.5", "100"),
        ("upload", f"calls_per_5min = 1{'0' * 400}", "100"),
        ("upload", "calls_per_5min = false", "100"),
        ("upload", "start_splay_s = -1", "300"),
        ("upload", 'start_splay_s = "300"', "300"),
        ("upload", 'verify = "sometimes"', '"sample"'),
        ("upload", "verify = true", '"sample"'),
        ("upload", "verify = []", '"sample"'),
        ("desk", 'centre = "NOWHERE"', "LNJP"),
        ("desk", "centre = 7", "LNJP"),
        ("desk", "centre = []", "LNJP"),
        ("desk", 'language = "fr"', "en"),
        ("desk", 'timezone = "Mars/Olympus"', "Asia/Kolkata"),
        ("desk", 'timezone = "../../etc/passwd"', "Asia/Kolkata"),
        ("desk", 'timezone = ""', "Asia/Kolkata"),
        ("desk", 'timezone = "Asia"', "Asia/Kolkata"),
    ],
)
def test_a_bad_value_falls_back_with_one_warning_that_names_it(
    tmp_path: Path, section: str, line: str, default: str
) -> None:
    read = _load(tmp_path, f"{PORTAL}[{section}]\n{line}\n")
    usual = _load(tmp_path, PORTAL)
    assert (read.desk, read.upload, read.portal_fault) == (usual.desk, usual.upload, "")
    (warning,) = read.warnings
    assert (warning.key, warning.code) == (f"{section}.{line.split()[0]}", "bad_value")
    assert warning.default == default
    assert len(warning.shown) <= settings.LONGEST_SHOWN


def test_unknown_keys_are_named_and_ignored_everywhere(tmp_path: Path) -> None:
    text = 'new = 1\n[desk]\ncolour = "red"\n[upload]\npasses = 3\n[[centre]]\ncode = "LNJP"\nsize = 2\n[more]\n'
    read = _load(tmp_path, text + PORTAL + 'key = "secret"\n')
    assert {(warning.key, warning.code, warning.shown) for warning in read.warnings} == {
        (key, "unknown_key", "")
        for key in ("new", "more", "desk.colour", "upload.passes", "centre.LNJP.size", "portal.key")
    }


def test_centres_merge_by_code_over_the_defaults(tmp_path: Path) -> None:
    text = (
        '[desk]\ncentre = "SHAHBAD"\n'
        '[[centre]]\ncode = "MATHANA"\nname = "CHC Mathana (new hall)"\n'
        '[[centre]]\ncode = "SHAHBAD"\nname = "CHC Shahbad"\nportal_id = 563099\n'
    )
    read = _load(tmp_path, text + PORTAL)
    assert read.centres == (
        settings.DEFAULT_CENTRES[0],
        Centre("MATHANA", "CHC Mathana (new hall)", 563049),
        settings.DEFAULT_CENTRES[2],
        Centre("SHAHBAD", "CHC Shahbad", 563099),
    )
    assert (read.desk.centre, read.warnings) == ("SHAHBAD", ())


@pytest.mark.parametrize(
    ("entry", "key"),
    [
        ('name = "No code"', "centre[1].code"),
        ("code = 5", "centre[1].code"),
        ('code = "LNJP"\nportal_id = "563048"', "centre.LNJP.portal_id"),
        ('code = "LNJP"\nname = "  "', "centre.LNJP.name"),
        ('code = "NEW"', "centre.NEW.portal_id"),
    ],
)
def test_a_bad_centre_leaves_the_known_ones(tmp_path: Path, entry: str, key: str) -> None:
    read = _load(tmp_path, f"[[centre]]\n{entry}\n{PORTAL}")
    assert read.centres == settings.DEFAULT_CENTRES
    assert [warning.key for warning in read.warnings] == [key]


@pytest.mark.parametrize("text", ["centre = 5\n", 'desk = "x"\n', "upload = []\n", "portal = 1\n"])
def test_a_section_of_another_shape_is_named(tmp_path: Path, text: str) -> None:
    read = _load(tmp_path, text)
    assert text.split()[0] in {warning.key for warning in read.warnings}
    assert read.centres == settings.DEFAULT_CENTRES


@pytest.mark.parametrize("text", [b"[desk\n", b"\xff\xfe\x00", b"a = 1\na = 2", b"x = " + b"[" * 5000])
def test_a_file_that_is_no_toml_gives_the_defaults_and_stops_uploading(tmp_path: Path, text: bytes) -> None:
    read = _load(tmp_path, text)
    assert read.desk == settings.DeskSettings()
    assert read.upload == settings.UPLOAD_DEFAULTS["cowin"]
    assert [(warning.key, warning.code) for warning in read.warnings] == [("settings.toml", "unreadable")]
    assert read.portal_fault == "portal_missing"


def test_a_missing_file_does_not_stop_the_desk(tmp_path: Path) -> None:
    read = settings.load(tmp_path / "settings.toml")
    assert (read.desk, read.portal_fault) == (settings.DeskSettings(), "portal_missing")
    assert list(tmp_path.iterdir()) == []


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    assert _load(tmp_path, b"\xef\xbb\xbf" + PORTAL.encode()).warnings == ()


@pytest.mark.parametrize(
    ("kind", "address", "fault"),
    [
        ("cowin", "https://portal.example/api", ""),
        ("cowin", "http://127.0.0.1:9/api", ""),
        ("cowin", "http://[::1]:9/api", ""),
        ("cowin", "http://localhost/api", ""),
        ("cowin", "http://portal.example/api", "portal_address"),
        ("cowin", "http://127.0.0.1.portal.example/api", "portal_address"),
        ("cowin", "ftp://127.0.0.1/", "portal_address"),
        ("cowin", "https://", "portal_address"),
        ("cowin", "https://u:p@portal.example/", "portal_address"),
        ("cowin", "https://portal.example:99999/", "portal_address"),
        ("cowin", "https://portal .example/", "portal_address"),
        ("cowin", "https://[::1/", "portal_address"),
        ("cowin", "portal.example", "portal_address"),
        ("cowin", "", "portal_missing"),
        ("practice", "http://127.0.0.1:9/api", ""),
        ("practice", "https://portal.example/api", "portal_address"),
        ("divoc", "https://portal.example/api", "portal_kind"),
    ],
)
def test_a_portal_is_used_only_where_it_is_safe(tmp_path: Path, kind: str, address: str, fault: str) -> None:
    assert settings.portal_fault(kind, address) == fault
    read = _load(tmp_path, f'[portal]\nkind = "{kind}"\nbase_url = "{address}"\n')
    assert read.portal_fault == fault
    assert (read.portal == settings.PortalSettings()) == bool(fault)
    assert "u:p" not in repr(read)


@pytest.mark.parametrize("line", ["kind = 5", "base_url = 5"])
def test_a_portal_value_of_another_type_stops_uploading_only(tmp_path: Path, line: str) -> None:
    other = 'base_url = "https://portal.example"' if "kind" in line else 'kind = "cowin"'
    read = _load(tmp_path, f"[portal]\n{line}\n{other}\n")
    assert read.portal_fault in ("portal_kind", "portal_address")
    assert [warning.code for warning in read.warnings] == ["bad_value"]
