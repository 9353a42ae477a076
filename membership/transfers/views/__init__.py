"""The pages of transfers: the member's own, the registers, a case, what is printed."""
