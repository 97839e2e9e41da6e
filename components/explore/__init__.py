"""What the Explore page is made of: choices, their widgets, and what is drawn of them."""
