"""Le contenu d'un bilan : ce que le portail sait, dans l'ordre de l'annexe 2 de la circulaire.

`contenu_du_bilan` rend un dictionnaire en types JSON : la page de lecture, le PDF et la version
figée montrent tous ce même dictionnaire.
"""

from collections import Counter
from dataclasses import asdict, dataclass, field

from django.db.models import prefetch_related_objects

from quartiers.provenance import provenances
from remontees.lettre import ecrire_la_lettre
from socle.nombres import nombre_json

from .models.convention import Convention
from .models.entreprise import Entreprise
from .ouverture import ouvrir
from .reponses import compter_les_reponses, rapporter_les_autres
from .totaux import Total, additionner

# Les chiffres des QPV du département, par clé (circulaire, annexe 2) : libellé, unité.
CONTEXTE = {
    "nombre": ("Quartiers prioritaires (QPV)", "QPV"),
    "pru_nationaux": ("Projets de renouvellement urbain d’intérêt national", "PRU"),
    "population": ("Population des QPV", "habitants"),
    "defm": ("Demandeurs d’emploi en fin de mois dans les QPV", "DEFM"),
}


@dataclass
class Chiffre:
    """Chiffre calculé par le portail, avec son origine et, s'il y a lieu, sa correction motivée.

    Une correction sans motif ne s'applique pas : la valeur reste celle du calcul.
    """

    cle: str
    libelle: str
    unite: str
    calcule: int | float | None
    origine: str
    incomplet: bool = False
    corrige: int | float | None = None
    motif: str = ""

    @property
    def valeur(self):
        return self.corrige if self.est_corrige else self.calcule

    @property
    def est_corrige(self):
        return self.corrige is not None and bool(self.motif)

    def en_json(self):
        return asdict(self) | {"valeur": self.valeur, "est_corrige": self.est_corrige}


@dataclass
class Resultat(Chiffre):
    """Résultat d'un indicateur : ce semestre, et le `Total` des conventions en cours."""

    axe: dict = field(default_factory=dict)
    stock: bool = False
    declarees: int = 0
    total: Total = field(default_factory=Total)

    @property
    def cumul_corrige(self):
        """Le cumul, où le chiffre corrigé remplace celui du calcul ; None sans correction."""
        if not self.est_corrige:
            return None
        return nombre_json(self.total.cumul or 0) + self.corrige - (self.calcule or 0)

    def en_json(self):
        total = {nom: nombre_json(valeur) for nom, valeur in self.total.en_json().items()}
        ecrit = super().en_json() | total | {"cumul_corrige": self.cumul_corrige}
        del ecrit["total"]
        return ecrit


def contenu_du_bilan(bilan):
    """Rend le contenu complet de `bilan`, en types JSON (circulaire, annexe 2, format du bilan)."""
    chiffres = bilan.chiffres
    contenu = {
        "genre": "bilan",
        "format": max(bilan.formats),
        "departement": {
            "code": bilan.departement.code,
            "nom": bilan.departement.nom,
            "region": bilan.departement.region.nom,
        },
        "semestre": {
            "code": str(bilan.periode),
            "libelle": bilan.periode.libelle,
            "debut": bilan.periode.debut.isoformat(),
            "fin": bilan.periode.fin.isoformat(),
        },
        "lettre": ecrire_la_lettre(bilan),
        "referent": _referent(bilan.referent),
        "autres_referents": [_referent(autre) for autre in bilan.autres_referents],
        "designation": bilan.ponctualite.en_json(),
        "organisation": _organisation(bilan),
        "entreprises": _entreprises(bilan, chiffres),
        "partenaires": {
            "liste": [
                {"nom": p.nom, "reseau": p.get_reseau_display(), "role": p.role}
                for p in bilan.partenaires_enregistres
            ],
            "precisions": bilan.partenaires,
        },
        "resultats": _resultats(bilan, chiffres),
        "contexte": {
            "chiffres": [
                chiffre.en_json() for cle, chiffre in chiffres.items() if cle.startswith("contexte")
            ],
            "precisions": bilan.contexte,
        },
        "strategie": bilan.strategie,
        "obstacles": bilan.obstacles,
    }
    points = [point.en_json() for point in bilan.points]
    return contenu | ouvrir(bilan, contenu, bilan.precedent) | {"a_verifier": points}


def libelles_des_chiffres(indicateurs):
    """Rend {clé: libellé} des chiffres corrigeables d'un bilan, dans l'ordre de l'annexe 2."""
    return {
        "entreprises-nombre": "Entreprises signataires",
        **{f"resultat-{indicateur.code}": indicateur.libelle for indicateur in indicateurs},
        **{f"contexte-{cle}": libelle for cle, (libelle, _) in CONTEXTE.items()},
    }


