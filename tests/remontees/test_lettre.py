"""La lettre qui porte une remontée : qui écrit, d'où, à qui, à quel propos, et qui signe."""

import datetime

import pytest

from quartiers.models import Departement
from remontees import pdf
from remontees.lettre import destinataires, ecrire_la_lettre, signer
from tests.documents import texte_des_pages
from tests.factories import (
    DepartementFactory,
    UtilisateurFactory,
    bilan_complet,
    synthese_complete,
    synthese_regionale_complete,
)

pytestmark = pytest.mark.django_db

VERSION = {"version": 12, "transmis_le": "2019-03-15T10:00:00+00:00", "transmis_par": "Camille"}


@pytest.fixture(autouse=True)
def _nord(db):
    DepartementFactory(code="59", nom="Nord")


def lu(texte):
    """Le texte attendu d'un PDF, sans ses blancs."""
    return "".join(texte.split())


def test_la_lettre_dit_qui_ecrit_a_qui_et_pourquoi():
    lettre = ecrire_la_lettre(bilan_complet())
    assert lettre["intitule"] == ["Préfet", "du Nord"]
    assert lettre["lieu"] == "Lille"
    assert lettre["objet"] == "Bilan du PAQTE dans le Nord, 1er semestre 2019"
    assert lettre["reference"] == "PAQTE 2019-S1-59"
    assert lettre["destinataires"] == [
        "Commissariat général à l’égalité des territoires (CGET)\n"
        "20, avenue de Ségur, TSA 10717, 75334 Paris cedex 07"
    ]
    assert lettre["suivi"]["nom"] == "Camille Lefèvre"


def test_l_adresse_de_la_prefecture_se_lit_sous_le_service_qui_suit(sans_rendu):
    bilan = bilan_complet()
    bilan.departement.referent.service = "Mission ville"
    bilan.departement.adresse = "1, place de la République, 59000 Lille"
    assert ecrire_la_lettre(bilan)["service"] == (
        "Mission ville\n1, place de la République, 59000 Lille"
    )
    page = bytes(bilan.pdf_de_projet()).decode()
    assert '<p class="service">Mission ville</p>' in page
    assert '<p class="adresse">1, place de la République, 59000 Lille</p>' in page


def test_une_prefecture_sans_service_garde_son_adresse():
    synthese = synthese_complete()
    synthese.departement.adresse = "1, place de la République, 59000 Lille"
    assert ecrire_la_lettre(synthese)["service"].splitlines() == ["", synthese.departement.adresse]


def test_la_lettre_d_une_prefete_le_dit_partout(sans_rendu):
    bilan = bilan_complet()
    bilan.departement.prefete = True
    page = bytes(bilan.pdf_de_projet()).decode()
    assert "Préfète<br>du Nord" in page
    assert page.count("La préfète du Nord") == 2
    assert "préfet du Nord" not in page
    personne = UtilisateurFactory(fonction="Secrétaire générale")
    assert signer(personne, bilan.departement)["qualite"] == [
        "Pour la préfète du Nord et par délégation",
        "Secrétaire générale",
    ]


def test_un_destinataire_se_nomme_par_sa_fonction_a_la_date():
    assert "CGET" in destinataires("cget", datetime.date(2019, 12, 31))[0]
    assert "ANCT" in destinataires("cget", datetime.date(2020, 1, 1))[0]
    ministres = destinataires("ministres", datetime.date(2019, 3, 15))
    assert len(ministres) == 2
    assert ministres[1].endswith("chargé de la ville et du logement")


@pytest.mark.parametrize(
    ("fonction", "qualite"),
    [
        ("Préfet du Nord", ["Le préfet du Nord"]),
        ("Préfète du Nord", ["La préfète du Nord"]),
        (
            "Préfet délégué pour l’égalité des chances",
            [
                "Pour le préfet du Nord et par délégation",
                "Préfet délégué pour l’égalité des chances",
            ],
        ),
        ("", ["Pour le préfet du Nord et par délégation"]),
    ],
)
def test_le_signataire_dit_en_quelle_qualite_il_signe(fonction, qualite):
    personne = UtilisateurFactory(first_name="Camille", last_name="Exemple", fonction=fonction)
    nord = Departement(code="59", nom="Nord")
    assert signer(personne, nord) == {"qualite": qualite, "nom": "Camille Exemple"}


@pytest.mark.parametrize(
    ("complete", "dits"),
    [
        (bilan_complet, ["Bilan du PAQTE dans le Nord, 1er semestre 2019", "annexe 2"]),
        (
            synthese_complete,
            [
                "synthèse 2019 du Nord",
                "La ministre de la cohésion des territoires et des relations avec les "
                "collectivités territoriales",
            ],
        ),
    ],
)
def test_la_version_transmise_est_une_lettre_signee(valideur_59, complete, dits):
    valideur_59.fonction = "Préfet du Nord"
    texte = texte_des_pages(bytes(complete().transmettre(valideur_59).pdf))
    signature = ["PRÉFET DU NORD", "Fait à Lille, le", "Le préfet du Nord,", str(valideur_59)]
    for dit in [*dits, *signature, "Circulaire du Premier ministre n° 6057/SG"]:
        assert lu(dit) in texte, dit


def test_une_prefecture_de_region_ecrit_en_son_nom(valideur_region_32):
    synthese = synthese_regionale_complete()
    DepartementFactory(code="59", nom="Nord", region=synthese.region)
    texte = texte_des_pages(bytes(synthese.transmettre(valideur_region_32).pdf))
    assert texte.startswith(lu("PRÉFET DE LA RÉGION HAUTS-DE-FRANCE"))
    assert lu("Fait à Lille, le") in texte


def test_un_projet_attend_sa_date_et_sa_signature():
    texte = texte_des_pages(bilan_complet().pdf_de_projet())
    assert lu("Fait à Lille, le Le préfet du Nord,") in texte


def test_qui_signe_ne_fait_pas_une_difference(valideur_59):
    bilan = bilan_complet()
    transmission = bilan.transmettre(valideur_59)
    assert transmission.ecarts_avec(bilan.contenu()) == []


def place_du_texte(reference, **contenu):
    """Rend à quelle hauteur finit une lettre sans texte, en pixels CSS."""
    lettre = {"objet": "Synthèse", "vise": "Circulaire n° 6057/SG", "reference": reference}
    gabarit = "remontees/lettre_pdf.html"
    page = pdf.mettre_en_page(pdf.html(gabarit, {"contenu": {"lettre": lettre} | contenu})).pages[0]
    return page.anchors["fin"][1]


def test_un_projet_prend_la_place_de_sa_version_ou_que_finisse_sa_reference():
    hauteurs = set()
    for longueur in range(40, 90, 2):
        projet = place_du_texte("M" * longueur)
        assert projet == place_du_texte("M" * longueur, **VERSION), longueur
        hauteurs.add(projet)
    assert len(hauteurs) > 1


def test_un_projet_prend_la_place_de_sa_version_si_long_que_soit_le_nom_de_qui_la_transmet():
    longs = VERSION | {"transmis_par": "Marie-Christine de la Rochefoucauld-Montbel, " * 3}
    assert place_du_texte("PAQTE") == place_du_texte("PAQTE", **longs)
