"""Aucune valeur d'un document ne change sans que cela se voie, imprimée ou non."""

import json
from contextlib import suppress

import pytest

from contrats.models import Synthese
from paqte.models import Bilan
from remontees.relecture import PdfRefuse, juger, relire
from tests.documents import avec_donnees, jointes, lire_archive, texte_des_pages
from tests.factories import bilan_complet

pytestmark = pytest.mark.django_db


def feuilles(valeur, chemin=()):
    """Produit le chemin de chaque valeur simple d'un contenu."""
    if isinstance(valeur, dict | list):
        cles = valeur if isinstance(valeur, dict) else range(len(valeur))
        for cle in cles:
            yield from feuilles(valeur[cle], (*chemin, cle))
    else:
        yield chemin


def alterer(donnees, chemin):
    """Rend les mêmes données, une seule valeur changée en une autre du même type."""
    copie = json.loads(json.dumps(donnees))
    *parents, cle = chemin
    objet = copie
    for parent in parents:
        objet = objet[parent]
    ancienne = objet[cle]
    if isinstance(ancienne, bool):
        objet[cle] = not ancienne
    elif isinstance(ancienne, str):
        objet[cle] = ancienne[:-1] + ("1" if ancienne[-1:] == "2" else "2")
    else:
        objet[cle] = (ancienne or 0) + 1
    return json.dumps(copie, ensure_ascii=False, indent=2).encode()


@pytest.mark.parametrize("archive", ["bilan-1", "synthese-1"])
def test_chaque_valeur_changee_est_refusee_imprimee_ou_non(archive):
    _, donnees = lire_archive(archive)
    modele = {"bilan": Bilan, "synthese": Synthese}[donnees["genre"]]
    brutes = json.dumps(donnees, ensure_ascii=False, indent=2).encode()
    texte = texte_des_pages(modele.imprimer(donnees, brutes))
    assert juger(brutes, lambda: texte).est_intact
    acceptees = []
    for chemin in feuilles(donnees):
        with suppress(PdfRefuse):
            juger(alterer(donnees, chemin), lambda: texte)
            acceptees.append(chemin)
    assert acceptees == []


@pytest.mark.parametrize(
    "strategie",
    [
        "العمل مع الشركات",
        pytest.param("כך נעבוד", marks=pytest.mark.long),
        f"Comme dit le bilan « Données jointes, SHA-256 : {'0' * 64} ».",
    ],
)
def test_un_texte_qui_brouille_ou_imite_l_empreinte_reste_intact(strategie):
    _, donnees = lire_archive("bilan-1")
    donnees["strategie"] = strategie
    octets = Bilan.imprimer(donnees, json.dumps(donnees).encode())
    assert relire(octets).est_intact


def test_sans_empreinte_imprimee_rien_n_est_dit_intact():
    """Un document figé avant que l'empreinte s'imprime : ses pages ne répondent que d'elles."""
    octets, donnees = lire_archive("bilan-1")
    lecture = relire(octets)
    assert (lecture.donnees, lecture.est_intact) == (donnees, False)


def test_une_valeur_non_imprimee_d_un_document_d_avant_n_est_pas_dite_intacte():
    octets, donnees = lire_archive("bilan-1")
    altere = alterer(donnees, ("contexte", "chiffres", 0, "unite"))
    assert not relire(avec_donnees(octets, altere)).est_intact


@pytest.mark.parametrize(
    "chemin",
    [
        ("semestre", "code"),
        ("semestre", "debut"),
        ("entreprises", "nombre", "calcule"),
        ("entreprises", "nombre", "est_corrige"),
    ],
)
def test_ce_qui_se_deduit_du_reste_ne_le_dement_pas(chemin):
    octets, donnees = lire_archive("bilan-1")
    with pytest.raises(PdfRefuse, match="leur schéma"):
        relire(avec_donnees(octets, alterer(donnees, chemin)))


@pytest.mark.parametrize("chemin", [("strategie",), ("contexte", "chiffres", 0, "unite")])
def test_une_version_figee_ici_puis_modifiee_est_refusee_quelle_que_soit_la_valeur(
    valideur_59, chemin
):
    octets = bytes(bilan_complet().transmettre(valideur_59).pdf)
    with pytest.raises(PdfRefuse, match="version 1, mais le portail a figé"):
        relire(avec_donnees(octets, alterer(jointes(octets), chemin)))
