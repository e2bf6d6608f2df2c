"""Les chiffres clés du tableau national : quatre nombres, leur tendance, où ils mènent."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from paqte.models.referentiel import taux_atteint
from paqte.sommes import SEMESTRES_COMPTES
from paqte.totaux import tient_le_rythme
from remontees.models.avancee import Delai
from remontees.periodes import Semestre
from socle.francais import accorder, ecrire_jour, ecrire_nombre


@dataclass(frozen=True)
class Cle:
    """Un chiffre clé : sur combien il est (vide s'il n'est sur rien), sa tendance en mots.

    `etapes` : ce qu'il valait à la fin de chacun des derniers semestres, sans lui-même s'ils
    n'en disent rien.
    """

    nom: str
    valeur: int
    sur: str
    tendance: str
    adresse: str
    etapes: Sequence[int] = ()


def dresser_les_cles(form, suivi, modele, paqte, protocoles):
    """Rend les `Cle` d'un `suivi`, des remontées de ce `modele`, de son `paqte` (voir
    `dresser_paqte`) et de la `Courbe` de ses `protocoles`.
    """
    return [
        _des_remontees(form, suivi, modele),
        _des_signataires(form, suivi.semestre, paqte["signataires"]),
        _du_rythme(form, suivi.semestre, paqte["resultats"]),
        _des_protocoles(form, suivi, protocoles),
    ]


def _des_remontees(form, suivi, modele):
    periode, comptes = next((p, c) for m, p, c in suivi.remontees if m is modele)
    delais = {delai: nombre for delai, _, nombre in comptes["delais"]}
    dits = {
        "à temps": delais[Delai.A_TEMPS],
        "après l’échéance": delais[Delai.APRES],
        "en retard": delais[Delai.EN_RETARD],
    }
    tendance = ", ".join(f"{ecrire_nombre(n)} {quand}" for quand, n in dits.items() if n)
    return Cle(
        f"{modele.pluriel} reçu{modele.accord}s",
        comptes["recues"],
        f"sur {ecrire_nombre(comptes['attendues'])}",
        tendance or f"{periode.libelle}, l’échéance n’est pas passée",
        f"{reverse(modele.adresses + 's')}?periode={periode}{form.recherche_de_region}",
    )


def _des_signataires(form, semestre, signataires):
    *_, avant, derniere = signataires
    return Cle(
        "Entreprises signataires du PAQTE",
        derniere,
        "",
        _comparer(derniere, avant, semestre),
        f"{reverse('paqte:conventions')}?en_cours=oui{form.dates['semestre']}"
        f"{form.filtre_de_region}",
        signataires,
    )


def _du_rythme(form, semestre, resultats):
    rythmes = {i: total.rythme for i, total in resultats if total.rythme is not None}
    tenus = [indicateur for indicateur, rythme in rythmes.items() if tient_le_rythme(rythme)]
    tendance = "aucun résultat face à une cible"
    if rythmes:
        loin = min(rythmes, key=rythmes.get)
        tendance = f"au plus bas, {loin} : {rythmes[loin]} % de l’attendu"
    chemins = [total.chemin for _, total in resultats if not total.stock]
    choix = form.parametres
    return Cle(
        "Résultats du PAQTE à leur rythme",
        len(tenus),
        f"sur {len(rythmes)} qui en ont un",
        tendance,
        reverse("national:evolution") + (f"?{choix}" if choix else ""),
        [_compter_les_tenus(chemins, s) for s in semestre.derniers(SEMESTRES_COMPTES)],
    )


def _compter_les_tenus(chemins, semestre):
    etapes = [etape for chemin in chemins for etape in chemin if etape[0] == semestre]
    taux = (taux_atteint(atteint, attendu) for _, atteint, attendu in etapes)
    return sum(part is not None and tient_le_rythme(part) for part in taux)


def _des_protocoles(form, suivi, courbe):
    """Les contrats s'arrêtent à leur date : c'est d'elle que se compte le semestre d'avant."""
    contrats, signes = len(suivi.contrats), courbe.points[-1][1] if courbe.points else 0
    semestre = Semestre.de(suivi.des_contrats)
    derniers = semestre.derniers(SEMESTRES_COMPTES)
    etapes = [courbe.valeur_au(min(s.fin, suivi.des_contrats)) for s in derniers]
    return Cle(
        "Protocoles signés",
        signes,
        f"sur {ecrire_nombre(contrats)} contrat{accorder(contrats)}",
        _comparer(signes, etapes[-2], semestre),
        f"{reverse('contrats:contrats')}?etat=en-vigueur&protocole=signe{form.dates['annee']}"
        f"{form.filtre_de_region}",
        etapes,
    )


def _comparer(maintenant, avant, semestre):
    """Dit l'écart avec la fin du semestre d'avant."""
    ecart, jour = maintenant - avant, ecrire_jour(semestre.precedent.fin)
    if not ecart:
        return f"autant que le {jour}"
    return f"{ecrire_nombre(abs(ecart))} de {'plus' if ecart > 0 else 'moins'} que le {jour}"
