"""L'import de comptes : aperçu, refus à la bonne ligne, tout ou rien, invitations."""

import csv

import pytest
import tablib
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from comptes import imports
from comptes.lecture import lire_comptes
from comptes.models import ImportComptes, Utilisateur
from quartiers.models import Departement, Region
from socle.imports.lecture import FichierRefuse
from tests.factories import DepartementFactory, RegionFactory
from tests.tableaux import ecrire

pytestmark = pytest.mark.django_db

ENTETE = "courriel;prenom;nom;role;departements;regions;fonction\n"


@pytest.fixture(autouse=True)
def _territoires(db):
    for code in ("01", "59", "62"):
        DepartementFactory(code=code)
    RegionFactory(code="32")


def analyser(texte, user, entete=ENTETE):
    return imports.analyser_comptes(lire_comptes((entete + texte).encode(), "comptes.csv"), user)


def refus(texte, user):
    return [(r.ligne, r.colonne, r.motif) for r in analyser(texte, user).refus]


@pytest.fixture
def importer(client, administrateur):
    """Dépose un fichier et confirme son aperçu, lu par la page ; rend cet aperçu."""
    client.force_login(administrateur)

    def importer(texte):
        fichier = SimpleUploadedFile("comptes.csv", (ENTETE + texte).encode())
        page = client.post(reverse("comptes_import"), {"fichier": fichier}, follow=True)
        saisi = {"apercu_lu": page.context["form"]["apercu_lu"].value()}
        assert mail.outbox == []
        page.suite = client.post(page.redirect_chain[-1][0], saisi, follow=True).text
        return page

    return importer


def test_un_nom_importe_ne_cache_aucun_signe(importer):
    importer("neuve@ain.gouv.fr;Lou;Neu\u202eve\u3164;Agent de préfecture;1;;\n")
    assert Utilisateur.objects.get(email="neuve@ain.gouv.fr").last_name == "Neuve"


def test_les_nouveaux_sont_invites_et_les_connus_mis_a_jour(importer, agent_59):
    page = importer(
        "AGENT-59@exemple.gouv.fr;Camille;Durand;valideur;59 62;;\n"
        "neuve@ain.gouv.fr;Lou;Neuve;Agent de préfecture;1;;Déléguée du préfet\n"
        "sgar@exemple.gouv.fr;;SGAR;region;;32;\n"
    )
    assert "Personnes à inviter : 2" in page.text
    assert "Comptes modifiés : 1" in page.text
    agent = Utilisateur.objects.get(pk=agent_59.pk)
    assert (agent.role, agent.first_name) == ("valideur", "Camille")
    assert agent.codes_departements == ("59", "62")
    neuve = Utilisateur.objects.get(email="neuve@ain.gouv.fr")
    assert (neuve.codes_departements, neuve.fonction) == (("01",), "Déléguée du préfet")
    assert neuve.est_en_attente
    assert {message.to[0] for message in mail.outbox} == {
        "neuve@ain.gouv.fr",
        "sgar@exemple.gouv.fr",
    }
    journal = ImportComptes.objects.get()
    assert (journal.crees, journal.modifies, journal.contenu) == (2, 1, None)


@pytest.mark.parametrize(
    ("invites", "dit"),
    [
        (2, "Invitation envoyée à n0@ain.gouv.fr, n1@ain.gouv.fr."),
        (6, "6 invitations envoyées."),
    ],
)
def test_au_dela_de_cinq_les_invitations_se_comptent(importer, invites, dit):
    page = importer("".join(f"n{n}@ain.gouv.fr;Lou;N;agent;1;;\n" for n in range(invites)))
    assert dit in page.suite


def test_les_roles_de_region_s_importent_par_leur_cle_ou_leur_libelle(importer):
    importer(
        "agent@sgar.fr;;A;agent_region;;32;\n"
        "prefet@sgar.fr;;P;Valideur de région (préfet de région, SGAR);;32;\n"
    )
    roles = dict(
        Utilisateur.objects.filter(email__endswith="@sgar.fr").values_list("email", "role")
    )
    assert roles == {"agent@sgar.fr": "agent_region", "prefet@sgar.fr": "valideur_region"}


