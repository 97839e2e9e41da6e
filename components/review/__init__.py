"""The quarterly review: made of one quarter on one version of the data, and spoken of subject by subject."""
