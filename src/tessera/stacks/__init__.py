"""Stacks at work: evaluating rules over what people hold, progress, macro-badges and their suspension.

Doors: queries, operations, enums.
"""
