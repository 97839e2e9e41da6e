"""The registry's entries: one module per subject, each with `METRICS`."""
