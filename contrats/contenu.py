"""Le contenu d'une synthèse : ce que le portail sait, dans l'ordre que demande la circulaire.

`contenu_de_la_synthese` rend un dictionnaire en types JSON : la page, le PDF et la version figée
montrent tous ce même dictionnaire.
"""

from django.db.models import Count

from mesures.models import Mesure
from quartiers.models import Quartier

from .dijon import matrice
from .models.contrat import Avancement, ContratDeVille
from .models.protocole import Engagement, Protocole

# Au-delà, l'intitulé de chaque mesure prendrait plus d'une page à lui seul : il reste le numéro.
MESURES_EN_TOUTES_LETTRES = 12
# Au-delà, la table des contrats se resserre pour que chacun tienne sur une ligne.
CONTRATS_EN_TABLE_LARGE = 12


def contenu_de_la_synthese(synthese):
    """Rend le contenu complet de `synthese`, en types JSON (circulaire, demande du 15 mars)."""
    departement = synthese.departement
    return {
        "genre": "synthese",
        "format": max(synthese.formats),
        "departement": {
            "code": departement.code,
            "nom": departement.nom,
            "region": departement.region.nom,
        },
        "annee": synthese.periode.annee,
        "textes": {
            nom: getattr(synthese, nom)
            for nom in ("demarches", "declinaison", "echeances", "difficultes", "exemples")
        },
    } | synthese.tables


def tables_de_la_synthese(departement):
    """Rend ce que le portail sait des contrats de ville d'un département, en types JSON."""
    en_vigueur = ContratDeVille.objects.du(departement).en_vigueur()
    contrats = _contrats(en_vigueur)
    mesures = _mesures(en_vigueur)
    # 1.a et 1.b déclinent la mesure 1 : la feuille de route en a quarante.
    principales = {
        mesure["code"].partition(".")[0] for programme in mesures for mesure in programme["mesures"]
    }
    return {
        "contrats": contrats,
        "table_serree": len(contrats) > CONTRATS_EN_TABLE_LARGE,
        "totaux": {
            "contrats": len(contrats),
            "quartiers": Quartier.objects.filter(contrats__in=en_vigueur).distinct().count(),
            "engagements": sum(contrat["engagements"] for contrat in contrats),
        }
        | {
            avancement.value: sum(c["avancement_code"] == avancement for c in contrats)
            for avancement in Avancement
        },
        "mesures": mesures,
        "mesures_nombre": len(principales),
        "en_toutes_lettres": len(principales) <= MESURES_EN_TOUTES_LETTRES,
        "dijon": _dijon(en_vigueur),
    }


def _contrats(en_vigueur):
    return [
        {
            "nom": contrat.nom,
            "porteur": contrat.porteur_nom,
            "quartiers": contrat.nombre_quartiers,
            "engagements": contrat.nombre_engagements,
            **_renovation(contrat),
        }
        for contrat in en_vigueur.select_related("protocole").avec_comptes().order_by("nom")
    ]


def _renovation(contrat):
    protocole = getattr(contrat, "protocole", None)
    signe_le = protocole and protocole.signe_le
    prevue_le = protocole and protocole.signature_prevue_le
    return {
        "avancement_code": str(contrat.avancement),
        "avancement": contrat.libelle_avancement,
        "signe_le": signe_le and signe_le.isoformat(),
        "prevue_le": prevue_le and prevue_le.isoformat(),
        "en_retard": (protocole or Protocole()).est_en_retard,
    }


def _mesures(contrats):
    """Mesures déclinées par ces contrats, rangées par programme."""
    declinees = (
        Mesure.objects.filter(
            engagements__in=Engagement.objects.actifs().filter(protocole__contrat__in=contrats)
        )
        .annotate(contrats=Count("engagements__protocole__contrat", distinct=True))
        .select_related("thematique__programme")
    )
    programmes = {}
    for mesure in declinees:
        programme = mesure.thematique.programme
        programmes.setdefault((programme.rang, programme.nom), []).append(
            {"code": mesure.code, "intitule": mesure.intitule, "contrats": mesure.contrats}
        )
    return [{"nom": nom, "mesures": mesures} for (_, nom), mesures in sorted(programmes.items())]


def _dijon(contrats):
    """Par domaine du pacte : engagements, engagements déclinés, contrats qui en déclinent."""
    domaines = {}
    for ligne in matrice(contrats):
        domaines.setdefault(ligne.engagement.domaine, []).append(ligne)
    return [
        {
            "domaine": domaine.nom,
            "total": len(lignes),
            "repris": sum(bool(ligne.nombre) for ligne in lignes),
            "contrats": len({contrat for ligne in lignes for contrat in ligne.contrats}),
        }
        for domaine, lignes in domaines.items()
    ]
