"""The metrics side: worked cases, double entry, statements, periods, verdicts. Everything runs on the real engine."""
