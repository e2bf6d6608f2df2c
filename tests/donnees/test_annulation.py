"""Annuler un import rend chaque table telle qu'elle était, tant que rien n'a suivi."""

import datetime
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from contrats.models import ContratDeVille, Signataire
from mesures.models import Ministere, Valeur
from paqte.models import Bilan, Cible, Convention, Entreprise, ResultatConvention
from quartiers.models import Chiffre, Contour, Correspondance, ImportQuartiers, Quartier, Trace
from socle.imports.annulation import Annulation, comparer, photographier
from tests.factories import (
    CibleFactory,
    ContratFactory,
    ConventionFactory,
    IndicateurFactory,
    IndicateurNationalFactory,
    QuartierFactory,
    ResultatFactory,
    ValeurFactory,
    bilan_complet,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]

TABLES = (
    *(
        Quartier,
        Contour,
        Chiffre,
        Correspondance,
        Trace,
        Valeur,
        Entreprise,
        Convention,
        Convention.axes.through,
        Cible,
    ),
    *(ResultatConvention, ContratDeVille, ContratDeVille.quartiers.through, Signataire),
)
CARRE = {"type": "Polygon", "coordinates": [[[3, 50], [4, 50], [4, 51], [3, 50]]]}


def photo():
    return [list(modele.objects.order_by("pk").values()) for modele in TABLES]


@pytest.fixture
def nord(valideur_59, administrateur, ministere):
    """Un Nord où chaque import trouve de quoi créer et de quoi changer."""
    # Les numéros tirés par la fabrique ne sont jamais ceux du fichier.
    QuartierFactory.reset_sequence(1, force=True)
    nord = bilan_complet().departement
    for n, code in enumerate(("QP059901", "QP059902"), start=1):
        quartier = QuartierFactory(
            code=code, departement=nord, population=n, millesime=2015, pru="regional"
        )
        Contour.objects.create(quartier=quartier, polygones=[[[[n, n]]]])
    Correspondance.objects.create(
        ancien=Quartier.objects.get(code="QP059901"),
        nouveau=QuartierFactory(code="QN05901M", departement=nord, millesime=2024, pru="inconnu"),
    )
    convention = ConventionFactory(
        pk=77, entreprise__departement=nord, entreprise__siren="552100554"
    )
    indicateur = IndicateurFactory(code="embauches", libelle="Embauches", unite="personnes")
    IndicateurFactory(code="achats", libelle="Achats", unite="euros", axe=indicateur.axe)
    CibleFactory(convention=convention, indicateur=indicateur)
    ResultatFactory(convention=convention, indicateur=indicateur)
    contrat = ContratFactory(departement=nord, nom="Lille", quartiers=nord.quartiers.all())
    Signataire.objects.create(contrat=contrat, nature="autre", nom="Ville")
    chef = Ministere.objects.create(nom="Travail")
    chef.membres.add(ministere)
    ValeurFactory(
        indicateur=IndicateurNationalFactory(code="18-1", mesure__chef_de_file=chef), nombre=3
    )
    return nord


def qpv(nord):
    lignes = [("QP059901", "Neuf", "59", "Lille", CARRE), ("QP059903", "X", "59", "Lille", CARRE)]
    objets = [
        {
            "type": "Feature",
            "properties": dict(
                zip(("code_qp", "lib_qp", "insee_dep", "lib_com"), ligne[:4], strict=True)
            ),
            "geometry": ligne[4],
        }
        for ligne in lignes
    ]
    return json.dumps({"features": objets}).encode()


def chiffres(nord):
    return b"codgeo;pop_mun;abcde\nQP059901;900;80\nQP059902;s;70\n"


def pru(nord):
    return b"code_qp;pru\nQP059901;national\nQP059902;aucun\n"


def correspondance(nord):
    return b"code_qp_2015;code_qp_2024\nQP059902;QN05901M\n"


def valeurs(nord):
    return (
        b"indicateur;territoire;date;valeur;source\n18-1;FR;2019-06-30;9;X\n18-1;59;2019-s1;4;X\n"
    )


def grille(nord):
    return (
        b"semestre;convention;indicateur;resultat\n2019-s1;77;embauches;99\n2019-s1;77;achats;1,5\n"
    )


def conventions(nord):
    return (
        b"Entreprise;SIREN;Taille;Commune;Signature;Axes;embauches;2019-s1 achats\n"
        b"Neuve;552100554;;Lille;01/03/2019;1;7;8\n"
        b"Bois;000000018;PME;;02/03/2019;1;5;\n"
    )


def contrats(nord):
    return (
        "Contrat;Porteur;SIREN;Périmètre;Signé le;QPV;Signataires\n"
        "Lille;MEL;552100554;Communal;01/01/2016;QP059902;Commune : Ville (maire)\n"
        "Douai;CAD;552100554;Communal;;QP059901,QP059902;État : État\n"
    ).encode()


IMPORTS = {
    qpv: ("administrateur", "quartiers:import", []),
    chiffres: ("administrateur", "quartiers:import", []),
    pru: ("administrateur", "quartiers:import_pru", []),
    correspondance: ("administrateur", "quartiers:import_correspondance", []),
    valeurs: ("ministere", "mesures:import", []),
    grille: ("agent_59", "paqte:grille", ["2019-s1", "59"]),
    conventions: ("agent_59", "paqte:conventions_import", ["59"]),
    contrats: ("agent_59", "contrats:contrats_import", ["59"]),
}


