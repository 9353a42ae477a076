"""The pages of party organizations and members."""
