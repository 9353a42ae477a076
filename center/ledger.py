"""What keeps history as it was written: no row is changed or removed again.

The database itself refuses, so an admin page, a shell or a slip in the code cannot.
"""

import pgtrigger


def append_only() -> pgtrigger.Protect:
    """Return the trigger that a history table carries in ``Meta.triggers``."""
    return pgtrigger.Protect(
        name="append_only", operation=pgtrigger.Update | pgtrigger.Delete
    )


def never_deleted() -> pgtrigger.Protect:
    """Return the trigger of a table whose rows change but never go away."""
    return pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)
