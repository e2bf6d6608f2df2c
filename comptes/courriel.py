"""Les courriels des comptes : invitation, mot de passe oublié, jeton créé."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from socle.courriel import annoncer, preparer
from socle.francais import ecrire_jour

from .models import Utilisateur

JOURS_DE_VALIDITE = settings.PASSWORD_RESET_TIMEOUT // 86_400


def envoyer_invitation(personne, request):
    """Met en file, au nom de qui fait la requête, le lien à usage unique de `personne`."""
    lien = _lien(personne, request.scheme, request.get_host())
    repondre_a = [request.user.email] if request.user.email else None
    _inviter(personne, lien | {"par": request.user}, reply_to=repondre_a)


def envoyer_premiere_invitation(personne):
    """Met en file le lien du premier administrateur, que personne n'invite."""
    _inviter(personne, _lien(personne, *_site()) | {"par": "L’installation du portail"})


def adresse_d_invitation(personne):
    """Rend le lien à usage unique de `personne`, pour qui n'a pas encore de courriel."""
    return render_to_string("comptes/_adresse_du_lien.txt", _lien(personne, *_site())).strip()


def envoyer_oubli(adresse, protocole, domaine):
    """Met en file le lien de qui a oublié son mot de passe, si cette adresse est celle d'un compte.

    Une tâche de fond : à la page, le temps de réponse ne dit pas qui a un compte.
    """
    for personne in Utilisateur.objects.a_secourir(adresse):
        if personne.reserver_un_lien():
            preparer(
                "Quartiers : choisir un nouveau mot de passe",
                "comptes/courriel_oubli.txt",
                _lien(personne, protocole, domaine),
                [personne.email],
            ).send()


def envoyer_jeton(jeton, adresse):
    """Met en file l'avis d'un jeton ou lien d'agenda créé, qui se révoque à la page `adresse`."""
    if jeton.utilisateur.email:
        preparer(
            f"Quartiers : « {jeton.nom} » lit désormais vos données",
            "comptes/courriel_jeton.txt",
            {"jeton": jeton, "adresse": adresse},
            [jeton.utilisateur.email],
        ).send()


def envoyer_delegation(delegation):
    """Dit à une personne, si elle a une adresse, qu'un valideur lui délègue sa signature."""
    annoncer(
        f"Quartiers : {delegation.de} vous délègue sa signature",
        f"{delegation.de} vous délègue sa signature, du {ecrire_jour(delegation.du)} au "
        f"{ecrire_jour(delegation.au)} compris. Ce qu’on lui soumet sera aussi sur votre tableau "
        "de bord, et vous pourrez le transmettre.",
        [delegation.a.email] if delegation.a.email else [],
        chemin=reverse("delegations"),
        par=delegation.de,
    )


def _inviter(personne, contexte, **options):
    preparer(
        "Quartiers : votre compte est ouvert",
        "comptes/courriel_invitation.txt",
        contexte,
        [personne.email],
        **options,
    ).send()


def _site():
    """Rend (protocole, nom) du portail, quand aucune requête ne les dit."""
    protocole, _, nom = settings.ADRESSE_DU_PORTAIL.partition("://")
    return protocole, nom


def _lien(personne, protocole, domaine):
    return {
        "user": personne,
        "protocol": protocole,
        "domain": domaine,
        "uid": urlsafe_base64_encode(force_bytes(personne.pk)),
        "token": default_token_generator.make_token(personne),
        "jours": JOURS_DE_VALIDITE,
    }
