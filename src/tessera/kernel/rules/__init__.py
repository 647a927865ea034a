"""Stack rules: what must be held, read from versioned JSON, judged over a portfolio, and explained."""
