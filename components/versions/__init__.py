"""The versions page: what was published when and by whom, how to go back, and one figure in two versions."""