def test_l_apercu_dit_le_territoire_de_chaque_personne(client, administrateur):
    client.force_login(administrateur)
    texte = "neuve@ain.gouv.fr;;N;agent;1 59;;\nsgar@a.gouv.fr;;S;region;;32;\nc@a.fr;;C;cget;;;\n"
    fichier = SimpleUploadedFile("comptes.csv", (ENTETE + texte).encode())
    page = client.post(reverse("comptes_import"), {"fichier": fichier}, follow=True)
    ain, nord = Departement.objects.get(pk="01"), Departement.objects.get(pk="59")
    assert f"Agent de préfecture, {ain}, {nord}</li>" in page.text
    assert f", {Region.objects.get(pk='32')}</li>" in page.text
    assert ", National</li>" in page.text


def test_l_apercu_n_ecrit_rien(administrateur, agent_59):
    avant = set(Utilisateur.objects.values_list("email", "role"))
    apercu = analyser(
        "agent-59@exemple.gouv.fr;;D;valideur;62;;\nneuve@ain.gouv.fr;;N;agent;1;;\n",
        administrateur,
    )
    ((_, changements),) = apercu.modifies
    assert ("périmètres", "59", "62") in changements
    assert set(Utilisateur.objects.values_list("email", "role")) == avant
    assert agent_59.codes_departements == ("59",)


def test_une_ligne_identique_ne_change_rien(administrateur, cget, agent_59):
    apercu = analyser(
        "agent-59@exemple.gouv.fr;;;agent;59;;\ncget@exemple.gouv.fr;;Ville;cget;;;\n",
        administrateur,
    )
    assert [motif.colonne for motif in apercu.refus] == ["nom"]
    Utilisateur.objects.update(last_name="Ville")
    apercu = analyser(
        "agent-59@exemple.gouv.fr;;Ville;agent;59;;\ncget@exemple.gouv.fr;;Ville;cget;;;\n",
        administrateur,
    )
    assert (apercu.inchanges, apercu.modifies, apercu.crees) == (2, [], [])


def test_une_colonne_absente_ne_change_rien(administrateur, agent_59):
    Utilisateur.objects.filter(pk=agent_59.pk).update(last_name="D", fonction="Déléguée")
    entete = "courriel;nom;role;departements;regions\n"
    ligne = "agent-59@exemple.gouv.fr;D;agent;59;\n"
    assert analyser(ligne, administrateur, entete).inchanges == 1


@pytest.mark.parametrize(
    ("ligne", "colonne", "motif"),
    [
        (";;N;agent;59;;", "courriel", "ne peut pas être vide"),
        ("pas une adresse;;N;agent;59;;", "courriel", "adresse"),
        ("n@n.fr;;;agent;59;;", "nom", "ne peut pas être vide"),
        ("n@n.fr;;N;préfet;59;;", "role", "n’est pas un rôle"),
        ("n@n.fr;;N;agent;59 999;;", "departements", "Code INSEE inconnu : 999."),
        ("n@n.fr;;N;agent;;;", "departements", "au moins un département"),
        ("n@n.fr;;N;region;;;", "regions", "au moins une région"),
        ("n@n.fr;;N;agent_region;;;", "regions", "au moins une région"),
        ("n@n.fr;;N;valideur_region;59;32;", "departements", "s’exerce dans une région"),
        (f"n@n.fr;{'x' * 151};N;agent;59;;", "prenom", "150"),
        ("admin@exemple.gouv.fr;;N;cget;;;", "role", "votre propre rôle"),
        ("admin;;N;agent;59;;", "courriel", "adresse"),
    ],
)
def test_une_ligne_fausse_est_refusee(administrateur, ligne, colonne, motif):
    ((numero, ou, pourquoi),) = refus(f"{ligne}\n", administrateur)
    assert (numero, ou) == (2, colonne)
    assert motif in pourquoi


def test_la_meme_adresse_deux_fois_est_refusee(administrateur):
    texte = "n@n.fr;;N;agent;59;;\nN@n.fr;;N;agent;59;;\n"
    assert refus(texte, administrateur) == [(3, "courriel", "Cette adresse est déjà à la ligne 2.")]


def test_une_seule_ligne_fausse_et_rien_ne_s_importe(client, administrateur):
    client.force_login(administrateur)
    texte = f"{ENTETE}n@n.fr;;N;agent;59;;\nm@n.fr;;M;agent;999;;\n"
    fichier = SimpleUploadedFile("comptes.csv", texte.encode())
    page = client.post(reverse("comptes_import"), {"fichier": fichier}, follow=True)
    assert "L’import n’est pas possible" in page.text
    client.post(page.redirect_chain[-1][0], {"apercu_lu": page.context["apercu"].empreinte})
    assert not Utilisateur.objects.filter(email="n@n.fr").exists()


