"""Issuers, their keys, documents as signed, and status lists; signs for every feature alike.

Owns what must stay true for ever: the bytes, the public keys, the index of each status entry.
Does not know what a badge means. Doors: queries, operations, enums.
"""
