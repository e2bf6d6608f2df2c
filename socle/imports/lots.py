"""Écrire par lots des objets connus, avec leur histoire."""

from django.db import connections, router
from django.db.models import F, Value
from django.utils import timezone

PAR_LOT = 1000


def creer(objets, user=None):
    """Ajoute ces objets, tous d'un même modèle, au nom de `user` ; chacun reçoit sa clé."""
    if objets:
        modele = type(objets[0])
        modele._default_manager.bulk_create(objets, batch_size=PAR_LOT)
        noter(modele, [objet.pk for objet in objets], "+", user)


def changer(objets, champs, user=None):
    """Enregistre ces `champs` des objets, tous d'un même modèle, au nom de `user`.

    C'est un ajout que sa clé change en mise à jour : `bulk_update` écrirait un choix par ligne et
    par champ, et mettrait dix fois plus de temps. Une date posée à chaque enregistrement
    (`auto_now`) ne se rend pas ainsi.
    """
    if not objets:
        return
    modele = type(objets[0])
    modele._default_manager.bulk_create(
        objets,
        batch_size=PAR_LOT,
        update_conflicts=True,
        unique_fields=[modele._meta.pk.name],
        update_fields=champs,
    )
    noter(modele, [objet.pk for objet in objets], "~", user)


def noter(modele, cles, genre, user=None):
    """Ajoute à l'histoire une version de chacune de ces lignes, telle que la base l'a.

    `genre` dit si elle est créée (« + »), changée (« ~ ») ou va être ôtée (« - ») ; sans `user`,
    la version est de qui fait la demande. La base copie elle-même : lire les lignes pour les lui
    rendre coûterait plus que tout le reste de l'import. Un modèle sans histoire n'a rien à noter.
    """
    if not hasattr(modele, "history"):
        return
    histoire = modele.history.model
    auteur = user or histoire.get_default_history_user(None)
    ajouts = {
        "history_date": timezone.now(),
        "history_type": genre,
        "history_user_id": auteur and auteur.pk,
    }
    champs = {champ.attname: champ for champ in histoire._meta.concrete_fields}
    colonnes = {champ.attname: F(champ.attname) for champ in histoire.tracked_fields}
    colonnes |= {nom: Value(valeur, champs[nom]) for nom, valeur in ajouts.items()}
    base = connections[router.db_for_write(histoire)]
    table, *noms = map(
        base.ops.quote_name, (histoire._meta.db_table, *(champs[nom].column for nom in colonnes))
    )
    for debut in range(0, len(cles), PAR_LOT):
        lignes = modele._base_manager.filter(pk__in=cles[debut : debut + PAR_LOT]).order_by()
        requete = lignes.values_list(*colonnes.values()).query
        lecture, parametres = requete.get_compiler(connection=base).as_sql()
        with base.cursor() as curseur:
            # Les noms viennent des modèles ; les valeurs restent des paramètres.
            curseur.execute(
                f"INSERT INTO {table} ({', '.join(noms)}) {lecture}",  # nosec B608
                parametres,
            )
