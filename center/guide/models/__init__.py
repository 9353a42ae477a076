"""Items of the catalog, the rules library, the house itself."""

from center.guide.models.catalog import Service, Version
from center.guide.models.house import Framework, Profile, Room, Staffing
from center.guide.models.lines import Blank, Paper, Poster, Step, Told, VersionLog
from center.guide.models.regulations import Regulation, RegulationLog, RegulationText

__all__ = [
    "Blank",
    "Framework",
    "Paper",
    "Poster",
    "Profile",
    "Regulation",
    "RegulationLog",
    "RegulationText",
    "Room",
    "Service",
    "Staffing",
    "Step",
    "Told",
    "Version",
    "VersionLog",
]
