# SPDX-License-Identifier: MIT
"""The paper register, page by page, with its total and a second keying."""
