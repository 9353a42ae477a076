"""The two diagrams as they are first published; afterwards staff edit them."""

from membership.diagrams.content import development, organization

DEVELOPMENT, ORGANIZATION = development.STEPS, organization.STEPS
FIRST = {
    "development": (development.HEADING, DEVELOPMENT),
    "organization": (organization.HEADING, ORGANIZATION),
}
