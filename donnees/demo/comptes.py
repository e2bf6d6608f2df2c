"""Les comptes de démonstration, un par rôle (fixtures/demo_comptes.csv)."""

from comptes.models import JournalAcces, Perimetre, Utilisateur
from comptes.personnes import inviter_personne
from socle.fixtures import lire_fixture

MOT_DE_PASSE = "quartiers-demo"


def creer_comptes():
    """Crée les comptes et leurs périmètres ; rend leur nombre."""
    lignes = lire_fixture("demo_comptes")
    for ligne in lignes:
        est_administrateur = ligne["role"] == Utilisateur.Role.ADMINISTRATEUR
        compte = Utilisateur.objects.create_user(
            username=ligne["identifiant"],
            email=f"{ligne['identifiant']}@demonstration.invalid",
            password=MOT_DE_PASSE,
            last_name=ligne["nom"],
            fonction=ligne["fonction"],
            telephone=ligne["telephone"],
            role=ligne["role"],
            is_staff=est_administrateur,
            is_superuser=est_administrateur,
        )
        Perimetre.objects.create(
            utilisateur=compte,
            departement_id=ligne["departement"] or None,
            region_id=ligne["region"] or None,
        )
    _inviter_une_agente()
    _exporter_l_annuaire()
    return len(lignes)


def _inviter_une_agente():
    """Une invitation sans suite, pour que la liste des comptes en montre une."""
    invitee = Utilisateur(
        username="nouvelle-agente-59@demonstration.invalid",
        email="nouvelle-agente-59@demonstration.invalid",
        last_name="Nouvelle agente du Nord (démonstration)",
        fonction="Déléguée du préfet",
    )
    inviter_personne(invitee)
    invitee.poser_perimetres(["59"], [])


def _exporter_l_annuaire():
    """Un export du CGET, pour que le journal des accès en montre un."""
    cget = Utilisateur.objects.get(username="cget")
    cget.acces.create(page=JournalAcces.Page.ANNUAIRE, export="xlsx")
