"""Le contenu d'une synthèse régionale : ce que le portail sait des départements de la région.

`contenu_de_la_synthese` rend un dictionnaire en types JSON : la page, le PDF et la version figée
montrent tous ce même dictionnaire.
"""

from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone
from django.utils.text import capfirst

from contrats.declinees import compter_les_mesures
from contrats.models import Engagement
from mesures.models import Mesure
from mesures.tableau import compter_niveaux
from paqte.models import Convention, Indicateur
from paqte.sommes import additionner_les_totaux, relever
from paqte.totaux import Total
from quartiers.models import Departement
from remontees import registre
from remontees.lettre import ecrire_la_lettre
from remontees.models import Avancee, Campagne, Remontee
from remontees.periodes import Annee, Semestre
from socle.nombres import nombre_json

# Au-delà, l'état des remontées se resserre : treize départements laissent une page aux textes.
DEPARTEMENTS_EN_TABLE_LARGE = 6
TEXTES = ("appreciation", "attentions", "propositions")


def contenu_de_la_synthese(synthese):
    """Rend le contenu complet de `synthese`, en types JSON."""
    return {
        "genre": synthese.genre,
        "format": max(synthese.formats),
        "region": {"code": synthese.region_id, "nom": synthese.region.nom},
        "annee": synthese.periode.annee,
        "lettre": ecrire_la_lettre(synthese),
        "textes": {nom: getattr(synthese, nom) for nom in TEXTES},
    } | synthese.tables


def tables_de_la_synthese(synthese):
    """Rend les tables de `synthese`, arrêtées au 15 mars, ou au jour même avant lui."""
    departements = synthese.region.departements.all()
    return {
        "arrete_le": synthese.arrete_le.isoformat(),
        "remontees": _remontees(departements, synthese.echeance_le),
        "table_serree": len(departements) > DEPARTEMENTS_EN_TABLE_LARGE,
        "mesures": _mesures(departements, synthese.arrete_le),
        "paqte": _paqte(departements, synthese.semestre),
    }


@dataclass(frozen=True)
class Attendue:
    """Une remontée que les départements devaient : sa période, et où chacun (code) en est."""

    modele: type[Remontee]
    periode: Annee | Semestre
    campagne: Campagne | None
    avancees: dict[str, Avancee]

    @property
    def libelle(self):
        return f"{capfirst(self.modele._meta.verbose_name)}, {self.periode.libelle}"

    @property
    def est_demandee(self):
        """Faux sans campagne, tant que personne ne l'a commencée."""
        etats = {avancee.etat for avancee in self.avancees.values()}
        return self.campagne is not None or etats != {"a_commencer"}

    def compter(self):
        """Rend ce qu'en ont transmis les départements, en types JSON."""
        attendues = [avancee for avancee in self.avancees.values() if avancee.etat != "hors"]
        return {
            "libelle": self.libelle,
            "echeance_le": self.campagne and self.campagne.echeance_le.isoformat(),
            "nombre": len(attendues),
            "transmises": sum(avancee.transmise_le is not None for avancee in attendues),
            "en_retard": sum(avancee.hors_delai for avancee in attendues),
        }

    def situer(self, code):
        """Rend où en est le département de ce code, en types JSON."""
        avancee = self.avancees[code]
        jour = avancee.transmise_le and timezone.localdate(avancee.transmise_le)
        return {
            "libelle": self.libelle,
            "etat": avancee.libelle,
            "transmise_le": jour and jour.isoformat(),
            "en_retard": avancee.hors_delai,
        }


def _remontees(departements, echeance_le):
    attendues = [attendue for attendue in _dues(departements, echeance_le) if attendue.est_demandee]
    return {
        "attendues": [attendue.compter() for attendue in attendues],
        "departements": [
            {
                "code": departement.pk,
                "nom": departement.nom,
                "remontees": [attendue.situer(departement.pk) for attendue in attendues],
            }
            for departement in departements
        ],
    }


def _dues(departements, echeance_le):
    """Produit une `Attendue` par remontée que la circulaire demandait aux départements.

    Sont retenues les échéances du lendemain du 15 mars d'avant à `echeance_le`.
    """
    depuis = echeance_le.replace(year=echeance_le.year - 1)
    campagnes = {
        (campagne.genre, campagne.periode): campagne
        for campagne in Campagne.objects.avec_attendus()
    }
    for modele in registre.remontees():
        if modele.Territoire is not Departement:
            continue
        for periode in sorted(modele.Periode.ouvertes()):
            if depuis < modele.dates(periode)[1] <= echeance_le:
                campagne = campagnes.get((modele.genre, str(periode)))
                avancees = modele.objects.avancees(departements, periode, campagne)
                yield Attendue(modele, periode, campagne, avancees)


def _mesures(departements, au):
    """Les niveaux à cette date des 40 mesures, et de celles que déclinent les contrats d'ici."""
    codes = [departement.pk for departement in departements]
    declinees = Engagement.objects.contrats_par_mesure(au, codes)
    mesures = list(Mesure.objects.au(au))
    niveaux = {mesure.pk: mesure.niveau_au for mesure in mesures if mesure.parent_id is None}
    ici = {cle: niveau for cle, niveau in niveaux.items() if cle in declinees}
    signees = [niveau for cle, niveau in ici.items() if declinees[cle].signes]
    comptes = zip(
        compter_niveaux([*ici.values()]), compter_niveaux([*niveaux.values()]), strict=True
    )
    return compter_les_mesures(mesures, declinees) | {
        "total": len(niveaux),
        "niveaux": [
            {
                "libelle": region["niveau"].label,
                "region": _compte(region),
                "signees": signees.count(region["niveau"]),
                "nation": _compte(nation),
            }
            for region, nation in comptes
        ],
    }


def _compte(compte):
    return {"nombre": compte["nombre"], "part": nombre_json(compte["part"])}


def _paqte(departements, semestre):
    """Les conventions en cours ce semestre et leurs résultats, à côté de ceux de la nation."""
    territoires = {"region": departements, "nation": Departement.objects.all()}
    empreinte = relever()
    totaux = {nom: additionner_les_totaux(t, semestre, empreinte) for nom, t in territoires.items()}
    # La nation comprend la région : sans rien à elle, la table serait vide.
    saisis = any(total.cumul is not None for total in totaux["nation"].values())
    demandes = Indicateur.objects.du_semestre(semestre).select_related("axe")
    indicateurs = demandes if saisis else ()
    return {
        "semestre": semestre.libelle,
        "signatures": {nom: _signatures(t, semestre) for nom, t in territoires.items()},
        "resultats": [
            {"axe": indicateur.axe.nom, "libelle": indicateur.libelle, "unite": indicateur.unite}
            | {nom: _total(t.get(indicateur.pk, Total())) for nom, t in totaux.items()}
            for indicateur in indicateurs
        ],
    }


def _signatures(departements, semestre):
    conventions = Convention.objects.des(departements).actives(semestre)
    return conventions.aggregate(
        conventions=Count("pk"), entreprises=Count("entreprise__siren", distinct=True)
    )


def _total(total):
    return {
        "realise": nombre_json(total.realise),
        "cumul": nombre_json(total.cumul),
        "cible": nombre_json(total.cible),
        "taux": total.taux,
    }
