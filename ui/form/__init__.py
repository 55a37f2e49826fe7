# SPDX-License-Identifier: MIT
"""The form: one person and one dose, typed from the keyboard. Rules and storage belong to the services."""