@pytest.mark.parametrize(
    ("texte", "motif"),
    [
        ("", "vide"),
        ("courriel;nom\na@a.fr;A\n", "Il manque les colonnes : role, departements, regions"),
        (ENTETE, "aucune ligne"),
        (ENTETE + "n@n.fr;;N;agent;59;;\n" * 2001, "2000 lignes"),
    ],
)
def test_un_fichier_illisible_est_refuse(texte, motif):
    with pytest.raises(FichierRefuse, match=motif):
        lire_comptes(texte.encode(), "comptes.csv")


def test_le_modele_a_les_colonnes_attendues(client, administrateur):
    client.force_login(administrateur)
    (entetes,) = csv.reader(
        [client.get(reverse("comptes_modele")).text.lstrip("\ufeff")], delimiter=";"
    )
    colonnes = "courriel prenom nom role departements regions fonction telephone"
    assert entetes == colonnes.split()


def test_l_export_des_comptes_se_reimporte_tel_quel(client, administrateur, agent_59, region_32):
    Utilisateur.objects.update(last_name="Nom", telephone="+33 3 20 30 40 50")
    client.force_login(administrateur)
    export = client.get(f"{reverse('personnes')}?format=csv").getvalue().decode()
    apercu = analyser("", administrateur, export)
    assert (apercu.inchanges, apercu.refus) == (3, [])


@pytest.mark.parametrize("ecrits", ["59 62", "59,62", "59;62", "Nord (59) ; 62", "nord, D62"])
def test_les_territoires_se_lisent_comme_on_les_ecrit(administrateur, ecrits):
    Departement.objects.filter(code="59").update(nom="Nord")
    (personne,) = analyser(f'n@n.fr;;N;agent;"{ecrits}";;\n', administrateur).crees
    assert personne.territoires_lus == [
        str(Departement.objects.get(code=code)) for code in ("59", "62")
    ]


@pytest.mark.parametrize("extension", ["xlsx", "ods"])
def test_un_classeur_de_comptes_se_lit(administrateur, extension):
    colonnes = ("courriel", "nom", "role", "departements", "regions")
    octets = tablib.Dataset(("n@n.fr", "N", "agent", 1, ""), headers=colonnes).export(extension)
    liste = lire_comptes(octets, f"comptes.{extension}")
    assert [p.email for p in imports.analyser_comptes(liste, administrateur).crees] == ["n@n.fr"]


@pytest.mark.parametrize("extension", ["csv", "xlsx", "ods"])
def test_un_fichier_d_excel_ne_refuse_que_ses_lignes_fausses(administrateur, extension):
    Departement.objects.filter(code="59").update(nom="Nord")
    lignes = [
        (" Noel.OEUVRARD@Nord.gouv.fr ", "agent", "59"),
        ("mailto:a@nord.gouv.fr", "agent", "59"),
        ("Noël B <b@nord.gouv.fr>", "agent", "59"),
        ("c@nord.gouv.fr; d@nord.gouv.fr", "agent", "59"),
        ("noel.oeuvrard@nord.gouv.fr", "agent", "59"),
        ("e@ain.gouv.fr", "AGENT", "1"),
        ("f@nord.gouv.fr", "Agent de préfecture", "59,62"),
        ("g@nord.gouv.fr", "agent", "Nord"),
    ]
    completes = [[adresse, "Noël", "D’ÉTÉ", role, ou, "", ""] for adresse, role, ou in lignes]
    octets = ecrire([ENTETE.strip().split(";"), *completes], extension)
    if extension == "csv":
        octets = octets.decode().encode("cp1252")
    apercu = imports.analyser_comptes(lire_comptes(octets, "comptes"), administrateur)
    assert [r.ligne for r in apercu.refus] == [3, 4, 5, 6]
    assert [p.email for p in apercu.crees] == [
        "Noel.OEUVRARD@nord.gouv.fr",
        "e@ain.gouv.fr",
        "f@nord.gouv.fr",
        "g@nord.gouv.fr",
    ]
    assert {p.last_name for p in apercu.crees} == {"D’ÉTÉ"}
