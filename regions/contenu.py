"""Le contenu d'une synthèse régionale : ce que le portail sait des départements de la région.

`contenu_de_la_synthese` rend un dictionnaire en types JSON : la page, le PDF et la version figée
montrent tous ce même dictionnaire.
"""

from django.utils import timezone
from django.utils.text import capfirst

from contrats.models import Engagement
from mesures.models import Mesure
from mesures.tableau import compter_niveaux
from paqte.contenu import nombre_json
from paqte.models import Convention, Indicateur
from paqte.sommes import additionner_tout
from paqte.totaux import Total
from quartiers.models import Departement
from remontees import registre
from remontees.models import Campagne

# Au-delà, l'état des départements se resserre pour que chacun tienne sur une ligne.
DEPARTEMENTS_EN_TABLE_LARGE = 6


def contenu_de_la_synthese(synthese):
    """Rend le contenu complet de `synthese`, en types JSON."""
    return {
        "genre": synthese.genre,
        "format": 1,
        "region": {"code": synthese.region_id, "nom": synthese.region.nom},
        "annee": synthese.periode.annee,
        "textes": {nom: getattr(synthese, nom) for nom in synthese.textes_exiges},
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


def _remontees(departements, echeance_le):
    """Où en est ce que les départements devaient depuis le 15 mars d'avant, délais compris."""
    attendues = [
        (modele, periode, campagne, modele.objects.avancees(departements, periode, campagne))
        for modele, periode, campagne in _periodes(echeance_le)
    ]
    # Sans campagne, ce que personne n'a commencé n'était pas demandé.
    attendues = [
        attendue
        for attendue in attendues
        if attendue[2] or any(a.etat != "a_commencer" for a in attendue[3].values())
    ]
    return {
        "attendues": [_compter(*attendue) for attendue in attendues],
        "departements": [
            {
                "code": departement.pk,
                "nom": departement.nom,
                "remontees": [
                    _situer(modele, periode, avancees[departement.pk])
                    for modele, periode, _, avancees in attendues
                ],
            }
            for departement in departements
        ],
    }


def _periodes(echeance_le):
    """Rend [(modèle, période, campagne ou None)] de ce que les départements devaient alors.

    Sont retenues les échéances de la circulaire, du lendemain du 15 mars d'avant à celui-ci.
    """
    depuis = echeance_le.replace(year=echeance_le.year - 1)
    dues = [
        (modele, periode)
        for modele in registre.remontees()
        if modele.Territoire is Departement
        for periode in sorted(modele.Periode.ouvertes())
        if depuis < modele.dates(periode)[1] <= echeance_le
    ]
    campagnes = {
        (campagne.genre, campagne.periode): campagne
        for campagne in Campagne.objects.prefetch_related("destinataires")
    }
    return [(modele, p, campagnes.get((modele.genre, str(p)))) for modele, p in dues]


def _compter(modele, periode, campagne, avancees):
    attendues = [avancee for avancee in avancees.values() if avancee.etat != "hors"]
    return {
        "libelle": _nommer(modele, periode),
        "echeance_le": campagne and campagne.echeance_le.isoformat(),
        "nombre": len(attendues),
        "transmises": sum(avancee.transmise_le is not None for avancee in attendues),
        "en_retard": sum(avancee.en_retard for avancee in attendues),
    }


def _situer(modele, periode, avancee):
    return {
        "libelle": _nommer(modele, periode),
        "etat": avancee.libelle,
        "transmise_le": (
            avancee.transmise_le and timezone.localdate(avancee.transmise_le).isoformat()
        ),
        "en_retard": avancee.en_retard,
    }


def _nommer(modele, periode):
    return f"{capfirst(modele._meta.verbose_name)}, {periode.libelle}"


def _mesures(departements, au):
    """Les niveaux à cette date des 40 mesures, et de celles que déclinent les contrats d'ici."""
    codes = [departement.pk for departement in departements]
    declinees = Engagement.objects.contrats_par_mesure(codes)
    niveaux = {mesure.pk: mesure.niveau_au for mesure in Mesure.objects.principales().au(au)}
    ici = [niveau for cle, niveau in niveaux.items() if cle in declinees]
    comptes = zip(compter_niveaux(ici), compter_niveaux([*niveaux.values()]), strict=True)
    return {
        "declinees": len(ici),
        "total": len(niveaux),
        "niveaux": [
            {
                "libelle": region["niveau"].label,
                "region": _compte(region),
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
    totaux = {nom: additionner_tout(t, semestre).totaux for nom, t in territoires.items()}
    # La nation comprend la région : sans rien à elle, la table serait vide.
    saisis = any(total.cumul is not None for total in totaux["nation"].values())
    indicateurs = Indicateur.objects.select_related("axe") if saisis else ()
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
    return {
        "conventions": conventions.count(),
        "entreprises": conventions.nombre_d_entreprises(),
    }


def _total(total):
    return {
        "realise": nombre_json(total.realise),
        "cumul": nombre_json(total.cumul),
        "cible": nombre_json(total.cible),
        "taux": total.taux,
    }
