"""The pages of activity days and meetings."""
