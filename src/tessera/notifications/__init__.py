"""Telling people: every message stands in the outbox first, then goes by e-mail, visibly and retryably.

Doors: deliver() for notices; queries for the inbox and the outbox page, which live in `portal`.
"""
