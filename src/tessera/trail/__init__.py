"""The audit trail: who did what to what, when. Append-only, enforced by the database.

Doors: record() for operations, queries for pages, presents() for the words of each kind.
"""
