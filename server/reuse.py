"""The log as the engine's cache: every analysis in it may be used again, as long as it is kept."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import msgspec

from scoring.events import Analysed
from server.log.base import Catalogue, LogError

logger = logging.getLogger("server")

_analysed = msgspec.json.Decoder(Analysed)


class LogCache:
    """Finds analyses in the log; a `scoring.reuse.Cache`."""

    def __init__(self, log: Catalogue) -> None:
        self._log = log

    async def find(self, fingerprints: Sequence[str]) -> dict[str, Analysed]:
        """Those there are, by fingerprint; what cannot be read is a miss."""
        try:
            found = await self._log.find(fingerprints)
            return {fingerprint: _analysed.decode(data) for fingerprint, data in found.items()}
        except (LogError, msgspec.DecodeError) as exc:
            logger.warning("Analyses made before could not be looked up: %s", exc)
            return {}
