# SPDX-License-Identifier: MIT
"""The rules of the house that the linters cannot see: sizes, names, doors of third parties, clocks.

Each rule names every offender at once. The lists of exceptions may only shrink.
"""

from __future__ import annotations

import ast
import configparser
import functools
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = sorted(
    path.relative_to(ROOT)
    for top in ("main.py", "vaxdesk", "ui", "resources")
    for path in ([ROOT / top] if top.endswith(".py") else (ROOT / top).rglob("*.py"))
)
TESTS = sorted(path.relative_to(ROOT) for path in (ROOT / "tests").rglob("*.py"))
MAX_FILE, MAX_FUNCTION = 400, 60
FORBIDDEN_WORDS = {"utils", "util", "helpers", "helper", "common", "manager", "controller", "misc"}

# package: the only files (or folders, with a slash at the end) that may import it
DOORS = {
    "peewee": ("vaxdesk/store/",),
    "playhouse": ("vaxdesk/store/",),
    "sqlcipher3": ("vaxdesk/store/",),
    "sqlite3": ("vaxdesk/store/",),
    "argon2": ("vaxdesk/store/",),
    "cryptography": ("vaxdesk/store/",),
    "requests": ("vaxdesk/portal/transport.py",),
    "urllib3": ("vaxdesk/portal/transport.py", "vaxdesk/portal/wire.py"),
    "truststore": ("vaxdesk/portal/trust.py",),
    "apscheduler": ("vaxdesk/sync/scheduler.py",),
    "PySide6": ("ui/",),
    "segno": ("ui/printing/qr.py",),
    "xlsxwriter": ("vaxdesk/sheets/xlsx.py",),
    "openpyxl": ("vaxdesk/services/spreadsheets.py", "vaxdesk/services/export.py"),
    "platformdirs": ("vaxdesk/paths.py",),
    "stdnum": ("vaxdesk/identity.py",),
    "fcntl": ("vaxdesk/platform/posix.py",),
    "msvcrt": ("vaxdesk/platform/windows.py",),
}
CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "monotonic"),
    ("time", "monotonic_ns"),
    ("time", "perf_counter"),
    ("time", "localtime"),
    ("time", "gmtime"),
    ("QDate", "currentDate"),
    ("QTime", "currentTime"),
    ("QDateTime", "currentDateTime"),
    ("QDateTime", "currentDateTimeUtc"),
}


WORDS = {"_", "N_", "ngettext"}
SLEEPS_AND_EXCUSES = {
    ("time", "sleep"),
    ("asyncio", "sleep"),
    ("", "sleep"),
    ("qtbot", "wait"),
    ("QTest", "qWait"),
    ("QTest", "qSleep"),
    ("QThread", "sleep"),
    ("QThread", "msleep"),
    ("pytest", "skip"),
    ("pytest", "xfail"),
    ("pytest", "importorskip"),
    ("mark", "skip"),
    ("mark", "skipif"),
    ("mark", "xfail"),
    ("unittest", "mock"),
}
# A PostgreSQL store will stand beside this one.
SQLITE_ONLY_IN = ("vaxdesk/store/database.py", "vaxdesk/store/connections.py")
SQLITE_ONLY = ("PRAGMA ", "INSERT OR ", "sqlite_master", "rowid", "FTS5")
SQLITE_ONLY_CALLS = {"pragma", "on_conflict_replace", "on_conflict_ignore", "replace_many"}
# QLabel guesses whether its text is markup; these set the plain format and are the only makers of labels.
LABEL_MAKERS = ("ui/widgets/text.py",)


