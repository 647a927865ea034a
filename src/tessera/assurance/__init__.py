"""Quality assurance: the standard, proposals under it, blind reviews, findings, decisions.

Moves a version only through catalogue.operations. Doors: queries, operations, policies, enums.
"""
