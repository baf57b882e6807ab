"""Static files: hashed names, gzipped once. No brotli: it would make the first start take a minute for a few KB."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Files(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # it ships no types
    """What the web server hands out for ever."""

    @lru_cache(maxsize=512)  # noqa: B019 (there is one for as long as the process lives)
    def url(self, name: str | None, force: bool = False) -> str:
        """Where a file lies; looked up once, because the hashed name of a file does not change while it is served."""
        return str(super().url(name, force))

    def create_compressor(self, **kwargs: Any) -> Compressor:
        """Gzip alone; maps for debugging are left as they are."""
        kwargs["extensions"] = [*Compressor.SKIP_COMPRESS_EXTENSIONS, "map"]
        return Compressor(**(kwargs | {"use_brotli": False}))
