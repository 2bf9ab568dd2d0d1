"""How calls are let out: one gate for each provider, key and model."""

from scoring.admission.gate import Gate
from scoring.admission.lane import GateShut, Lane, Lease

__all__ = ["Gate", "GateShut", "Lane", "Lease"]
