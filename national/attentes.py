"""Ce qui est à faire d'une remontée, par nom : qui ne dit rien, qui est en retard, quoi lire."""

from collections import Counter
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from quartiers.models import Region
from remontees.models import libeller_etat
from remontees.models.avancee import Delai
from socle.francais import compter, ecrire_jour
from socle.ordre import cle

from .carte import classer

# L'état, s'il est en retard, et comment se nomme ce qu'on en attend ; le plus grave d'abord.
GROUPES = (
    ("a_commencer", True, "Silencieux, rien n’est commencé"),
    ("brouillon", True, "En retard, en cours"),
    ("a_completer", False, "À compléter"),
    ("transmise", False, "À lire"),
)
NOMMES = 4


@dataclass(frozen=True)
class Groupe:
    """Des territoires au même point : sa classe sur la carte, leur liste, et chacun par son nom.

    `lignes` : [(nom, depuis quand, adresse)].
    """

    titre: str
    classe: str
    adresse: str
    lignes: list

    @property
    def premieres(self):
        return self.lignes[:NOMMES]

    @property
    def autres(self):
        return [nom for nom, *_ in self.lignes[NOMMES:]]


@dataclass(frozen=True)
class Attentes:
    """Ce qui est à faire d'une remontée (son `modele`) à une période.

    `reste` compte par état ce qui n'est pas arrivé et n'est pas en retard ; `ailleurs` dit des
    autres remontées [(genre, nom et période, ce qui y est à faire)].
    """

    modele: type
    periode: object
    campagne: object
    groupes: list[Groupe]
    reste: Counter
    ailleurs: list

    @property
    def titre(self):
        return f"{self.modele.pluriel}, {self.periode.libelle}"

    @property
    def phrase(self):
        """Dit ce qui peut encore venir à temps ; vide s'il n'y a rien."""
        if not self.reste:
            return ""
        quand = "Sans échéance"
        if self.campagne and not self.campagne.close_le:
            jour = ecrire_jour(self.campagne.dernier_jour)
            quand = f"Échéance le {jour}"
        etats = (f"{libeller_etat(e, self.modele).lower()}, {n}" for e, n in self.reste.items())
        return f"{quand} : {' ; '.join(etats)}."

    @property
    def se_relance(self):
        """Dit si l'on peut relancer ceux qui manquent."""
        manquent = any(groupe.classe in {"retard", "tard"} for groupe in self.groupes)
        return manquent and self.campagne and self.campagne.est_ouverte


def dresser_les_attentes(form, suivi, modele):
    """Rend les `Attentes` des remontées de ce `modele` dans un `suivi`."""
    periode = suivi.periodes[modele.Periode]
    liste = f"{reverse(modele.adresses + 's')}?periode={periode}{form.recherche_de_region}"
    siennes = suivi.situer(modele)
    groupes = []
    for etat, en_retard, titre in GROUPES:
        trouvees = [
            (territoire, avancee)
            for territoire, avancee in siennes
            if (avancee.etat, avancee.en_retard) == (etat, en_retard)
        ]
        if trouvees:
            trouvees.sort(key=_rang)
            _, classe, _ = classer(trouvees[0][1])
            adresse = f"{liste}&etat={etat}" + ("&delai=en-retard" if en_retard else "")
            groupes.append(Groupe(titre, classe, adresse, [*map(_nommer, trouvees)]))
    attendus = ("a_commencer", "brouillon")
    reste = Counter(a.etat for _, a in siennes if a.etat in attendus and not a.en_retard)
    campagne = suivi.campagnes.get((modele.genre, str(periode)))
    return Attentes(modele, periode, campagne, groupes, reste, _ailleurs(suivi, modele))


def _ailleurs(suivi, modele):
    lignes = []
    for autre, periode, comptes in suivi.remontees:
        retards = {delai: nombre for delai, _, nombre in comptes["delais"]}[Delai.EN_RETARD]
        etats = {etat: nombre for _, etat, nombre in comptes["etats"]}
        combien = {
            "en retard": retards,
            "à compléter": etats["a_completer"],
            "à lire": etats["transmise"],
        }
        dits = ", ".join(f"{nombre} {quoi}" for quoi, nombre in combien.items() if nombre)
        if autre is not modele and dits:
            lignes.append((autre.genre, f"{autre.pluriel}, {periode.libelle}", dits))
    return lignes


def _rang(ligne):
    """Le plus en retard d'abord, ou le plus anciennement reçu ; puis l'ordre français."""
    territoire, avancee = ligne
    if avancee.en_retard:
        return -avancee.jours_hors_delai, cle(territoire.nom)
    return avancee.derniere_le, cle(territoire.nom)


def _nommer(ligne):
    """Ce qui est reçu mène à la remontée ; ce qui manque, à qui appeler."""
    territoire, avancee = ligne
    if avancee.en_retard:
        depuis = f"depuis {compter(avancee.jours_hors_delai, 'jour')}"
        return str(territoire), depuis, _adresse(territoire, avancee.modele)
    renvoyee = avancee.etat == "a_completer" and avancee.renvoyee_le
    mot, instant = ("renvoyé", renvoyee) if renvoyee else ("reçu", avancee.derniere_le)
    jour = ecrire_jour(timezone.localdate(instant))
    return str(territoire), f"{mot}{avancee.modele.accord} le {jour}", avancee.adresse


def _adresse(territoire, modele):
    if isinstance(territoire, Region):
        return f"{reverse('national:tableau')}?region={territoire.pk}&carte={modele.genre}"
    return reverse("territoires:fiche", args=[territoire.pk])
