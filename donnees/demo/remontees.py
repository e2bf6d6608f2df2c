"""Mener une remontée jusqu'à son état par les mêmes pas qu'une préfecture et le CGET."""

from comptes.models import Utilisateur

from .comptes import valideur_de


def mener(remontee, ligne):
    """Mène `remontee`, en brouillon, jusqu'à l'état de la `ligne` du fichier de démonstration."""
    if ligne["etat"] == remontee.Etat.BROUILLON:
        return
    cget = Utilisateur.objects.get(username="cget")
    remontee.transmettre(valideur_de(remontee.departement))
    if ligne["etat"] == remontee.Etat.A_COMPLETER:
        remontee.renvoyer(cget, ligne["commentaire"])
    elif ligne["etat"] == remontee.Etat.ACCEPTEE:
        remontee.accepter(cget)
