"""Les relances : un courriel par personne, qui liste tout ce que doit encore sa préfecture."""

from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.dispatch import Signal

from comptes.models import Utilisateur
from quartiers.models import Departement

from . import registre
from .courriel_des_campagnes import envoyer_relance
from .models import A_LA_MAIN, Campagne, Due, Palier, RefusDeRelances, Relance

# Envoyé chaque matin, avec `simulation` : une salle y relance d'autres que les préfectures, et rend
# ses `Envoi` faits.
relance_du_jour = Signal()
# Au-delà du dernier palier, ce qui est dû ne se relance plus.
DELAI_MAXIMAL = 60


@dataclass
class Envoi:
    """Ce qui part, ou partirait, à une adresse : ses `Due`, chacune avec son palier.

    `utilisateur` est None pour qui n'a pas de compte ; `par` et `mot`, de qui l'envoie à la main.
    """

    adresse: str
    utilisateur: Utilisateur | None = None
    lignes: list = field(default_factory=list)
    par: Utilisateur | None = None
    mot: str = ""

    @property
    def nom(self):
        return self.utilisateur or self.adresse


@dataclass(frozen=True)
class Attendue:
    """Une `Due` et qui en est joignable : personnes, et adresses de qui n'a pas de compte."""

    due: Due
    personnes: list
    autres: list

    @property
    def est_joignable(self):
        return bool(self.personnes or self.autres)

    @property
    def destinataires(self):
        """Rend [(adresse, personne ou None)]."""
        sans_compte = [(adresse, None) for adresse in self.autres]
        return [(p.email, p) for p in self.personnes] + sans_compte


def relancer(*, simulation=False):
    """Envoie les relances du jour ; rend les `Envoi` faits.

    Sans effet la seconde fois, et sur deux machines à la fois : la base n'accepte chaque relance
    qu'une fois, et garde son courriel en file jusqu'à ce qu'il parte.
    """
    faits = []
    for envoi in reunir(_a_un_palier()):
        if simulation:
            faits.append(envoi)
        elif fait := _envoyer(envoi):
            faits.append(fait)
    for _, autres in relance_du_jour.send(sender=None, simulation=simulation):
        faits += autres
    return faits


def attendues(campagne, joignables=None):
    """Rend une `Attendue` par territoire qui doit encore quelque chose à la campagne.

    `joignables` : voir `_joignables`, quand on les a déjà lus. Qui refuse les relances facultatives
    n'en reçoit pas.
    """
    joignables = _joignables() if joignables is None else joignables
    refus = set()
    if not campagne.obligatoire:
        refus = set(RefusDeRelances.objects.values_list("utilisateur", flat=True))
    for due in registre.attendu(campagne.genre).dues(campagne):
        personnes = [p for p in joignables.get(due.territoire, ()) if p.pk not in refus]
        connues = {personne.email.lower() for personne in personnes}
        autres = sorted(a for a in due.autres_adresses if a.lower() not in connues)
        yield Attendue(due, personnes, autres)


def rappeler(user, attendues, mot):
    """Envoie à la main, au nom de `user`, un rappel de ces `Attendue` ; rend les `Envoi` faits."""
    return [envoi for envoi in preparer_le_rappel(user, attendues, mot) if _envoyer(envoi)]


def preparer_le_rappel(user, attendues, mot):
    """Rend les `Envoi` que ferait ce rappel, un par personne, sans rien envoyer."""
    return reunir([(a, A_LA_MAIN) for a in attendues], par=user, mot=mot)


def injoignables(user):
    """Rend les départements que suit `user` où aucun agent ni valideur n'a d'adresse."""
    joints = _redacteurs().exclude(perimetres__departement=None)
    suivis = Departement.objects.suivis_par(user)
    return suivis.exclude(pk__in=joints.values("perimetres__departement"))


def _a_un_palier():
    """Produit (`Attendue`, palier) de ce qui se relance aujourd'hui."""
    joignables = _joignables()
    for attendu in registre.attendus():
        for campagne in Campagne.objects.ouvertes(attendu.genre):
            for attendue in attendues(campagne, joignables):
                palier = Palier.atteint(attendue.due)
                if palier is not None and -attendue.due.jours_restants <= DELAI_MAXIMAL:
                    yield attendue, palier


def reunir(attendues, **commun):
    """Rend un `Envoi` par adresse, de ces (`Attendue`, palier)."""
    envois: dict = {}
    for attendue, palier in attendues:
        for adresse, personne in attendue.destinataires:
            envoi = envois.setdefault(adresse.lower(), Envoi(adresse, personne, **commun))
            envoi.lignes.append((attendue.due, palier))
    return list(envois.values())


def _redacteurs():
    return Utilisateur.objects.redacteurs().filter(is_active=True).exclude(email="")


def _joignables():
    """Rend {territoire: [agents et valideurs actifs, qui ont une adresse]}."""
    personnes: dict = {}
    for utilisateur in _redacteurs().avec_perimetres():
        for perimetre in utilisateur.perimetres.all():
            if territoire := perimetre.departement or perimetre.region:
                personnes.setdefault(territoire, []).append(utilisateur)
    return personnes


@transaction.atomic
def _envoyer(envoi):
    """Note puis met en file ce qui n'est pas encore parti ; rend l'`Envoi` fait, ou None."""
    envoi.lignes = [ligne for ligne in envoi.lignes if _noter(envoi, *ligne)]
    if not envoi.lignes:
        return None
    envoyer_relance(envoi)
    return envoi


def _noter(envoi, due, palier):
    """Note une relance ; rend faux si elle l'est déjà, ici ou sur une autre machine."""
    try:
        with transaction.atomic():
            Relance.objects.create(
                campagne=due.campagne,
                utilisateur=envoi.utilisateur,
                adresse="" if envoi.utilisateur else envoi.adresse,
                par=envoi.par,
                echeance_le=due.echeance_le,
                palier=palier,
                **{due.territoire._meta.model_name: due.territoire},
            )
    except IntegrityError:
        return False
    return True
