"""La grille telle qu’une personne la reçoit : titres, feuilles, colonne à remplir."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from paqte.grille import MODELE
from paqte.models import Cible
from paqte.resources import analyser_grille
from remontees.periodes import Semestre
from tests.factories import (
    ConventionFactory,
    IndicateurFactory,
    ResultatFactory,
)

from .grilles import remplie

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]
ARGUMENTS = [Semestre(2019, 1), "59"]


def telecharger(client, requete="", extension="xlsx"):
    return client.get(reverse("paqte:grille_modele", args=[*ARGUMENTS, extension]) + requete)


def test_la_grille_a_des_titres_en_francais_l_axe_et_le_semestre_d_avant(
    client, agent_59, bilan, convention
):
    indicateur = convention.cibles.get().indicateur
    ResultatFactory(convention=convention, indicateur=indicateur, semestre="2018-s2", valeur=3)
    client.force_login(agent_59)
    feuille = load_workbook(io.BytesIO(telecharger(client).content)).active
    (ligne,) = [
        dict(zip([c.value for c in feuille[1]], [c.value for c in rang], strict=True))
        for rang in feuille.iter_rows(min_row=2)
    ]
    assert ligne["Axe"] == indicateur.axe.nom
    assert ligne["Libellé de l’indicateur"] == indicateur.libelle
    assert (ligne["Cible à trois ans"], ligne["Semestre précédent"], ligne["Résultat"]) == (
        10,
        3,
        None,
    )


def test_seule_la_colonne_a_remplir_est_ouverte_et_n_accepte_que_des_nombres(
    client, agent_59, bilan, convention
):
    euros = IndicateurFactory(code="achats", unite="euros")
    Cible.objects.create(convention=convention, indicateur=euros, valeur=10)
    client.force_login(agent_59)
    feuille = load_workbook(io.BytesIO(telecharger(client).content)).active
    assert feuille.protection.sheet
    assert feuille.protection.password is None
    ouvertes = {c.column for ligne in feuille for c in ligne if not c.protection.locked}
    assert ouvertes == {feuille.max_column}
    regles = {r.type: str(r.sqref) for r in feuille.data_validations.dataValidation}
    unites = {ligne[6].value: f"K{ligne[6].row}" for ligne in feuille.iter_rows(min_row=2)}
    assert regles == {"whole": unites["recrutements"], "decimal": unites["euros"]}


def test_chaque_entreprise_a_sa_feuille_et_toutes_se_relisent(client, agent_59, bilan, convention):
    for nom in ("Acier du Nord", "Bois : fils [59]"):
        autre = ConventionFactory(entreprise__departement=bilan.departement, entreprise__nom=nom)
        autre.axes.set(convention.axes.all())
    client.force_login(agent_59)
    classeur = load_workbook(io.BytesIO(telecharger(client, "?feuilles=entreprises").content))
    assert len(classeur.sheetnames) == 3
    for feuille in classeur:
        feuille.cell(2, feuille.max_column).value = 4
    rempli = io.BytesIO()
    classeur.save(rempli)
    apercu = analyser_grille(MODELE.lire_liste(rempli.getvalue(), "g.xlsx"), bilan)
    assert (len(apercu.crees), apercu.refus) == (3, [])


def test_une_entreprise_a_son_fichier(client, agent_59, bilan, convention):
    autre = ConventionFactory(entreprise__departement=bilan.departement)
    autre.axes.set(convention.axes.all())
    client.force_login(agent_59)
    reponse = telecharger(client, f"?entreprise={convention.entreprise.siren}")
    assert "resultats-paqte-2019-s1-59-acier-du-nord.xlsx" in reponse["Content-Disposition"]
    feuille = load_workbook(io.BytesIO(reponse.content)).active
    assert {ligne[2].value for ligne in feuille.iter_rows(min_row=2)} == {"Acier du Nord"}
    assert telecharger(client, "?entreprise=000000000").status_code == 404


def test_une_grille_aux_noms_d_avant_se_relit(bilan, convention):
    colonnes = "semestre convention entreprise siren indicateur libelle unite cible resultat"
    ancienne = remplie(bilan, convention, libelle="x", resultat="5")
    assert set(ancienne.decode().splitlines()[0].split(",")) <= set(colonnes.split())
    apercu = analyser_grille(MODELE.lire_liste(ancienne, "g.csv"), bilan)
    assert (len(apercu.crees), apercu.refus) == (1, [])


def test_les_resultats_exportes_se_deposent(client, agent_59, bilan, convention):
    ResultatFactory(
        convention=convention, indicateur=convention.cibles.get().indicateur, semestre="2019-s1"
    )
    client.force_login(agent_59)
    octets = client.get("/exports/resultats.csv?periode=2019-s1&territoire=59").getvalue()
    apercu = analyser_grille(MODELE.lire_liste(octets, "g.csv"), bilan)
    assert (apercu.inchanges, apercu.refus) == (1, [])
