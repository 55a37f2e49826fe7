# SPDX-License-Identifier: MIT
"""What the desk keeps on its own disk: encrypted, one writer, nothing acknowledged before it is durable.

The only package that imports peewee, sqlcipher3, argon2 and cryptography. It knows domain objects, no
services and no portal. SQL that only SQLite understands stands in ``database.py`` alone (full-text search
later in ``people.py``), because a store on PostgreSQL will stand beside it.
"""
