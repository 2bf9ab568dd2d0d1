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
    """Finds analyses in the log; a `scoring.engine.reuse.Cache`.

    Args:
        entries: how many of the newest events it looks at. Each use of an analysis is an event, so what is used stays.
    """

    def __init__(self, log: Catalogue, entries: int) -> None:
        self._log, self._entries = log, entries
        self._has_warned = False

    async def find(self, fingerprints: Sequence[str]) -> dict[str, Analysed]:
        """Those there are, by fingerprint; what cannot be read is a miss."""
        try:
            found = await self._log.find(fingerprints, self._entries)
        except LogError as exc:
            logger.warning("Analyses made before could not be looked up: %s", exc)
            return {}
        read = {fingerprint: self._decoded(data) for fingerprint, data in found.items()}
        return {fingerprint: analysed for fingerprint, analysed in read.items() if analysed}

    def _decoded(self, data: bytes) -> Analysed | None:
        """The analysis, or None where it cannot be read, as another version wrote it; the log says so once."""
        try:
            return _analysed.decode(data)
        except msgspec.DecodeError as exc:
            if not self._has_warned:
                logger.warning("An analysis made before could not be read and is made again, as others like it: %s", exc)
                self._has_warned = True
            return None
