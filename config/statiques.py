"""Fichiers statiques compressés et nommés par leur empreinte."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StockageDesStatiques(CompressedManifestStaticFilesStorage):
    """Stockage de WhiteNoise, tolérant aux fichiers que le DSFR cite sans les livrer."""

    manifest_strict = False
