"""Where everyone lands: the desk with one's next actions, inbox, outbox, audit trail, profile, sign-in.

Owns no data; asks the features and shows what they answer.
"""
