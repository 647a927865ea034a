"""What a learner owns and shows: the backpack, visibility, share links.

Doors: queries, operations, policies.
"""