@functools.cache
def _source(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@functools.cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(_source(path), filename=str(path))


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    """Yield (line, top-level package) of everything that ``path`` imports, also inside functions."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.partition(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.lineno, node.module.partition(".")[0]


def _calls(path: Path) -> Iterator[tuple[int, str, str]]:
    """Yield (line, owner, name) of each reference ``owner.name``; the owner is "" for a bare name."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Attribute):
            owner = node.value
            named = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            yield node.lineno, named, node.attr
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.lineno, "", node.func.id


def _all_well(offenders: list[str], rule: str) -> None:
    assert not offenders, f"{rule}:\n" + "\n".join(offenders)


def test_the_house_is_found() -> None:
    assert {"main.py", "vaxdesk/clock.py"} <= {path.as_posix() for path in PRODUCT}


def test_no_file_is_too_long() -> None:
    lengths = {path: _source(path).count("\n") for path in PRODUCT + TESTS}
    _all_well([f"{p}: {n} lines" for p, n in lengths.items() if n > MAX_FILE], f"past {MAX_FILE} lines, split it")


def test_no_function_is_too_long() -> None:
    offenders = [
        f"{path}:{node.lineno} {node.name}: {node.end_lineno - node.lineno + 1} lines"
        for path in PRODUCT + TESTS
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno >= MAX_FUNCTION
    ]
    _all_well(offenders, f"functions past {MAX_FUNCTION} lines, split them")


def test_every_module_opens_with_its_licence_and_its_duty() -> None:
    offenders = [
        str(path)
        for path in PRODUCT + TESTS
        if not _source(path).startswith("# SPDX-License-Identifier: MIT\n") or not ast.get_docstring(_tree(path))
    ]
    _all_well(offenders, "no SPDX line or no module docstring")


def test_no_module_has_a_name_that_says_nothing() -> None:
    offenders = [
        str(path)
        for path in PRODUCT + TESTS
        if FORBIDDEN_WORDS & {w for p in path.parts for w in Path(p).stem.split("_")}
    ]
    _all_well(offenders, "name the module after what it is responsible for")


def test_a_ui_file_holds_one_public_widget() -> None:
    offenders = []
    for path in PRODUCT:
        if path.parts[0] != "ui":
            continue
        widgets = [
            node.name
            for node in _tree(path).body
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and any(map(_is_widget, node.bases))
        ]
        if len(widgets) > 1:
            offenders.append(f"{path}: {', '.join(widgets)}")
    _all_well(offenders, "one public widget class a file")


def _named(expression: ast.expr) -> str:
    return expression.attr if isinstance(expression, ast.Attribute) else getattr(expression, "id", "")


def _is_widget(base: ast.expr) -> bool:
    name = _named(base)
    return name.startswith("Q") and name not in {"QObject", "QRunnable", "QValidator"}


def test_the_core_neither_prints_nor_exits() -> None:
    forbidden = {
        ("", "print"),
        ("sys", "exit"),
        ("os", "_exit"),
        ("", "exit"),
        ("sys", "stdout"),
        ("sys", "stderr"),
    }
    offenders = [
        f"{path}:{line} {owner}.{name}".replace(" .", " ")
        for path in PRODUCT
        if path.parts[0] == "vaxdesk"
        for line, owner, name in _calls(path)
        if (owner, name) in forbidden
    ]
    _all_well(offenders, "write to the streams handed in, return the exit code")


@pytest.mark.parametrize("package", sorted(DOORS))
def test_each_third_party_has_one_door(package: str) -> None:
    offenders = [
        f"{path}:{line}"
        for path in PRODUCT
        for line, imported in _imports(path)
        if imported == package and not _passes(path.as_posix(), DOORS[package])
    ]
    _all_well(offenders, f"{package} may only be imported in {', '.join(DOORS[package])}")


def _passes(path: str, doors: tuple[str, ...]) -> bool:
    return any(path.startswith(door) if door.endswith("/") else path == door for door in doors)


def test_only_the_clock_reads_a_clock() -> None:
    offenders = [
        f"{path}:{line} {owner}.{name}"
        for path in PRODUCT
        if path.as_posix() != "vaxdesk/clock.py"
        for line, owner, name in _calls(path)
        if (owner, name) in CLOCKS
    ]
    offenders += [
        f"{path}:{node.lineno} from time import …"
        for path in PRODUCT
        if path.as_posix() != "vaxdesk/clock.py"
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.ImportFrom) and node.module == "time" and node.level == 0
    ]
    _all_well(offenders, "take a Clock instead, so that tests can hand in theirs")


