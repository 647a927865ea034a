"""One believable, plainly fictional college, built through the public operations only."""
