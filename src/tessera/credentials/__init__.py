"""Awards and their credentials: the decision, its signed editions, delivery and revocation.

Doors: queries, operations, policies, enums, documents; tells upwards by the signals in `signals.py`.
"""
