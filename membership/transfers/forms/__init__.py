"""Shape of what is typed about transfers; the actions decide."""
