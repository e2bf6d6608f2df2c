"""Un fichier déposé, quel qu'il soit : lu, ou refusé en clair ; jamais une panne, jamais sans fin.

Forme longue, 2 000 cas par test : `HYPOTHESE=long` (voir tests/conftest.py).
"""

import io
import json
import tracemalloc
from contextlib import suppress

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

import comptes.lecture
import mesures.lecture
from quartiers.lecture import lire_correspondance, lire_pru, lire_quartiers
from remontees.relecture import PdfRefuse, Relecture, relire
from socle.imports.lecture import FichierRefuse
from socle.imports.ouvreur import POIDS_MAXIMAL
from tests.confiance.classeurs import BOMBE, DEMESURES, EXTERNE, avec_declaration, classeur, gonfle
from tests.documents import avec_donnees, jointes
from tests.factories import DepartementFactory, IndicateurNationalFactory, bilan_complet
from tests.peser import sans_peser

LECTEURS = {
    "quartiers:import": lire_quartiers,
    "quartiers:import_pru": lire_pru,
    "quartiers:import_correspondance": lire_correspondance,
    "mesures:import": mesures.lecture.lire_valeurs,
    "comptes_import": comptes.lecture.lire_comptes,
}
ENTETES = {
    "quartiers:import": ["code_qp", "lib_qp", "insee_dep", "lib_com", "pop_mun"],
    "quartiers:import_pru": ["code_qp", "pru"],
    "quartiers:import_correspondance": ["QP2024", "QP2015_1", "QP2015_2"],
    "mesures:import": [*mesures.lecture.COLONNES],
    "comptes_import": [*comptes.lecture.COLONNES],
}
# Les imports d'un département lisent le cadre du PAQTE, ou les quartiers, dans la base.
D_UN_DEPARTEMENT = {
    "paqte:conventions_import": ["Entreprise", "SIREN", "Taille", "Date de signature", "Axes"],
    "contrats:contrats_import": ["Contrat", "Porteur", "SIREN", "Périmètre", "QPV", "Signataires"],
}
VALEURS = ("1-1", "59", "2019-06-30", "10", "", "Enquête", "")
CELLULE = (
    st.text(max_size=20)
    | st.sampled_from(["=1+1", "@SUM(A1)", "59", "QP059001", "9" * 400, "-1", "1e999", "a" * 5000])
    | st.sampled_from(["NaN", "2019-02-30", "0001-01-01", "\x00", '"', "\u202e", "agent", "1-1"])
    | st.sampled_from(["camille@nord.gouv.fr", "a@b", "é" * 300, "𝔸", "\r\n", ";", "\t"])
)


