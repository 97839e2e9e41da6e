"""How good the data of a version are: measured at publish, judged by stated thresholds, told in plain sentences."""

from data.quality.findings import findings
from data.quality.measure import measure
from data.quality.model import Finding, Left, Profile, Quality, Severity, SourceQuality, read_quality
from data.quality.profile import profile

__all__ = [
    "Finding", "Left", "Profile", "Quality", "Severity", "SourceQuality", "findings", "measure", "profile", "read_quality",
]  # fmt: skip
