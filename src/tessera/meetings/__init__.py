"""The quality committee meets: an agenda from the queue, decisions minuted in place, minutes as a PDF.

It decides nothing by itself: decisions are those of assurance and standing. Doors: queries, operations, enums.
"""
