"""Chaque formulaire, chaque filtre, chaque identifiant : n'importe quoi, et jamais une panne.

Forme longue, 2 000 cas par test : `HYPOTHESE=long` (voir tests/conftest.py).
"""

from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.forms import BaseForm
from django.urls import get_resolver, reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.adresses import LISTES, adresses
from tests.factories import ContratFactory
from tests.matrice import lire_la_matrice
from tests.motifs import ARGUMENTS, chemins, remplir

pytestmark = pytest.mark.django_db

PERSONNES = ("valideur_59", "cget", "administrateur")
# Ce que répond une page à formulaire, ouverte puis envoyée vide : un refus, ou c'est enregistré.
OUVERTES = {"200 422", "200 302"}
# Ces pages changent la session ou le compte de qui les essaie.
A_PART = {"deconnexion", "connexion", "mot_de_passe_choisir", "second_facteur_activer"}
TRENTE_CHIFFRES = "9" * 30
VALEUR = (
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
    | st.integers().map(str)
    | st.sampled_from(["", "on", "true", "1", "59", "13", "0", "-1", "1e999", "NaN", "Infinity"])
    | st.sampled_from([TRENTE_CHIFFRES, "\x00", "é\x00", "a" * 10_000, "\u202e", "='1'", "<b>"])
    | st.sampled_from(["2019-02-30", "0000-00-00", "99999-01-01", "31/12/2019", "2019-s1", "[]"])
)


@pytest.fixture
def pages(client, request, sans_rendu, valideur_59):
    """[(client, adresse)] : chaque page qui prend ce qu'une de ces personnes lui envoie."""
    posees, matrice, trouvees = adresses(valideur_59), lire_la_matrice(), []
    for personne in PERSONNES:
        ouvert = type(client)()
        ouvert.force_login(request.getfixturevalue(personne))
        for ligne, adresse in posees.items():
            if ligne in A_PART or " " in ligne or ligne.startswith(("admin:", "api:")):
                continue
            if matrice[ligne][personne] in OUVERTES:
                trouvees.append((ouvert, adresse))
    assert len(trouvees) > 60
    return trouvees


def champs_de(reponse):
    """Donne les noms des champs qu'un formulaire de la page enverrait."""
    forme = (reponse.context or {}).get("form")
    if isinstance(forme, BaseForm):
        return [forme.add_prefix(nom) for nom in forme.fields]
    if forme is not None and hasattr(forme, "management_form"):
        gestion = [forme.management_form.add_prefix(nom) for nom in forme.management_form.fields]
        return gestion + [f.add_prefix(nom) for f in [*forme, forme.empty_form] for nom in f.fields]
    return []


def saisie(tirer, champs):
    """Une saisie tirée au sort : des champs de la page, d'autres, un fichier s'il en faut un."""
    donnees = tirer(
        st.dictionaries(
            st.sampled_from([*champs, "transmettre", "format", "intrus"]),
            VALEUR | st.lists(VALEUR, max_size=3),
            max_size=len(champs) + 3,
        )
    )
    if "fichier" in champs and tirer(st.booleans()):
        donnees["fichier"] = SimpleUploadedFile("a.csv", tirer(st.binary(max_size=50)))
    return {"csrfmiddlewaretoken": "x"} | donnees


@given(tirage=st.data())
def test_une_saisie_au_hasard_ne_fait_jamais_de_panne(pages, tirage):
    client, adresse = tirage.draw(st.sampled_from(pages))
    with transaction.atomic():
        champs = champs_de(client.get(adresse))
        reponse = client.post(adresse, saisie(tirage.draw, champs))
        transaction.set_rollback(True)
    assert reponse.status_code < 500


@given(tirage=st.data())
def test_un_filtre_au_hasard_ne_fait_jamais_de_panne(client, cget, administrateur, tirage):
    liste = tirage.draw(st.sampled_from(LISTES))
    client.force_login(administrateur if liste in {"acces", "personnes"} else cget)
    adresse = reverse(liste)
    filtre = client.get(adresse).context["filtre"]
    formulaire = filtre["form"] if isinstance(filtre, dict) else filtre.form
    parametres = tirage.draw(
        st.dictionaries(st.sampled_from([*formulaire.fields, "page", "format"]), VALEUR)
    )
    assert client.get(f"{adresse}?{urlencode(parametres)}").status_code < 500


@pytest.mark.parametrize(
    ("personne", "entier"),
    [
        # L'administrateur passe partout où un numéro se cherche.
        pytest.param(personne, entier, marks=[] if court else pytest.mark.long)
        for personne in PERSONNES
        for entier in (str(2**63), TRENTE_CHIFFRES)
        for court in [(personne, entier) == ("administrateur", str(2**63))]
    ],
)
@pytest.mark.usefixtures("refus_brefs", "sans_contexte")
def test_un_identifiant_forge_n_existe_pas(client, request, personne, entier, monkeypatch):
    client.force_login(request.getfixturevalue(personne))
    monkeypatch.setitem(ARGUMENTS, "int", entier)
    forgees = {remplir(chemin) for chemin in chemins(get_resolver()) if "<int:" in chemin}
    assert len(forgees) > 30
    for adresse in forgees:
        for methode in (client.get, client.post):
            assert methode(adresse).status_code in {302, 403, 404, 405}, adresse


def test_un_choix_demesure_se_refuse_a_son_champ(client, agent_59):
    client.force_login(agent_59)
    contrat = ContratFactory(departement__code="59")
    adresse = reverse("contrats:engagement_ajouter", args=[contrat.pk])
    reponse = client.post(adresse, {"mesures": TRENTE_CHIFFRES})
    assert reponse.status_code == 422
    assert "mesures" in reponse.context["form"].errors
