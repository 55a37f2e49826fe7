# SPDX-License-Identifier: MIT
"""The truth about the upload, below every panel."""
