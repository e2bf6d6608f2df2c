"""Les remontées de la démonstration : chacune a ses lignes (fixtures/demo_<jeu>.csv)."""

from django.utils.module_loading import import_string

from comptes.models import Perimetre, Utilisateur
from quartiers.models import Departement
from socle.fixtures import lire_fixture

from . import registre


def creer_remontees(departements):
    """Crée celles de tous les modèles inscrits ; rend leurs nombres, par nom."""
    return {
        modele.pluriel: import_string(modele.demonstration)(departements) for modele in _demontres()
    }


def departements_demontres():
    """Rend les codes des départements qui ont une remontée dans la démonstration."""
    return {
        ligne["departement"]
        for modele in _demontres()
        if modele.Territoire is Departement
        for ligne in lignes_de_demonstration(modele)
    }


def lignes_de_demonstration(modele):
    """Rend les lignes du fichier de ce modèle."""
    return lire_fixture(f"demo_{modele.jeu.replace('-', '_')}")


def creer(modele, rediger):
    """Crée chaque remontée du fichier, et la mène à son état ; rend les lignes du fichier.

    `rediger(ligne)` rend ses textes.
    """
    territoires = modele.Territoire.objects.in_bulk()
    lignes = lignes_de_demonstration(modele)
    for ligne in lignes:
        remontee = modele.objects.create(
            periode=_periode(modele, ligne[modele.Periode.nom]),
            **{modele.champ_territoire: territoires[ligne[modele.champ_territoire]]},
            **rediger(ligne),
        )
        _mener(remontee, ligne)
    return lignes


def _periode(modele, ecrite):
    """Rend la période d'une ligne : écrite, ou dite « courant(e) », « precedent(e) »."""
    courante, precedente, *_ = modele.Periode.ouvertes()
    relatives = {"courant": courante, "precedent": precedente}
    return relatives.get(ecrite.removesuffix("e"), ecrite)


def _mener(remontee, ligne):
    """Mène un brouillon jusqu'à l'état de la `ligne`, par les pas d'une préfecture et du CGET."""
    if ligne["etat"] == remontee.Etat.BROUILLON:
        return
    if ligne["etat"] == remontee.Etat.A_SIGNER:
        redacteurs = Utilisateur.objects.redacteurs_de(remontee.territoire)
        remontee.soumettre(redacteurs.exclude(role__in=Utilisateur.ROLES_DE_VALIDEUR).first())
        return
    cget = Utilisateur.objects.get(username="cget")
    remontee.transmettre(valideur_de(remontee.territoire))
    if ligne["etat"] == remontee.Etat.A_COMPLETER:
        remontee.renvoyer(cget, ligne["commentaire"])
    elif ligne["etat"] == remontee.Etat.ACCEPTEE:
        remontee.accepter(cget)


def valideur_de(territoire):
    """Rend un valideur du territoire ; créé au besoin, inactif : il ne sert qu'à l'historique."""
    nom = territoire._meta.model_name
    role = Utilisateur.Role.VALIDEUR if nom == "departement" else Utilisateur.Role.VALIDEUR_REGION
    valideurs = Utilisateur.objects.filter(role=role, **{f"perimetres__{nom}": territoire})
    valideur = valideurs.first()
    if valideur is None:
        valideur = Utilisateur.objects.create_user(
            username=f"prefet-{nom}-{territoire.code}",
            last_name=f"Valideur, {territoire} (démonstration)",
            role=role,
            is_active=False,
        )
        Perimetre.objects.create(utilisateur=valideur, **{nom: territoire})
    return valideur


def _demontres():
    return [modele for modele in registre.remontees() if modele.demonstration]
