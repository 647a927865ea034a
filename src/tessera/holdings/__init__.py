"""What a person holds, from when, until when, in what state; read by prerequisites and stack rules.

Written by the rooms above in their own transaction. Doors: queries, operations, enums.
"""
