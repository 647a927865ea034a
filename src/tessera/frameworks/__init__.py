"""Skills, occupations, programmes and standards as others publish them: data that designs point at.

Owns frameworks by edition, their import from files, and the search over them. Knows no design: what is
chosen is copied into the alignment. Doors: queries, operations, enums.
"""
