"""Files people take away: what they may hold, and how, so that nothing in them runs."""
