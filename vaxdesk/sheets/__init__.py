# SPDX-License-Identifier: MIT
"""The daily sheet: rows and totals of a day from one query (pure), and the bytes of an XLSX or CSV of them.

Asks neither store nor clock and writes no file: ``services/export.py`` does.
"""
