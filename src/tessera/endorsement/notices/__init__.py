"""Who is told what about an endorsement: the partner asked, and the designers who wait."""
