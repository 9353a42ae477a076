"""Addresses that strangers try."""

PUBLIC = ["/", "/login/", "/signup/", "/reset/"]
