"""Who is here and what they may do: the institution, its units, partner organisations, people, duties.

Owns sign-in. Does not know what the duties are about: features declare permissions, roles name them.
Doors: queries, operations, policies, access, enums.
"""
