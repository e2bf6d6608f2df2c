"""L'administration de Django : un modèle ou un droit de plus y entre à la main, ou pas."""

import pytest
from django.contrib import admin
from django.db.models import ProtectedError
from django.urls import reverse

from comptes.models import JournalAcces, Utilisateur

# Ajouter, modifier, supprimer : ce que peut un administrateur. À changer à la main, en sachant
# pourquoi : qui vole une session d'administrateur peut tout ce qui est écrit ici.
DROITS = {
    "axes.AccessAttempt": "",
    "axes.AccessFailureLog": "",
    "axes.AccessLog": "",
    "comptes.Utilisateur": "ajouter modifier",
    "contrats.CibleTerritoriale": "ajouter modifier supprimer",
    "contrats.College": "ajouter modifier supprimer",
    "contrats.ContratDeVille": "ajouter modifier supprimer",
    "contrats.ConventionNationale": "ajouter modifier supprimer",
    "contrats.Decision": "ajouter modifier supprimer",
    "contrats.Domaine": "ajouter modifier supprimer",
    "contrats.Engagement": "ajouter modifier supprimer",
    "contrats.EngagementDijon": "ajouter modifier supprimer",
    "contrats.EngagementNational": "ajouter modifier supprimer",
    "contrats.GrandProjet": "ajouter modifier supprimer",
    "contrats.PlanNational": "ajouter modifier supprimer",
    "contrats.Protocole": "ajouter modifier supprimer",
    "courriels.Courriel": "",
    "mesures.Indicateur": "ajouter modifier supprimer",
    "mesures.Mesure": "ajouter modifier supprimer",
    "mesures.Ministere": "ajouter modifier supprimer",
    "mesures.Thematique": "ajouter modifier supprimer",
    "otp_static.StaticDevice": "supprimer",
    "otp_totp.TOTPDevice": "supprimer",
    "paqte.AutreReferent": "ajouter modifier supprimer",
    "paqte.Axe": "ajouter modifier supprimer",
    "paqte.Bilan": "",
    "paqte.Charte": "ajouter modifier supprimer",
    "paqte.Convention": "ajouter modifier supprimer",
    "paqte.Entreprise": "ajouter modifier supprimer",
    "paqte.Indicateur": "ajouter modifier supprimer",
    "paqte.Organisation": "ajouter modifier supprimer",
    "paqte.Partenaire": "ajouter modifier supprimer",
    "paqte.Referent": "ajouter modifier supprimer",
    "paqte.ReunionComite": "ajouter modifier supprimer",
    "partage.ContactCget": "ajouter modifier supprimer",
    "partage.Exemple": "ajouter modifier supprimer",
    "quartiers.Departement": "ajouter modifier supprimer",
    "quartiers.ImportQuartiers": "",
    "quartiers.Quartier": "ajouter modifier supprimer",
    "quartiers.Region": "ajouter modifier supprimer",
    "remontees.Campagne": "ajouter modifier supprimer",
    "textes.Texte": "ajouter modifier supprimer",
}


def test_chaque_modele_de_l_administration_est_ici_avec_ses_droits(rf, administrateur):
    requete = rf.get("/")
    requete.user = administrateur
    droits = {
        modele._meta.label: " ".join(
            verbe
            for verbe, permis in [
                ("ajouter", page.has_add_permission(requete)),
                ("modifier", page.has_change_permission(requete)),
                ("supprimer", page.has_delete_permission(requete)),
            ]
            if permis
        )
        for modele, page in admin.site._registry.items()
    }
    assert droits == DROITS


@pytest.mark.parametrize("modele", ["schedule", "ormq", "success", "failure"])
def test_nul_n_atteint_la_file_des_taches_par_l_administration(client, administrateur, modele):
    client.force_login(administrateur)
    for suite in ("", "add/"):
        assert client.get(f"{reverse('admin:index')}django_q/{modele}/{suite}").status_code == 404


def compte(personne, **champs):
    """Ce qu'envoie la page d'un compte dans l'administration."""
    lignes = {f"perimetres-{nom}_FORMS": 0 for nom in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")}
    return {"username": personne.username, "role": personne.role} | lignes | champs


def test_le_dernier_administrateur_ne_perd_pas_son_role(client, administrateur):
    client.force_login(administrateur)
    adresse = reverse("admin:comptes_utilisateur_change", args=[administrateur.pk])
    page = client.post(adresse, compte(administrateur, role="agent"))
    assert "au moins un administrateur actif" in page.text
    administrateur.refresh_from_db()
    assert administrateur.est_administrateur


def test_un_role_change_dans_l_administration_en_donne_et_en_ote_les_droits(
    client, administrateur, agent_59
):
    client.force_login(administrateur)
    adresse = reverse("admin:comptes_utilisateur_change", args=[agent_59.pk])
    for role, admis in (("administrateur", True), ("agent", False)):
        assert client.post(adresse, compte(agent_59, role=role)).status_code == 302
        agent_59.refresh_from_db()
        assert agent_59.is_staff is agent_59.is_superuser is admis


def test_un_compte_ne_se_supprime_ni_seul_ni_en_nombre(client, administrateur, agent_59):
    client.force_login(administrateur)
    liste = reverse("admin:comptes_utilisateur_changelist")
    for personne in (administrateur, agent_59):
        adresse = reverse("admin:comptes_utilisateur_delete", args=[personne.pk])
        assert client.post(adresse, {"post": "yes"}).status_code == 403
        client.post(
            liste, {"action": "delete_selected", "_selected_action": personne.pk, "post": "yes"}
        )
    assert Utilisateur.objects.count() == 2


def test_supprimer_un_compte_n_emporte_jamais_ses_acces(agent_59):
    JournalAcces.objects.create(utilisateur=agent_59, page="annuaire")
    with pytest.raises(ProtectedError):
        agent_59.delete()


def test_l_administration_ne_prive_pas_un_compte_de_mot_de_passe(client, administrateur):
    client.force_login(administrateur)
    adresse = reverse("admin:auth_user_password_change", args=[administrateur.pk])
    client.post(adresse, {"usable_password": "false", "unset-password": "1"})
    administrateur.refresh_from_db()
    assert administrateur.has_usable_password()
