"""Names of modules that are no layer, by the package in which they stand."""

# Rooms that README names, by where they stand; a folder is a room with all it holds.
ROOMS = {
    "": {"checks", "demo", "presenters", "registers", "reminders", "triggers"},
    "center": {
        *(
            "accounts",
            "addresses",
            "admin_config",
            "admin_parts",
            "admin_site",
            "backups",
            "cards",
        ),
        *(
            "context",
            "environment",
            "errors",
            "fields",
            "forgetting",
            "formats",
            "gunicorn",
        ),
        *("health", "home", "hours", "http", "jobs", "keys", "ledger", "logs"),
        *("middleware", "orphans", "page_cache", "paging", "passwords", "pictures"),
        *(
            "portals",
            "publishing",
            "purge",
            "operations",
            "ranges",
            "rate_limit",
            "richtext",
            "sandbox",
        ),
        *("search", "searchable", "settings", "sheets", "sms", "static_files", "text"),
        *("upload_handlers", "uploads", "wording", "workdays", "wsgi"),
    },
    "center.guide": {"charts", "plans", "told"},
    "center.kept": {"filling", "middleware", "sent"},
    "center.reception": {"identity", "lookup"},
    "center.registers": {"cells", "exports", "imports", "logs", "register"},
    "center.notices": {"board"},
    "center.roster": {"lookup"},
    "center.timetable": {"inlines", "lookup"},
    "membership": {"crypto"},
    "petitions": {"promise", "ratings", "strip", "visitors"},
    "petitions.counter": {"declared", "phrases", "queue", "verbs"},
    "reading_room": {"barcodes", "holdings"},
    "reading_room.imports": {"cnmarc"},
    "reservations": {"slots"},
}
# What still has a name of its own; nothing may be added.
UNNAMED = {
    "center.guide": {"demo_house"},
    "petitions": {"pages", "shown"},
}
