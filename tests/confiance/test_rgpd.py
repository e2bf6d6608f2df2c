"""Les données personnelles : inventaire, oubli à terme, effacement, journal de qui les lit."""

import re

import pytest
from axes.models import AccessAttempt, AccessLog
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from comptes.models import Jeton, JournalAcces, Utilisateur
from comptes.personnes import desactiver_personne, effacer_personne
from courriels.models import Courriel
from remontees.models import Transmission
from socle.courriel import preparer
from tests.factories import UtilisateurFactory, bilan_complet
from tests.tableaux import lire_csv

INVENTAIRE = (settings.BASE_DIR / "docs/rgpd.md").read_text(encoding="utf-8")
# Ce dont le nom ressemble à celui d'un champ personnel.
SUSPECT = re.compile(
    "adresse|address|codename|contact|e?mail|courriel|fonction|message_data|name$|nom$"
    "|object_repr|participant|post_data|qualite|recherche|session_data|signataire|sub_|telephone|user_agent"
)
NE_NOMMENT_PERSONNE = {
    "auth.Group.name",
    "auth.Permission.codename",
    "auth.Permission.name",
    "contrats.College.recherche",
    "contrats.ContratDeVille.nom",
    "contrats.ContratDeVille.porteur_nom",
    "contrats.ContratDeVille.recherche",
    "contrats.ConventionNationale.signataire",
    "contrats.Decision.recherche",
    "contrats.Domaine.nom",
    "contrats.Engagement.partie_nom",
    "contrats.Engagement.recherche",
    "contrats.EngagementNational.recherche",
    "contrats.GrandProjet.nom",
    "contrats.GrandProjet.recherche",
    "contrats.PlanNational.nom",
    "django_q.Failure.name",
    "django_q.Schedule.name",
    "django_q.Success.name",
    "django_q.Task.name",
    "mesures.Axe.nom",
    "mesures.Ministere.nom",
    "mesures.Programme.nom",
    "mesures.Thematique.nom",
    "paqte.Axe.nom",
    "paqte.Entreprise.nom",
    "paqte.Entreprise.recherche",
    "paqte.Partenaire.nom",
    "partage.Exemple.recherche",
    "quartiers.Departement.nom",
    "quartiers.Quartier.nom",
    "quartiers.Quartier.recherche",
    "quartiers.Region.nom",
    "remontees.Document.nom",
    "remontees.EnvoiAnterieur.nom",
    "remontees.PieceJointe.nom",
    "remontees.Transmission.courriel_envoye_le",
    "textes.Texte.recherche",
}


def champs_personnels():
    """Donne chaque champ qui semble nommer une personne, ou qui mène à un compte."""
    compte = get_user_model()
    for modele in apps.get_models():
        # Une version ancienne a les champs de son objet ; DSFR ne décrit que le site.
        if modele.__name__.startswith("Historical") or modele._meta.app_label == "dsfr":
            continue
        for champ in [*modele._meta.concrete_fields, *modele._meta.many_to_many]:
            lie = champ.is_relation and champ.related_model is compte
            if lie or (not champ.is_relation and SUSPECT.search(champ.name)):
                yield f"{modele._meta.label}.{champ.name}"


def test_chaque_champ_personnel_est_a_l_inventaire():
    inventories = set(re.findall(r"`(\w+\.\w+\.\w+)`", INVENTAIRE))
    personnels = set(champs_personnels()) - NE_NOMMENT_PERSONNE
    assert personnels - inventories == set()
    for nom in inventories:
        modele, _, champ = nom.rpartition(".")
        assert apps.get_model(modele)._meta.get_field(champ)


def test_chaque_duree_est_a_l_inventaire():
    noms = {f"CONSERVATION_{nom.upper()}" for nom in settings.CONSERVATION}
    assert set(re.findall(r"CONSERVATION_\w+", INVENTAIRE)) == noms


@pytest.fixture
def parti(db, sans_rendu):
    """Une personne partie, qui a transmis un bilan."""
    personne = UtilisateurFactory(
        role="valideur",
        departements=["59"],
        first_name="Camille",
        last_name="Lecointre",
        username="camille.lecointre",
        email="camille@nord.gouv.fr",
        telephone="03 20 00 00 00",
        fonction="Sous-préfète",
        sub_proconnect="sub-de-camille",
    )
    bilan_complet().transmettre(personne)
    return personne


@pytest.fixture
def efface(parti, administrateur):
    Jeton.objects.creer(parti, "Essai", "api")
    appareil = TOTPDevice.objects.create(user=parti, name="Application d’authentification")
    LogEntry.objects.log_actions(administrateur.pk, Utilisateur.objects.filter(pk=parti.pk), 2)
    # L'administrateur ôte l'appareil perdu, comme le dit docs/exploitation.md.
    LogEntry.objects.log_actions(administrateur.pk, [appareil], 3)
    AccessAttempt.objects.create(username="Camille@NORD.gouv.fr", failures_since_start=1)
    AccessLog.objects.create(username="CAMILLE.Lecointre")
    appareil.delete()
    TOTPDevice.objects.create(user=parti, name="Téléphone de Camille")
    preparer("Relance", "courriel.html", {"texte": "Bonjour Camille"}, [parti.email]).send()
    desactiver_personne(parti, administrateur)
    effacer_personne(parti)
    return Utilisateur.objects.get(pk=parti.pk)


