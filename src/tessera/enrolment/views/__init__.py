"""Pages of learners, and of those who run offerings."""
