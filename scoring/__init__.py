"""Batch resume analysis: every candidate before every job, each analysis as soon as it is finished."""

from scoring.batch import (
    generate_batch_analysis,
    generate_batch_analysis_async,
    stream_batch_analysis,
)
from scoring.engine import open_engine
from scoring.models import Analysis, BatchRequest, Candidate, Job
from scoring.settings import EngineSettings

__all__ = [
    "Analysis",
    "BatchRequest",
    "Candidate",
    "EngineSettings",
    "Job",
    "generate_batch_analysis",
    "generate_batch_analysis_async",
    "open_engine",
    "stream_batch_analysis",
]
