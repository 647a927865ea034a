"""What can be earned: definitions, their versions and everything in the design of one.

Owns the proposal form, its completeness, the state of a version, programmes and commitments.
Does not judge a design (assurance) or endorse it (endorsement). Doors: queries, operations, policies, enums.
"""
