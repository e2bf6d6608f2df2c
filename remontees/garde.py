"""Ce qui est transmis ne se supprime pas : la base refuse, par tout chemin (décision 19).

Un déclencheur par table refuse d'y supprimer une version figée, ou une remontée qui en a. Ils se
posent après les migrations, d'après les modèles : un genre de remontée de plus est gardé sans rien
écrire. Ils se retirent avant, car SQLite, qui refait une table pour la changer, bute sur eux.
"""

from django.apps import apps
from django.contrib.contenttypes.fields import GenericRelation
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import ProtectedError

REFUS = "Ce qui est transmis est gardé pour toujours."
A_DES_VERSIONS = """EXISTS (
    SELECT 1 FROM {versions} version
    JOIN django_content_type modele ON modele.id = version.content_type_id
    WHERE version.object_id = OLD.id
    AND modele.app_label = '{app_label}' AND modele.model = '{model_name}'
)"""
POSER = {
    "postgresql": """
        CREATE OR REPLACE FUNCTION garde_{table}() RETURNS trigger AS $$
        BEGIN
            IF {condition} THEN
                RAISE EXCEPTION '{refus}' USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN OLD;
        END
        $$ LANGUAGE plpgsql;
        CREATE TRIGGER garde_{table} BEFORE DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION garde_{table}()
    """,
    "sqlite": """
        CREATE TRIGGER garde_{table} BEFORE DELETE ON {table} WHEN {condition}
        BEGIN SELECT RAISE(ABORT, '{refus}'); END
    """,
}
POSES = {
    "postgresql": "SELECT tgname, tgrelid::regclass FROM pg_trigger WHERE tgname LIKE 'garde\\_%'",
    "sqlite": "SELECT name, NULL FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'garde_*'",
}


class RelationGardee(GenericRelation):
    """Relation générique dont les objets empêchent de supprimer celui qui les a.

    Une relation générique ordinaire les supprimerait avec lui. Lève ProtectedError, que
    l'administration sait montrer ; la base, elle, garde les deux tables (`poser`).
    """

    def bulk_related_objects(self, objs, using=DEFAULT_DB_ALIAS):
        versions = super().bulk_related_objects(objs, using).defer("pdf", "donnees")
        if versions:
            raise ProtectedError(REFUS, set(versions))
        return versions


def poser(using, **signal):
    """Pose les déclencheurs que demandent les `RelationGardee` des modèles (post_migrate)."""
    retirer(using)
    connexion = connections[using]
    tables = set(connexion.introspection.table_names())
    with connexion.cursor() as curseur:
        for table, condition in _gardees().items():
            if table in tables:
                ordre = POSER[connexion.vendor]
                curseur.execute(ordre.format(table=table, condition=condition, refus=REFUS))


def retirer(using, **signal):
    """Retire tous les déclencheurs posés (pre_migrate)."""
    connexion = connections[using]
    with connexion.cursor() as curseur:
        curseur.execute(POSES[connexion.vendor])
        for nom, table in curseur.fetchall():
            curseur.execute(f"DROP TRIGGER {nom} ON {table}" if table else f"DROP TRIGGER {nom}")


def _gardees():
    """Rend {table: condition, en SQL, qui y refuse une suppression}."""
    gardees = {}
    for modele in apps.get_models():
        for champ in modele._meta.private_fields:
            if isinstance(champ, RelationGardee):
                versions = champ.related_model._meta.db_table
                gardees[versions] = "TRUE"
                gardees[modele._meta.db_table] = A_DES_VERSIONS.format(
                    versions=versions,
                    app_label=modele._meta.app_label,
                    model_name=modele._meta.model_name,
                )
    return gardees
