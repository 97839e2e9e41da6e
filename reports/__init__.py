"""Files people take away, in which nothing runs, and the sentences they share with the pages."""
