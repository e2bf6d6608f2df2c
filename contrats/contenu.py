"""Le contenu d'une synthèse : ce que le portail sait, dans l'ordre que demande la circulaire.

`contenu_de_la_synthese` rend un dictionnaire en types JSON : la page, le PDF et la version figée
montrent tous ce même dictionnaire.
"""

import datetime

from mesures.models import Mesure
from remontees.lettre import ecrire_la_lettre

from .comptes import Declinants, compter_les_engagements
from .declinees import compter_les_mesures
from .models.college import College
from .models.contrat import Avancement, ContratDeVille
from .models.referentiel import EngagementDijon

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
        "lettre": ecrire_la_lettre(synthese),
        "textes": {
            nom: getattr(synthese, nom)
            for nom in ("demarches", "declinaison", "echeances", "difficultes", "exemples")
        },
    } | synthese.tables


def tables_de_la_synthese(departement, le, contrats):
    """Rend ce que le portail sait de ces `contrats`, que rapporte un département au jour `le` (voir
    `a_rapporter`), en types JSON.
    """
    par_contrat = {contrat.pk: contrat for contrat in contrats}
    quartiers = _quartiers(par_contrat)
    comptes = compter_les_engagements(par_contrat, le)
    par_mesure = comptes.par_mesure
    mesures = list(Mesure.objects.filter(pk__in=par_mesure).select_related("thematique__programme"))
    declinees = compter_les_mesures(mesures, par_mesure)
    lignes = [
        {
            "nom": contrat.nom,
            "porteur": contrat.porteur_nom,
            "quartiers": len(quartiers.get(cle, ())),
            "engagements": comptes.engagements[cle],
            **_renovation(contrat, le),
        }
        for cle, contrat in par_contrat.items()
    ]
    return {
        "contrats": lignes,
        "table_serree": len(lignes) > CONTRATS_EN_TABLE_LARGE,
        "totaux": {
            "contrats": len(lignes),
            "quartiers": len(set().union(*quartiers.values())),
            "engagements": comptes.engagements.total(),
            "engagements_en_retard": comptes.en_retard,
        }
        | {
            avancement.value: sum(ligne["avancement_code"] == avancement for ligne in lignes)
            for avancement in Avancement
        },
        "mesures": _mesures(mesures, par_mesure),
        "mesures_nombre": declinees["declinees"],
        "mesures_signees": declinees["signees"],
        "declinaisons": declinees["declinaisons"],
        "dijon": _dijon(comptes.pacte),
        "college": College.objects.presences(departement, _synthese_d_avant(le), le),
    }


def _synthese_d_avant(le):
    """Rend le dernier 15 mars d'avant ce jour : la synthèse de l'an passé s'y arrêtait."""
    echeance = datetime.date(le.year, 3, 15)
    return echeance if echeance < le else echeance.replace(year=le.year - 1)


def _quartiers(contrats):
    """Rend {clé d'un de ces contrats: clés de ses quartiers} ; sans quartier, il n'y est pas."""
    quartiers = {}
    liens = ContratDeVille.quartiers.through.objects.filter(contratdeville__in=contrats)
    for contrat, quartier in liens.values_list("contratdeville", "quartier"):
        quartiers.setdefault(contrat, set()).add(quartier)
    return quartiers


def _renovation(contrat, le):
    protocole = getattr(contrat, "protocole", None)
    avancement = Avancement(contrat.avancement_au)
    signe_le = avancement == Avancement.SIGNE and protocole.signe_le
    prevue_le = protocole and protocole.signature_prevue_le
    return {
        "avancement_code": avancement.value,
        "avancement": avancement.label,
        "signe_le": signe_le.isoformat() if signe_le else None,
        "prevue_le": prevue_le and prevue_le.isoformat(),
        "en_retard": contrat.est_hors_delai,
    }


def _mesures(mesures, declinaisons):
    """Les `mesures` de {clé: `Declinaison`}, rangées par programme ; les signés à part."""
    programmes = {}
    for mesure in mesures:
        programme = mesure.thematique.programme
        programmes.setdefault((programme.rang, programme.nom), []).append(
            {
                "code": mesure.code,
                "intitule": mesure.intitule,
                "bref": mesure.bref,
                **declinaisons[mesure.pk]._asdict(),
            }
        )
    return [{"nom": nom, "mesures": mesures} for (_, nom), mesures in sorted(programmes.items())]


def _dijon(declinants):
    """Par domaine du pacte : engagements, déclinés, par un protocole signé ; contrats.

    `declinants` : {clé d'un engagement du pacte: `Declinants`}.
    """
    domaines = {}
    for cle, domaine in EngagementDijon.objects.values_list("pk", "domaine__nom"):
        domaines.setdefault(domaine, []).append(declinants.get(cle, Declinants()))
    return [
        {
            "domaine": domaine,
            "total": len(lignes),
            "repris": sum(bool(ligne.contrats) for ligne in lignes),
            "signes": sum(bool(ligne.signes) for ligne in lignes),
            "contrats": len(set().union(*(ligne.contrats for ligne in lignes))),
        }
        for domaine, lignes in domaines.items()
    ]
