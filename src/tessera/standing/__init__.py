"""Whether a published design may stand: periodic reviews, complaints, suspension, reinstatement.

Not the proposal's way to approval (assurance). Doors: queries, operations, policies, enums.
"""
