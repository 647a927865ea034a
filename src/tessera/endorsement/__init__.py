"""Outside organisations asked about one version: requests, their two statements, the signed endorsement.

Doors: queries, operations, policies, enums.
"""
