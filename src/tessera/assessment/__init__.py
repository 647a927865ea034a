"""Attempts at being awarded, how they were judged against the rubric, and what was confirmed.

Does not award (credentials). Doors: queries, operations, policies, enums.
"""
