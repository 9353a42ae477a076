"""Measure the portal as ratios within one run: ``make bench``."""