@st.composite
def fichiers(draw, entetes):
    """Des octets au hasard, ou un tableau plausible, ses cellules et son encodage tirés au sort."""
    if draw(st.integers(0, 3)) == 0:
        return draw(st.binary(max_size=300))
    separateur = draw(st.sampled_from(";,\t|"))
    lignes = draw(st.lists(st.lists(CELLULE, max_size=len(entetes) + 1), max_size=4))
    texte = draw(st.sampled_from(["\n", "\r\n", "\r"])).join(
        separateur.join(ligne) for ligne in [entetes, *lignes]
    )
    encodage = draw(st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16", "cp037"]))
    return texte.encode(encodage, errors="replace")


@pytest.mark.parametrize("page", LECTEURS)
@given(tirage=st.data())
def test_un_fichier_est_lu_ou_refuse(page, tirage):
    octets = tirage.draw(fichiers(ENTETES[page]))
    with suppress(FichierRefuse):
        liste = LECTEURS[page](octets, "fichier")
        assert len(liste.numeros) == len(liste.donnees) > 0


@pytest.fixture(scope="module", params=["xlsx", "ods"])
def intact(request):
    """Un classeur de valeurs juste, et les lignes qu'on y lit."""
    octets = classeur(request.param, ENTETES["mesures:import"], VALEURS)
    return octets, mesures.lecture.lire_valeurs(octets, "classeur").donnees.dict


# Chaque classeur s'ouvre dans son processus : quatre fois moins de cas.
@settings(max_examples=settings().max_examples // 4)
@given(debut=st.binary(max_size=200), place=st.floats(0, 1))
def test_un_classeur_abime_est_lu_juste_ou_refuse(intact, debut, place):
    octets, lignes = intact
    position = int(place * len(octets))
    octets = octets[:position] + debut + octets[position + len(debut) :]
    with suppress(FichierRefuse):
        assert mesures.lecture.lire_valeurs(octets, "classeur").donnees.dict == lignes


@pytest.fixture
def depositaire(client, page, request):
    """Le client de qui dépose sur cette page, dans un Nord et une mesure qui existent."""
    personne = "cget" if page.startswith("mesures") else "administrateur"
    personne = "agent_59" if page in D_UN_DEPARTEMENT else personne
    client.force_login(request.getfixturevalue(personne))
    DepartementFactory(code="59")
    IndicateurNationalFactory(code="1-1", mesure__code="1")
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("page", [*LECTEURS, *D_UN_DEPARTEMENT])
@given(tirage=st.data())
def test_un_depot_puis_son_apercu_ne_tombent_jamais_en_panne(depositaire, page, tirage):
    octets = tirage.draw(fichiers((ENTETES | D_UN_DEPARTEMENT)[page]))
    adresse = reverse(page, args=["59"] if page in D_UN_DEPARTEMENT else [])
    champs = {"fichier": SimpleUploadedFile("f.csv", octets), "chiffres_au": "2018-01-01"}
    reponse = depositaire.post(adresse, champs)
    assert reponse.status_code in {302, 422}
    if reponse.status_code == 302:
        assert depositaire.get(reponse.url).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    "page",
    [pytest.param(n, marks=[pytest.mark.long] if n != "mesures:import" else []) for n in LECTEURS],
)
@pytest.mark.parametrize(
    "pire", [pytest.param(n, marks=[pytest.mark.long] if n != "ligne" else []) for n in DEMESURES]
)
def test_le_pire_fichier_depose_ne_retient_pas_le_portail(depositaire, page, pire):
    fichier = SimpleUploadedFile("f.csv", DEMESURES[pire]())
    with sans_peser():
        reponse = depositaire.post(reverse(page), {"fichier": fichier})
    assert reponse.status_code == 422


@pytest.mark.parametrize("extension", ["xlsx", "ods"])
@pytest.mark.parametrize("declaration", [BOMBE, EXTERNE], ids=["bombe", "externe"])
def test_un_classeur_qui_declare_des_entites_est_refuse(extension, declaration):
    octets = avec_declaration(extension, declaration)
    tracemalloc.start()
    try:
        with pytest.raises(FichierRefuse, match="illisible"):
            mesures.lecture.lire_valeurs(octets, "bombe")
        assert tracemalloc.get_traced_memory()[1] < 50 * 1024**2
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("extension", ["xlsx", "ods"])
def test_un_classeur_trop_gros_une_fois_ouvert_est_refuse(extension):
    octets = gonfle(extension, POIDS_MAXIMAL)
    assert len(octets) < 1024**2
    with pytest.raises(FichierRefuse, match="trop gros une fois ouvert"):
        mesures.lecture.lire_valeurs(octets, "bombe")


@pytest.fixture
def pdf(valideur_59):
    return bytes(bilan_complet().transmettre(valideur_59).pdf)


def relire_ou_refuser(octets):
    with suppress(PdfRefuse):
        assert isinstance(relire(octets), Relecture)


@pytest.mark.django_db
@given(
    retouches=st.lists(
        st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=30), st.integers(0, 30)),
        min_size=1,
        max_size=8,
    ),
    garde=st.floats(0, 1) | st.just(1),
)
def test_un_pdf_retouche_est_relu_ou_refuse(pdf, retouches, garde):
    octets = bytearray(pdf[: int(garde * len(pdf))])
    for place, morceau, longueur in retouches:
        debut = int(place * len(octets))
        octets[debut : debut + longueur] = morceau
    relire_ou_refuser(bytes(octets))


@pytest.mark.django_db
@given(octets=st.binary(max_size=500), entete=st.sampled_from([b"", b"%PDF-1.7\n"]))
def test_des_octets_au_hasard_ne_sont_pas_une_remontee(octets, entete):
    with pytest.raises(PdfRefuse):
        relire(entete + octets)


VALEUR = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([10**30, -(10**30), "\x00", "9" * 400, [], {}, [[[]]], "2019-02-30", 1.5e300])
    | st.text(max_size=20)
)


@pytest.mark.django_db
@given(tirage=st.data())
def test_des_donnees_jointes_alterees_sont_refusees(pdf, tirage):
    donnees = jointes(pdf)
    cles = st.sampled_from([*donnees, "intrus"])
    for cle in tirage.draw(st.lists(cles, min_size=1, max_size=3, unique=True)):
        donnees[cle] = tirage.draw(VALEUR)
    with pytest.raises(PdfRefuse):
        relire(avec_donnees(pdf, json.dumps(donnees).encode()))


@pytest.mark.django_db
def test_un_json_tres_profond_est_refuse(pdf):
    for profond in (b"[" * 10**5, b'{"genre":' * 10**4):
        with pytest.raises(PdfRefuse, match="illisibles"):
            relire(avec_donnees(pdf, profond))


@pytest.mark.django_db
def test_un_pdf_qui_se_gonfle_est_refuse():
    from pypdf import PdfWriter

    redacteur, sortie = PdfWriter(), io.BytesIO()
    redacteur.add_blank_page(100, 100)
    redacteur.add_attachment("remontee.json", b" " * 90 * 1024**2)
    redacteur.compress_identical_objects()
    redacteur.write(sortie)
    with pytest.raises(PdfRefuse):
        relire(sortie.getvalue())
