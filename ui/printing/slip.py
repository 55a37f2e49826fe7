# SPDX-License-Identifier: MIT
"""A proof slip on A6 paper or an 80 mm roll: as PDF, on a printer, as a picture. One layout for all of them.

May run in a background thread: it paints on paper and pictures, never on a widget.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from ui.printing.content import Content, Fact
from ui.printing.pen import DPI, PER_MM, Pen, mm
from ui.printing.qr import squares
from vaxdesk.domain.slip import Paper
from vaxdesk.errors import FileError


@dataclass(frozen=True, slots=True)
class Sheet:
    """One kind of paper, in millimetres; ``height`` is None for a roll, which is cut where the slip ends.

    Attributes:
        scales: how much larger everything stands than on a roll; the largest at which it fits.
    """

    width: float
    height: float | None
    margin: float
    scales: tuple[float, ...]


SHEETS: Final[Mapping[Paper, Sheet]] = {
    Paper.A6: Sheet(105.0, 148.0, 8.0, (1.25, 1.15, 1.05, 0.95, 0.85, 0.75)),
    Paper.ROLL_80: Sheet(80.0, None, 4.0, (1.0,)),
}
_CODE_MM: Final = 26.0


def size_mm(content: Content, paper: Paper) -> tuple[float, float]:
    """Return width and height of the slip."""
    sheet = SHEETS[paper]
    return sheet.width, sheet.height or round(_paint(None, content, sheet, sheet.scales[0]) / PER_MM + sheet.margin, 1)


def pdf(content: Content, paper: Paper) -> bytes:
    """Return the slip as a PDF of one page with its fonts in it; its properties name nobody."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DPI)
    writer.setPageLayout(_page(content, paper))
    writer.setTitle(f"VaxDesk {content.receipt.value}")
    writer.setCreator("VaxDesk")
    painter = QPainter(writer)
    _fill(painter, content, SHEETS[paper])
    painter.end()
    buffer.close()
    return bytes(held.data())


def picture(content: Content, paper: Paper, width_px: int) -> QImage:
    """Return the slip as it will be printed, ``width_px`` wide."""
    width, height = size_mm(content, paper)
    image = QImage(width_px, round(width_px * height / width), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    scale = width_px / (width * PER_MM)
    painter.scale(scale, scale)
    _fill(painter, content, SHEETS[paper])
    painter.end()
    return image


def printers() -> tuple[str, ...]:
    """Return the printers of this computer, the usual one first. Slow where one of them is far away."""
    usual = QPrinterInfo.defaultPrinterName()
    return tuple(sorted(QPrinterInfo.availablePrinterNames(), key=lambda name: (name != usual, name)))


def print_on(printer_name: str, content: Content, paper: Paper) -> None:
    """Print the slip.

    Raises:
        FileError: ``slip_not_printed``; the printer is gone or did not take it.
    """
    known = QPrinterInfo.printerInfo(printer_name)
    if known.isNull():  # a QPrinter of nobody would be taken for a PDF file
        raise FileError("slip_not_printed", printer=printer_name)
    printer = QPrinter(known, QPrinter.PrinterMode.HighResolution)
    printer.setFullPage(True)
    printer.setPageLayout(_page(content, paper))
    printer.setDocName(f"VaxDesk {content.receipt.value}")
    painter = QPainter()
    if not painter.begin(printer):
        raise FileError("slip_not_printed", printer=printer_name)
    scale = printer.resolution() / DPI
    painter.scale(scale, scale)
    _fill(painter, content, SHEETS[paper])
    if not painter.end():
        raise FileError("slip_not_printed", printer=printer_name)


def _page(content: Content, paper: Paper) -> QPageLayout:
    size = QPageSize(QSizeF(*size_mm(content, paper)), QPageSize.Unit.Millimeter, paper.value)
    return QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))


def _fill(painter: QPainter, content: Content, sheet: Sheet) -> None:
    """Paint the slip as large as the paper allows: a name may be long."""
    room = mm((sheet.height or math.inf) - sheet.margin)
    fitting = (scale for scale in sheet.scales if _paint(None, content, sheet, scale) <= room)
    _paint(painter, content, sheet, next(fitting, sheet.scales[-1]))


def _paint(painter: QPainter | None, content: Content, sheet: Sheet, k: float) -> float:
    """Paint the slip ``k`` times as large as on a roll; return where it ends, in units from the top of the paper."""
    margin = mm(sheet.margin)
    pen = Pen(painter, margin, mm(sheet.width) - 2 * margin, margin)
    pen.text(content.centre, mm(3.6 * k), strong=True)
    pen.text(content.title, mm(3.0 * k))
    pen.space(mm(1.6 * k))
    pen.rule(mm(0.3))
    pen.space(mm(2.0 * k))
    pen.text(content.name, mm(5.6 * k), strong=True)
    pen.space(mm(1.2 * k))
    for left, right in zip(content.facts[::2], content.facts[1::2], strict=True):
        _pair(pen, left, right, k)
    if content.due:
        _due(pen, content.due, k)
    pen.text(content.state, mm(3.0 * k))
    pen.space(mm(3 * k))
    _receipt(pen, content, k)
    pen.space(mm(3.4 * k))
    pen.rule(mm(0.3))
    pen.space(mm(1.2 * k))
    for line in content.foot:
        pen.text(line, mm(2.5 * k))
    return pen.y


def _pair(pen: Pen, left: Fact, right: Fact, k: float) -> None:
    gap = mm(3 * k)
    half = (pen.width - gap) / 2
    columns = (pen.part(0, half), pen.part(half + gap, half))
    for column, fact in zip(columns, (left, right), strict=True):
        column.text(fact.label, mm(2.5 * k))
        column.text(fact.value, mm(3.6 * k), strong=True)
    pen.y = max(column.y for column in columns)
    pen.space(mm(1.6 * k))


def _due(pen: Pen, due: str, k: float) -> None:
    inside = mm(2 * k)
    pen.space(mm(0.6 * k))
    top = pen.y
    framed = pen.part(inside, pen.width - 2 * inside)
    framed.space(mm(1.2 * k))
    framed.text(due, mm(3.8 * k), strong=True)
    framed.space(mm(1.2 * k))
    pen.box(top, framed.y, mm(0.4))
    pen.y = framed.y + mm(2.2 * k)


def _receipt(pen: Pen, content: Content, k: float) -> None:
    side, gap = mm(_CODE_MM * k), mm(4 * k)
    code, words = pen.part(0, side), pen.part(side + gap, pen.width - side - gap)
    code.squares(squares(content.code), side)
    words.space(mm(2 * k))
    words.text(content.receipt.label, mm(2.5 * k))
    words.text(content.receipt.value, mm(6.4 * k), strong=True)
    pen.y = max(code.y, words.y)
