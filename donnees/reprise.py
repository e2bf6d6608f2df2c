"""Passer d'un fichier SQLite à PostgreSQL : toutes les lignes, telles quelles, ou aucune."""

from contextlib import contextmanager

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.core.serializers.base import DeserializedObject
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import load_backend

ORIGINE = "origine"
# `migrate` les remplit d'avance ; ceux de l'origine, que d'autres lignes citent, les remplacent.
REMPLIES_D_AVANCE = (Permission, ContentType)


class RepriseImpossible(Exception):
    """Rien n'est repris ; le message dit pourquoi."""


def reprendre(fichier):
    """Copie dans cette base, migrée et vide, les lignes d'un fichier SQLite ; rend leur nombre.

    Rien n'est recalculé : dates, versions figées et historique restent ce qu'ils étaient. Lève
    RepriseImpossible.
    """
    if not fichier.is_file():
        raise RepriseImpossible(f"{fichier} n’existe pas.")
    if connection.vendor != "postgresql":
        raise RepriseImpossible("DATABASE_URL doit désigner la base PostgreSQL qui reçoit.")
    modeles = [m for m in apps.get_models(include_auto_created=True) if m._meta.managed]
    with _origine(fichier):
        if _migrations_en_attente():
            raise RepriseImpossible(
                f"{fichier} est d’une version plus ancienne : lancez d’abord « migrate » dessus."
            )
        with transaction.atomic():
            _verifier_vide(modeles)
            return sum(_copier(modele) for modele in modeles)


@contextmanager
def _origine(fichier):
    """Ouvre le fichier en lecture seule, sous le nom `ORIGINE`."""
    reglages = connections.configure_settings(
        {
            "default": {},
            ORIGINE: {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": f"{fichier.resolve().as_uri()}?mode=ro",
                "OPTIONS": {"uri": True},
            },
        }
    )[ORIGINE]
    connections[ORIGINE] = load_backend(reglages["ENGINE"]).DatabaseWrapper(reglages, ORIGINE)
    try:
        yield
    finally:
        connections[ORIGINE].close()
        del connections[ORIGINE]


def _migrations_en_attente():
    executeur = MigrationExecutor(connections[ORIGINE])
    return executeur.migration_plan(executeur.loader.graph.leaf_nodes())


def _verifier_vide(modeles):
    """Ôte ce que `migrate` a mis d'avance ; lève RepriseImpossible s'il y a autre chose."""
    for modele in REMPLIES_D_AVANCE:
        modele.objects.all().delete()
    ContentType.objects.clear_cache()
    for modele in modeles:
        if modele._base_manager.exists():
            raise RepriseImpossible(
                f"La base qui reçoit n’est pas vide ({modele._meta.verbose_name_plural}) : "
                "créez-en une neuve, et lancez-y « migrate » seulement."
            )


def _copier(modele):
    """Copie les lignes d'une table, et y reprend la numérotation ; rend leur nombre."""
    nombre = 0
    for objet in modele._base_manager.using(ORIGINE).iterator(chunk_size=200):
        # Comme `loaddata` : ni date posée d'office, ni historique, ni signal pris au mot.
        DeserializedObject(objet).save(using="default", force_insert=True)
        nombre += 1
    with connection.cursor() as curseur:
        for ordre in connection.ops.sequence_reset_sql(no_style(), [modele]):
            curseur.execute(ordre)
    return nombre
