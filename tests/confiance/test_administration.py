"""L'administration de Django : un modèle ou un droit de plus y entre à la main, ou pas."""

import pytest
from django.contrib import admin
from django.urls import reverse

# Ajouter, modifier, supprimer : ce que peut un administrateur. À changer à la main, en sachant
# pourquoi : qui vole une session d'administrateur peut tout ce qui est écrit ici.
DROITS = {
    "axes.AccessAttempt": "modifier supprimer",
    "axes.AccessFailureLog": "modifier supprimer",
    "axes.AccessLog": "modifier supprimer",
    "comptes.Utilisateur": "ajouter modifier supprimer",
    "contrats.CibleTerritoriale": "ajouter modifier supprimer",
    "contrats.College": "ajouter modifier supprimer",
    "contrats.ContratDeVille": "ajouter modifier supprimer",
    "contrats.ConventionNationale": "ajouter modifier supprimer",
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
    "otp_static.StaticDevice": "ajouter modifier supprimer",
    "otp_totp.TOTPDevice": "ajouter modifier supprimer",
    "paqte.Axe": "ajouter modifier supprimer",
    "paqte.Bilan": "",
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