def test_effacer_ote_tout_ce_qui_nomme_la_personne(efface):
    assert str(efface) == "Personne effacée"
    for champ in Utilisateur._meta.concrete_fields:
        valeur = str(getattr(efface, champ.name)).lower()
        for trace in ("camille", "lecointre", "nord.gouv", "03 20", "sous-préfète", "sous-prefete"):
            assert trace not in valeur, champ.name
    assert not efface.has_usable_password()
    for lie in (efface.perimetres, efface.jetons, efface.totpdevice_set):
        assert not lie.exists()
    assert {entree.object_repr for entree in LogEntry.objects.all()} == {"Personne effacée"}


def test_aucune_table_ne_nomme_plus_la_personne(efface):
    for modele in apps.get_models():
        # Une version transmise est une archive : elle garde le nom de qui l'a transmise.
        if modele is Transmission:
            continue
        for ligne in modele._base_manager.values():
            for champ, valeur in ligne.items():
                texte = str(valeur).lower()
                assert not re.search("lecointre|camille@", texte), f"{modele._meta.label}.{champ}"


def test_effacer_retire_de_la_file_les_courriels_de_la_personne(parti, administrateur):
    for adresse in ("Camille@nord.gouv.fr", "autre@nord.gouv.fr"):
        Courriel.objects.mettre_en_file([EmailMessage("Invitation", "Lien.", to=[adresse])])
    desactiver_personne(parti, administrateur)
    effacer_personne(parti)
    assert Courriel.objects.get().destinataires == "autre@nord.gouv.fr"


def test_la_version_transmise_par_une_personne_effacee_ne_change_pas(efface):
    transmission = Transmission.objects.get()
    assert transmission.transmise_par == efface
    assert transmission.donnees["transmis_par"] == "Camille Lecointre"
    assert transmission.remontee.history.first().modifie_par == efface


def test_un_compte_actif_ne_s_efface_pas(parti):
    with pytest.raises(ValidationError, match="Désactivez d’abord"):
        effacer_personne(parti)


def test_un_compte_efface_ne_se_gere_plus(client, administrateur, efface):
    client.force_login(administrateur)
    assert client.get(efface.get_absolute_url()).status_code == 404
    assert client.post(reverse("personne_renvoyer", args=[efface.pk])).status_code == 404
    assert "Personne effacée" not in client.get(reverse("personnes")).text


def test_l_administrateur_efface_apres_confirmation(client, parti, administrateur):
    adresse = reverse("personne_effacer", args=[parti.pk])
    client.force_login(administrateur)
    assert client.get(adresse).status_code == 404
    desactiver_personne(parti, administrateur)
    assert "ne s’annule pas" in client.get(adresse).text
    assert adresse in client.get(parti.get_absolute_url()).text
    page = client.post(adresse, {"csrfmiddlewaretoken": "x"}, follow=True)
    assert "Les données personnelles de Camille Lecointre sont effacées" in page.text
    assert Utilisateur.objects.get(pk=parti.pk).efface_le


@pytest.mark.parametrize(
    ("adresse", "attendu"),
    [
        ("/annuaire/", ("annuaire", "", "")),
        ("/annuaire/59/", ("annuaire", "59", "")),
        ("/annuaire/?format=xlsx", ("annuaire", "", "xlsx")),
        ("/comptes/?format=csv", ("comptes", "", "csv")),
        ("/paqte/animation/", ("referents", "", "")),
        ("/paqte/animation/59/", ("referents", "59", "")),
        ("/paqte/entreprises/", ("entreprise", "", "")),
        ("/paqte/entreprises/?format=csv", ("entreprise", "", "csv")),
        ("/exports/bilans.csv", ("versions", "", "csv")),
        ("/exports/syntheses.json", ("versions", "", "json")),
        ("/admin/comptes/utilisateur/", ("comptes", "", "")),
        ("/national/", ("referents", "", "")),
        ("/exports/completude.csv", ("referents", "", "csv")),
        ("/exports/completude.json", ("referents", "", "json")),
    ],
)
def test_qui_lit_une_liste_de_personnes_est_note(
    client, administrateur, agent_59, agent_13, adresse, attendu
):
    client.force_login(administrateur)
    client.get(adresse)
    (acces,) = JournalAcces.objects.all()
    assert (acces.page, acces.precision, acces.export) == attendu
    assert acces.utilisateur == administrateur


def test_un_acces_refuse_n_est_pas_un_acces(client, ministere):
    client.force_login(ministere)
    client.get("/annuaire/")
    assert not JournalAcces.objects.exists()


def test_le_journal_des_acces_se_filtre_et_s_exporte(client, administrateur, agent_59):
    JournalAcces.objects.create(utilisateur=agent_59, page="annuaire", export="csv")
    JournalAcces.objects.create(utilisateur=administrateur, page="comptes")
    client.force_login(administrateur)
    page = client.get(reverse("acces"), {"exports": "oui", "recherche": "agent-59"})
    assert [acces.utilisateur for acces in page.context["page_obj"]] == [agent_59]
    export = lire_csv(client.get(reverse("acces"), {"liste": "comptes", "format": "csv"}))
    assert [(ligne["personne"], ligne["liste"]) for ligne in export] == [("admin", "Comptes")]


def test_les_requetes_du_journal_ne_dependent_pas_du_nombre(
    client, administrateur, django_assert_max_num_queries
):
    client.force_login(administrateur)
    JournalAcces.objects.create(utilisateur=administrateur, page="annuaire")
    with django_assert_max_num_queries(8) as avant:
        client.get(reverse("acces"))
    for _ in range(10):
        JournalAcces.objects.create(utilisateur=UtilisateurFactory(), page="annuaire")
    with django_assert_max_num_queries(len(avant)):
        client.get(reverse("acces"))
