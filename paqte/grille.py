"""La grille des résultats d'un semestre, à remplir hors du portail (voir `paqte.resources`).

Une ligne par convention et par indicateur utile, avec sa cible et le résultat d'avant, et une pour
ses autres engagements ; seule la dernière colonne se remplit.
"""

import tablib

from socle.imports.lecture import normaliser
from socle.imports.tableur import Modele
from socle.nombres import nombre_json

from .models import Absence, Convention, Reponse

# Chaque colonne et son titre dans le fichier.
TITRES = {
    "semestre": "Semestre",
    "convention": "Convention",
    "entreprise": "Entreprise",
    "siren": "SIREN",
    "axe": "Axe",
    "libelle": "Libellé de l’indicateur",
    "unite": "Unité",
    "indicateur": "Code de l’indicateur",
    "cible": "Cible à trois ans",
    "precedent": "Semestre précédent",
    "resultat": "Résultat",
}
COLONNE_REMPLIE = len(TITRES) - 1
# Le titre d'une colonne, puis les noms d'avant, qu'un fichier déjà téléchargé porte encore.
NOMS = {colonne: (normaliser(titre), colonne) for colonne, titre in TITRES.items()}
MODELE = Modele(
    NOMS,
    necessaires=("semestre", "convention", "indicateur", "resultat"),
    remplie="resultat",
    absences=True,
)


# Le code de la ligne des autres engagements.
AUTRES = "autres-engagements"


def grille(bilan, entreprise=None, convention=None):
    """Rend le tableau à remplir pour ce bilan, résultats déjà saisis compris.

    `entreprise` limite à ses conventions, tous établissements compris, `convention` à celle-là.
    """
    donnees = tablib.Dataset(headers=list(TITRES), title="resultats")
    indicateurs = bilan.indicateurs
    conventions = conventions_de_la_grille(bilan).select_related("entreprise")
    if entreprise:
        conventions = conventions.filter(entreprise__siren=entreprise.siren)
    if convention:
        conventions = conventions.filter(pk=convention.pk)
    for convention in conventions.prefetch_related("axes", "cibles", "resultats", "reponses"):
        for ligne in [
            *_lignes_d_indicateurs(convention, indicateurs, bilan.periode),
            *_ligne_des_autres(convention, bilan.periode),
        ]:
            donnees.append(
                (
                    str(bilan.periode),
                    convention.pk,
                    convention.entreprise.nom,
                    convention.entreprise.siren,
                    *ligne,
                )
            )
    return donnees


def _lignes_d_indicateurs(convention, indicateurs, semestre):
    """Produit la suite de chaque ligne (axe, libellé, unité, code, cible, précédent, résultat)."""
    axes = {axe.pk for axe in convention.axes.all()}
    cibles = {cible.indicateur_id: cible.valeur for cible in convention.cibles.all()}
    saisis = {(r.semestre, r.indicateur_id): r.lu for r in convention.resultats.all()}
    tous = _absence_generale(convention, semestre)
    for indicateur in indicateurs:
        avant, saisi = (
            saisis.get((str(un_semestre), indicateur.pk))
            for un_semestre in (semestre.precedent, semestre)
        )
        cible = cibles.get(indicateur.pk)
        if indicateur.axe_id in axes or cible is not None or saisi is not None:
            valeurs = (cible, avant, tous if saisi is None else saisi)
            yield (
                indicateur.axe.nom,
                indicateur.libelle,
                indicateur.unite,
                indicateur.code,
                *map(_ecrire, valeurs),
            )


def _ligne_des_autres(convention, semestre):
    """Produit la suite de la ligne des autres engagements, s'il y en a."""
    if not convention.autres_engagements:
        return
    reponses = {reponse.semestre: reponse for reponse in convention.reponses.all()}
    avant, reponse = (
        reponses.get(str(un_semestre), Reponse()) for un_semestre in (semestre.precedent, semestre)
    )
    yield (
        "",
        convention.autres_engagements,
        reponse.autres_unite or avant.autres_unite,
        AUTRES,
        None,
        _ecrire_les_autres(avant),
        _ecrire_les_autres(reponse),
    )


def _absence_generale(convention, semestre):
    """Rend l'`Absence` que l'agent dit de tous les résultats de l'entreprise, ou None."""
    for reponse in convention.reponses.all():
        if reponse.semestre == str(semestre) and reponse.absence:
            return Absence(reponse.absence)
    return None


def _ecrire(lu):
    return lu.abrege if isinstance(lu, Absence) else nombre_json(lu)


def _ecrire_les_autres(reponse):
    if reponse.absence:
        return Absence(reponse.absence).abrege
    return reponse.autres or nombre_json(reponse.autres_valeur)


def conventions_de_la_grille(bilan):
    """Rend les conventions interrogées (requête)."""
    return Convention.objects.du(bilan.departement).actives(bilan.periode)
