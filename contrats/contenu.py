"""Le contenu d'une synthèse : ce que le portail sait, dans l'ordre que demande la circulaire.

`contenu_de_la_synthese` rend un dictionnaire en types JSON : la page, le PDF et la version figée
montrent tous ce même dictionnaire.
"""

from django.db.models import Count, Q

from mesures.models import Mesure

from .models.contrat import ContratDeVille
from .models.protocole import Protocole
from .models.referentiel import Domaine

# Au-delà, l'intitulé de chaque mesure prendrait plus d'une page à lui seul : il reste le numéro.
MESURES_EN_TOUTES_LETTRES = 12
# Au-delà, la table des contrats se resserre pour que chacun tienne sur une ligne.
CONTRATS_EN_TABLE_LARGE = 12


def contenu_de_la_synthese(synthese):
    """Rend le contenu complet de `synthese`, en types JSON (circulaire, demande du 15 mars)."""
    departement = synthese.departement
    contrats = _contrats(departement)
    mesures = _mesures(departement)
    return {
        "genre": "synthese",
        "format": 1,
        "departement": {
            "code": departement.code,
            "nom": departement.nom,
            "region": departement.region.nom,
        },
        "annee": synthese.annee,
        "textes": {
            nom: getattr(synthese, nom)
            for nom in ("demarches", "declinaison", "echeances", "difficultes", "exemples")
        },
        "contrats": contrats,
        "table_serree": len(contrats) > CONTRATS_EN_TABLE_LARGE,
        "totaux": {
            "contrats": len(contrats),
            "quartiers": sum(contrat["quartiers"] for contrat in contrats),
            "engagements": sum(contrat["engagements"] for contrat in contrats),
        }
        | {
            avancement.value: sum(c["avancement_code"] == avancement.value for c in contrats)
            for avancement in Protocole.Avancement
        },
        "mesures": mesures,
        "mesures_nombre": sum(len(programme["mesures"]) for programme in mesures),
        "en_toutes_lettres": sum(len(programme["mesures"]) for programme in mesures)
        <= MESURES_EN_TOUTES_LETTRES,
        "dijon": _dijon(departement),
    }


def _contrats(departement):
    lignes = (
        ContratDeVille.objects.du(departement)
        .en_vigueur()
        .select_related("protocole")
        .annotate(
            nombre_quartiers=Count("quartiers", distinct=True),
            nombre_engagements=Count("protocole__engagements", distinct=True),
        )
        .order_by("nom")
    )
    return [
        {
            "nom": contrat.nom,
            "porteur": contrat.porteur_nom,
            "quartiers": contrat.nombre_quartiers,
            "engagements": contrat.nombre_engagements,
            **_renovation(getattr(contrat, "protocole", None)),
        }
        for contrat in lignes
    ]


def _renovation(protocole):
    avancement = protocole.avancement if protocole else Protocole.Avancement.A_ENGAGER
    signe_le = protocole.signe_le if protocole else None
    prevue_le = protocole.signature_prevue_le if protocole else None
    return {
        "avancement_code": str(avancement),
        "avancement": Protocole.Avancement(avancement).label,
        "signe_le": signe_le and signe_le.isoformat(),
        "prevue_le": prevue_le and prevue_le.isoformat(),
        "en_retard": bool(protocole and protocole.est_en_retard),
    }


def _mesures(departement):
    dans_le_departement = Q(engagements__protocole__contrat__departement=departement) & Q(
        engagements__protocole__contrat__reuni_dans__isnull=True
    )
    declinees = (
        Mesure.objects.annotate(
            contrats=Count(
                "engagements__protocole__contrat", filter=dans_le_departement, distinct=True
            )
        )
        .filter(contrats__gt=0)
        .select_related("thematique__programme")
    )
    programmes = {}
    for mesure in declinees:
        programme = mesure.thematique.programme
        programmes.setdefault((programme.rang, programme.nom), []).append(
            {"code": mesure.code, "intitule": mesure.intitule, "contrats": mesure.contrats}
        )
    return [{"nom": nom, "mesures": mesures} for (_, nom), mesures in sorted(programmes.items())]


def _dijon(departement):
    repris = Q(engagements_dijon__engagements__protocole__contrat__departement=departement) & Q(
        engagements_dijon__engagements__protocole__contrat__reuni_dans__isnull=True
    )
    domaines = Domaine.objects.annotate(
        total=Count("engagements_dijon", distinct=True),
        repris=Count("engagements_dijon", filter=repris, distinct=True),
        contrats=Count(
            "engagements_dijon__engagements__protocole__contrat", filter=repris, distinct=True
        ),
    )
    return [
        {
            "domaine": domaine.nom,
            "total": domaine.total,
            "repris": domaine.repris,
            "contrats": domaine.contrats,
        }
        for domaine in domaines
    ]