@pytest.fixture(params=IMPORTS, ids=lambda fabrique: fabrique.__name__)
def importe(request, client, nord):
    """Importe le fichier de l'une des pages ; rend les tables d'avant et l'adresse d'annulation."""
    role, page, arguments = IMPORTS[request.param]
    client.force_login(request.getfixturevalue(role))
    avant = photo()
    depot = reverse(page, args=arguments)
    fichier = SimpleUploadedFile("f.csv", request.param(nord))
    champs = {"fichier": fichier, "chiffres_au": "2018-01-01", "source": "INSEE"}
    apercu = client.post(depot, champs, follow=True)
    adresse = apercu.redirect_chain[-1][0]
    confirmation = {"apercu_lu": apercu.context["form"]["apercu_lu"].value(), "retraits": "on"}
    assert client.post(adresse, confirmation).status_code == 302
    assert photo() != avant
    return avant, f"{adresse}annuler/"


def test_annuler_rend_chaque_table_telle_qu_elle_etait(client, importe):
    avant, adresse = importe
    page = client.get(adresse)
    assert "Annuler cet import" in page.text
    assert photo() != avant
    assert client.post(adresse).status_code == 302
    assert photo() == avant


@pytest.mark.parametrize("importe", [chiffres, pru, correspondance, qpv], indirect=True)
def test_le_journal_montre_ce_qu_un_import_a_touche_puis_qu_il_est_annule(client, importe):
    _, adresse = importe
    fait = reverse("quartiers:import_fait", args=[ImportQuartiers.objects.get().pk])
    assert "QP059902" in client.get(fait).text
    client.post(adresse)
    assert "Cet import est annulé" in client.get(fait).text
    assert "annulé le" in client.get(reverse("quartiers:journal")).text


def test_un_import_ne_s_annule_qu_une_fois(client, importe):
    _, adresse = importe
    client.post(adresse)
    assert client.get(adresse).status_code == 404


def test_le_fichier_depose_se_retelecharge(client, importe, nord):
    _, adresse = importe
    reponse = client.get(adresse.replace("annuler", "fichier"))
    assert reponse["Content-Disposition"] == 'attachment; filename="f.csv"'
    assert reponse.content


@pytest.mark.parametrize("importe", [valeurs], indirect=True)
def test_ce_qui_a_change_depuis_empeche_d_annuler(client, importe):
    _, adresse = importe
    valeur = Valeur.objects.get(nombre=4)
    valeur.nombre = 5
    valeur.save()
    assert "Ont changé depuis : valeurs" in client.get(adresse).text
    assert client.post(adresse).status_code == 422
    assert Valeur.objects.count() == 2


@pytest.mark.parametrize("importe", [conventions], indirect=True)
def test_ce_qui_s_appuie_sur_l_import_empeche_de_l_annuler(client, importe):
    _, adresse = importe
    ResultatFactory(convention=Convention.objects.get(entreprise__nom="Bois"))
    assert "S’y appuient depuis" in client.get(adresse).text
    assert client.post(adresse).status_code == 422
    assert Convention.objects.count() == 2


@pytest.mark.parametrize("importe", [conventions, grille], indirect=True)
def test_un_bilan_transmis_depuis_empeche_d_annuler(client, importe, nord, valideur_59):
    _, adresse = importe
    for convention in Convention.objects.filter(resultats=None):
        ResultatFactory(convention=convention)
    bilan = Bilan.objects.get()
    bilan.transmettre(valideur_59)
    Bilan.objects.update(etat=Bilan.Etat.A_COMPLETER)
    assert "Transmis depuis" in client.get(adresse).text


@pytest.mark.parametrize("importe", [conventions], indirect=True)
def test_l_histoire_garde_l_import_et_son_annulation(client, importe, agent_59):
    _, adresse = importe
    client.post(adresse)
    gestes = Convention.history.values_list("history_type", "history_user")
    assert ("-", agent_59.pk) in gestes
    version = Entreprise.history.filter(siren="552100554").first()
    assert (version.history_type, version.history_user) == ("~", agent_59)
    assert version.commune == ""


@pytest.mark.parametrize("importe", [conventions], indirect=True)
def test_un_import_d_ailleurs_ne_s_annule_pas(client, importe, agent_13):
    _, adresse = importe
    client.force_login(agent_13)
    assert client.get(adresse).status_code == 404
    assert client.get(adresse.replace("annuler", "fichier")).status_code == 404


def test_trois_mille_valeurs_s_annulent_par_lots(nord, ministere, django_assert_max_num_queries):
    indicateur = IndicateurNationalFactory()
    debut = datetime.date(2015, 1, 1)
    avant = photographier([Valeur.objects.all()])
    Valeur.objects.bulk_create(
        Valeur(indicateur=indicateur, nombre=n, le=debut + datetime.timedelta(days=n), source="X")
        for n in range(3000)
    )
    effet = json.loads(json.dumps(comparer(avant, photographier([Valeur.objects.all()]))))
    with django_assert_max_num_queries(20):
        Annulation(effet).appliquer(ministere)
    assert photographier([Valeur.objects.all()]) == avant
