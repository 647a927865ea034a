"""One runnable script for each claim on speed; `make bench` prints their tables."""
