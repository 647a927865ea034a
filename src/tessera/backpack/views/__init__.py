"""One's own badges, and what others are shown of them."""
