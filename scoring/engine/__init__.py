"""Batches run: pairs in turn, calls tried again, answers used again, costs counted."""

from scoring.engine.engine import Engine
from scoring.engine.engines import Engines, open_engine
from scoring.engine.run import BatchRun
from scoring.engine.ways import Route

__all__ = ["BatchRun", "Engine", "Engines", "Route", "open_engine"]
