"""Offerings, who is enrolled and why, and the evidence in the three components.

Does not judge evidence (assessment). Doors: queries, operations, policies, enums.
"""