def chiffres_du_bilan(bilan):
    """Rend les chiffres corrigeables du bilan, par clé, dans l'ordre de l'annexe 2."""
    actives = Convention.objects.du(bilan.departement).actives(bilan.periode)
    calcules = [
        Chiffre(
            *_nommer(bilan, "entreprises-nombre"),
            "entreprises",
            len({convention.entreprise.siren for convention in bilan.conventions}),
            f"conventions en cours au {bilan.periode.libelle}",
        ),
        *_chiffres_de_resultats(bilan, actives),
        *_chiffres_de_contexte(bilan),
    ]
    chiffres = {chiffre.cle: chiffre for chiffre in calcules}
    for cle in chiffres.keys() & bilan.corrections_par_cle.keys():
        correction = bilan.corrections_par_cle[cle]
        chiffres[cle].corrige, chiffres[cle].motif = (
            nombre_json(correction.valeur),
            correction.motif,
        )
    return chiffres


def _chiffres_de_resultats(bilan, conventions):
    saisies = f"somme des résultats saisis dans les conventions, {bilan.periode.libelle}"
    totaux = additionner(conventions, bilan.periode)
    declarees = bilan.declarees_par_indicateur
    for indicateur in bilan.indicateurs:
        total = totaux.get(indicateur.pk, Total())
        yield Resultat(
            *_nommer(bilan, f"resultat-{indicateur.code}"),
            indicateur.unite,
            nombre_json(total.realise),
            saisies,
            axe={"nom": indicateur.axe.nom, "objectif": indicateur.axe.objectif},
            stock=indicateur.est_un_stock(bilan.periode),
            declarees=declarees[indicateur.pk],
            total=total,
        )


def _chiffres_de_contexte(bilan):
    origines = provenances(bilan.departement, bilan.periode.fin, bilan.quartiers)
    for cle, (_, unite) in CONTEXTE.items():
        inconnus = bilan.quartiers.get(f"sans_{cle}")
        yield Chiffre(
            *_nommer(bilan, f"contexte-{cle}"),
            unite,
            bilan.quartiers[cle],
            origines[cle] + (f" ; {inconnus} QPV sans ce chiffre" if inconnus else ""),
            incomplet=cle in bilan.contexte_incomplet,
        )


def _nommer(bilan, cle):
    return cle, bilan.libelles[cle]


def _referent(referent):
    return referent and {
        "nom": referent.nom,
        "fonction": referent.fonction,
        "service": referent.service,
        "courriel": referent.courriel,
        "telephone": referent.telephone,
        "designe_le": referent.designe_le.isoformat(),
    }


def _organisation(bilan):
    organisation = bilan.organisation_retenue
    depuis_le = organisation and organisation.depuis_le
    return {
        "depuis_le": depuis_le and depuis_le.isoformat(),
        "modes": organisation.modes if organisation else [],
        "description": organisation.description if organisation else "",
        "comite": organisation.comite if organisation else "",
        "reunions": [
            {
                "date": reunion.date.isoformat(),
                "objet": reunion.get_objet_display(),
                "participants": reunion.participants,
                "decisions": reunion.decisions,
            }
            for reunion in bilan.reunions
        ],
        "precisions": bilan.organisation,
    }


def _entreprises(bilan, chiffres):
    conventions = bilan.conventions
    prefetch_related_objects(conventions, "axes")
    # Deux établissements d'une entreprise en font une : le SIREN compte.
    tailles = Counter({c.entreprise.siren: c.entreprise.taille for c in conventions}.values())
    nouvelles = {c.entreprise.siren for c in conventions if c.date_signature >= bilan.periode.debut}
    return {
        "nombre": chiffres["entreprises-nombre"].en_json(),
        "nouvelles": len(nouvelles),
        "tailles": [
            {"libelle": taille.label, "nombre": tailles[taille.value]}
            for taille in Entreprise.Taille
        ],
        "liste": [
            {
                "nom": convention.entreprise.nom,
                "siren": convention.entreprise.siren,
                "etablissement": convention.entreprise.etablissement,
                "taille": convention.entreprise.get_taille_display(),
                "sigle": convention.entreprise.sigle,
                "commune": convention.entreprise.commune,
                "signature": convention.date_signature.isoformat(),
                "fin": convention.date_fin.isoformat(),
                "axes": [axe.nom for axe in convention.axes.all()],
                "autres_engagements": convention.autres_engagements,
                "issue_charte": convention.issue_charte,
                "france_une_chance": convention.france_une_chance,
                "nouvelle": convention.date_signature >= bilan.periode.debut,
            }
            for convention in conventions
        ],
    }


def _resultats(bilan, chiffres):
    exemples = [
        {
            "axe": exemple.axe.nom if exemple.axe else "",
            "entreprise": exemple.convention.entreprise.nom,
            "texte": exemple.texte,
        }
        for exemple in bilan.exemples_lus
    ]
    axes = {}
    for chiffre in chiffres.values():
        if isinstance(chiffre, Resultat):
            axe = axes.setdefault(chiffre.axe["nom"], chiffre.axe | {"indicateurs": []})
            axe["indicateurs"].append(chiffre.en_json())
    return {
        "reponses": compter_les_reponses(bilan.conventions),
        "axes": list(axes.values()),
        "autres_engagements": rapporter_les_autres(bilan.conventions),
        "declarations": bilan.declarations,
        "exemples": exemples,
        "precisions": bilan.exemples,
    }
