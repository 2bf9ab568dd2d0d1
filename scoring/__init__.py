"""Batch resume analysis: every candidate before every job, each analysis as soon as it is finished."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scoring.batch import generate_batch_analysis, generate_batch_analysis_async, stream_batch_analysis
    from scoring.engine import open_engine
    from scoring.errors import InvalidRequest, ScoringError
    from scoring.events import Accepted, Analysed, Done, Event, Failed, Skipped
    from scoring.models import Analysis, BatchRequest, Candidate, Job
    from scoring.settings import EngineSettings

__all__ = [
    "Accepted",
    "Analysed",
    "Analysis",
    "BatchRequest",
    "Candidate",
    "Done",
    "EngineSettings",
    "Event",
    "Failed",
    "InvalidRequest",
    "Job",
    "ScoringError",
    "Skipped",
    "generate_batch_analysis",
    "generate_batch_analysis_async",
    "open_engine",
    "stream_batch_analysis",
]

_HOMES = {
    "batch": ("generate_batch_analysis", "generate_batch_analysis_async", "stream_batch_analysis"),
    "engine": ("open_engine",),
    "errors": ("InvalidRequest", "ScoringError"),
    "events": ("Accepted", "Analysed", "Done", "Event", "Failed", "Skipped"),
    "models": ("Analysis", "BatchRequest", "Candidate", "Job"),
    "settings": ("EngineSettings",),
}


def __getattr__(name: str) -> object:
    """An export, imported when it is asked for: whoever runs `python -m scoring` can stop it from the first moment on."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"scoring.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
