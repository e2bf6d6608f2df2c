"""Un exemple, de la préfecture qui le propose à celle qui le lit ; une journée ; un contact."""

import pytest

from .pages import SELON_L_ECRAN, Visite

pytestmark = pytest.mark.usefixtures("portail")


@pytest.mark.long
@SELON_L_ECRAN
def test_un_exemple_propose_publie_puis_lu_par_tous(navigateur, javascript, largeur):
    visite = Visite(navigateur(javascript=javascript, largeur=largeur), javascript)
    visite.se_connecter("agent-59")
    visite.ouvrir("/exemples/")
    visite.suivre("Proposer un exemple")
    visite.ecrire("Titre", "Quatre apprentis")
    visite.ecrire("Texte", "Quatre apprentis du quartier, avec **un tuteur** chacun.")
    visite.choisir("Axe du PAQTE", "Former")
    visite.ecrire("Source", "Bilan du PAQTE")
    visite.presser("Enregistrer")
    visite.voir_titre("Quatre apprentis")

    visite.se_connecter("cget")
    visite.suivre("Examiner les propositions")
    visite.suivre("Quatre apprentis")
    visite.suivre("Publier")
    visite.ecrire("Titre publié", "Un tuteur pour chaque apprenti")
    visite.presser("Enregistrer")

    visite.se_connecter("agent-13")
    visite.ouvrir("/exemples/?recherche=apprenti")
    assert visite.telecharger("Imprimer cette liste").read_bytes().startswith(b"%PDF")
    visite.suivre("Un tuteur pour chaque apprenti")
    visite.voir("avec un tuteur chacun")


@pytest.mark.long
@SELON_L_ECRAN
def test_le_cget_annonce_une_journee_et_donne_un_contact(navigateur, javascript, largeur):
    visite = Visite(navigateur(javascript=javascript, largeur=largeur), javascript)
    visite.se_connecter("cget")
    visite.ouvrir("/journees/ajouter/")
    visite.presser("Enregistrer")
    visite.voir("La saisie n’est pas enregistrée")
    visite.ecrire("Titre", "Journée de mobilisation")
    visite.ecrire("Date de début", "2019-06-01")
    visite.ecrire("Période", "juin 2019")
    visite.ecrire("Ville", "Lille")
    visite.presser("Enregistrer")
    visite.voir("Quand : juin 2019")
    visite.ouvrir("/contacts/ajouter/")
    visite.ecrire("Nom et prénom", "Dominique Martin")
    visite.ecrire("Adresse électronique", "dominique@exemple.fr")
    visite.cocher("Hauts-de-France")
    visite.presser("Enregistrer")

    visite.se_connecter("agent-59")
    visite.voir("Dominique Martin")
    visite.ouvrir("/journees/")
    visite.voir("juin 2019")
