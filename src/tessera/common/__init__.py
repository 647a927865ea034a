"""What every feature needs and none owns: refusals, the clock, states, jobs, uploads, guarded fetching."""