def test_no_test_sleeps_or_excuses_itself() -> None:
    offenders = [
        f"{path}:{line} {owner}.{name}"
        for path in TESTS
        for line, owner, name in _calls(path)
        if (owner, name) in SLEEPS_AND_EXCUSES
    ]
    _all_well(offenders, "wait for a signal or a condition; a test runs everywhere or is not one")


def test_sentences_are_whole_before_they_are_looked_up() -> None:
    offenders = [
        f"{path}:{node.lineno}"
        for path in PRODUCT
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in WORDS
        for sentence in node.args[: 2 if node.func.id == "ngettext" else 1]
        if isinstance(sentence, ast.JoinedStr | ast.BinOp | ast.Call)
    ]
    _all_well(offenders, "a whole sentence goes into _(), what it names comes in by .format() afterwards")


def test_only_the_database_module_speaks_sqlite() -> None:
    offenders = []
    for path in PRODUCT:
        if not path.as_posix().startswith("vaxdesk/store/") or path.as_posix() in SQLITE_ONLY_IN:
            continue
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and not _is_docstring(path, node):
                found = any(word.casefold() in node.value.casefold() for word in SQLITE_ONLY)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                replaces = node.func.attr == "replace" and not node.args  # Model.replace(field=value)
                found = node.func.attr in SQLITE_ONLY_CALLS or (replaces and _is_model(node.func.value))
            else:
                found = False
            if found:
                offenders.append(f"{path}:{node.lineno}")
    _all_well(offenders, "say it in SQL that PostgreSQL knows too")


def _is_model(owner: ast.expr) -> bool:
    return isinstance(owner, ast.Attribute) and _named(owner.value) == "models"


def _is_docstring(path: Path, constant: ast.Constant) -> bool:
    return any(isinstance(node, ast.Expr) and node.value is constant for node in ast.walk(_tree(path)))


def test_every_label_is_of_plain_text() -> None:
    offenders = [
        f"{path}:{node.lineno}"
        for path in PRODUCT
        if path.parts[0] == "ui" and path.as_posix() not in LABEL_MAKERS
        for node in ast.walk(_tree(path))
        if (isinstance(node, ast.Call) and _named(node.func) == "QLabel")
        or (isinstance(node, ast.ClassDef) and "QLabel" in map(_named, node.bases))
    ]
    _all_well(offenders, "take plain_label or LineLabel of ui/widgets/text.py")


def test_nothing_is_shown_as_markup() -> None:
    shown = {("TextFormat", "RichText"), ("TextFormat", "AutoText"), ("TextFormat", "MarkdownText")}
    offenders = [
        f"{path}:{line} {owner}.{name}"
        for path in PRODUCT
        for line, owner, name in _calls(path)
        if (owner, name) in shown or name in {"setHtml", "setMarkdown", "insertHtml"}
    ]
    _all_well(offenders, "text is shown as it stands, never as markup")


def test_every_panel_stands_in_the_contracts() -> None:
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / "setup.cfg", encoding="utf-8")
    panels = {f"ui.{path.parts[1]}" for path in PRODUCT if path.parts[0] == "ui" and len(path.parts) > 2} - {
        "ui.widgets"
    }
    assert set(contracts["importlinter:contract:panels"]["modules"].split()) == panels
    parts = contracts["importlinter:contract:parts"]
    assert panels <= set(parts["forbidden_modules"].split())
    single = {f"ui.{path.stem}" for path in PRODUCT if path.parts[0] == "ui" and len(path.parts) == 2} - {"ui.__init__"}
    named = set((parts["source_modules"] + parts["forbidden_modules"]).split())
    assert single <= named, "a file of ui is either a part or composes panels"


@pytest.mark.parametrize("module", ["main", "vaxdesk.desk", "vaxdesk.commands.status"])
def test_a_command_loads_no_qt(module: str) -> None:
    probe = f"import sys, {module}; print(*sorted(m for m in sys.modules if m.split('.')[0] in {'PySide6', 'ui'}))"
    done = subprocess.run(
        [sys.executable, "-c", probe],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr
