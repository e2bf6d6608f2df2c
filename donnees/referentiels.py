"""Les données de référence, lues dans fixtures/ : territoires, PAQTE, mesures, engagements."""

import datetime

from django.db import transaction

from contrats import models as contrats
from mesures import models as mesures
from paqte import models as paqte
from partage.models import Journee
from quartiers.models import Departement, Region
from socle.fixtures import lire_fixture, lire_texte
from textes.models import Texte

# La circulaire, dont l'annexe 3 donne l'état de « janvier 2019 ».
DATE_DE_LA_CIRCULAIRE = datetime.date(2019, 1, 22)
ETAT_INITIAL = "État de janvier 2019 (circulaire n° 6057/SG, annexe 3)."


@transaction.atomic
def charger_referentiels():
    """Crée ou met à jour toutes les données de référence ; rend leurs comptes par nom.

    Les textes signés (circulaire, pacte de Dijon, conventions nationales) suivent les fichiers. Ce
    que les personnes règlent n'est jamais modifié : régions et départements, axes et indicateurs,
    classement et niveau des mesures.
    """
    return (
        charger_les_territoires() | _textes() | _paqte() | _mesures() | _engagements() | _journees()
    )


def charger_les_territoires():
    """Crée les départements qui manquent, et leurs régions ; rend les comptes par nom.

    Ceux que l'administrateur a changés restent ; une région qu'il a réunie à une autre n'est plus
    celle d'aucun département qui manque, et ne revient pas.
    """
    connus = set(Departement.objects.values_list("code", flat=True))
    departements = [
        {"code": ligne["code"], "nom": ligne["nom"], "region_id": ligne["region"]}
        for ligne in lire_fixture("departements")
        if ligne["code"] not in connus
    ]
    leurs = {departement["region_id"] for departement in departements}
    regions = [ligne for ligne in lire_fixture("regions") if ligne["code"] in leurs]
    _poser(Region, regions, "code", garder=True)
    _poser(Departement, departements, "code", garder=True)
    return {"régions": Region.objects.count(), "départements": Departement.objects.count()}


def _textes():
    lignes = []
    for ligne in lire_fixture("textes"):
        ligne |= {champ: ligne[champ] or None for champ in ("signe_le", "renovation_le")}
        texte = Texte(**ligne, contenu=lire_texte(ligne["slug"]))
        texte.preparer_recherche()
        lignes.append(ligne | {"contenu": texte.contenu, "recherche": texte.recherche})
    return {"textes de référence": _poser(Texte, lignes, "slug")}


def _paqte():
    comptes = {"axes du PAQTE": _poser(paqte.Axe, lire_fixture("paqte_axes"), "rang", garder=True)}
    axes = _par_nom(paqte.Axe, "paqte_axes")
    indicateurs = [
        ligne | {"axe": axes[ligne["axe"]], "plafond_id": ligne.pop("plafond") or None}
        for ligne in lire_fixture("paqte_indicateurs")
    ]
    comptes["indicateurs du PAQTE"] = _poser(paqte.Indicateur, indicateurs, "code", garder=True)
    comptes["contrôles de cohérence"] = charger_les_controles()
    return comptes


def charger_les_controles():
    """Pose les contrôles livrés que le portail n'a pas encore ; rend leur nombre."""
    controles = [
        ligne | {"seuil": ligne["seuil"] or None} for ligne in lire_fixture("paqte_controles")
    ]
    return _poser(paqte.Controle, controles, "code", garder=True)


def _mesures():
    _poser(mesures.Axe, lire_fixture("mesures_axes"), "rang", garder=True)
    _poser(mesures.Programme, lire_fixture("mesures_programmes"), "rang", garder=True)
    axes = _par_nom(mesures.Axe, "mesures_axes")
    programmes = _par_nom(mesures.Programme, "mesures_programmes")
    niveaux = {libelle: valeur for valeur, libelle in mesures.Niveau.choices}
    connues = set(mesures.Mesure.objects.values_list("code", flat=True))
    connues |= _supprimes(mesures.Mesure, "code")
    for rang, ligne in enumerate(lire_fixture("mesures"), start=1):
        if ligne["code"] in connues:
            continue
        thematique, _ = mesures.Thematique.objects.get_or_create(
            nom=ligne["thematique"],
            axe=axes[ligne["axe"]],
            programme=programmes[ligne["programme"]],
        )
        principale = ligne["code"].partition(".")[0]
        mesure = mesures.Mesure.objects.create(
            code=ligne["code"],
            rang=rang,
            intitule=ligne["intitule"],
            thematique=thematique,
            source_du_classement=ligne["thematique_source"],
            parent=mesures.Mesure.objects.filter(code=principale).first(),
        )
        mesure.changements.create(
            niveau=niveaux[ligne["niveau_engagement_2019_01"]],
            le=DATE_DE_LA_CIRCULAIRE,
            motif=ETAT_INITIAL,
        )
    return {
        "mesures": len(lire_fixture("mesures")),
        "indicateurs des mesures": _indicateurs_des_mesures(),
        "valeurs nationales de la circulaire": _valeurs_de_la_circulaire(),
    }


def _indicateurs_des_mesures():
    codes = mesures.Mesure.objects.in_bulk(field_name="code")
    supprimes = _supprimes(mesures.Indicateur, "code")
    lignes, complements = (
        [
            ligne
            | {
                "mesure": codes[ligne["mesure"]],
                "cible": ligne["cible"] or None,
                "depart": ligne.get("depart") or None,
                "cible_le": ligne.get("cible_le") or None,
                "complementaire": complementaire,
            }
            for ligne in lire_fixture(fichier)
            if ligne["mesure"] in codes and ligne["code"] not in supprimes
        ]
        for fichier, complementaire in (
            ("mesures_indicateurs", False),
            ("mesures_indicateurs_circulaire", True),
        )
    )
    _poser(mesures.Indicateur, complements, "code", garder=True)
    nombre = _poser(mesures.Indicateur, lignes, "code", garder=True)
    _parties_des_indicateurs(supprimes)
    return nombre


def _parties_des_indicateurs(supprimes):
    """Pose les chiffres d'un indicateur qui en demande plusieurs, tant qu'il n'a pas de valeur.

    Une installation qui lui en a donné garde sa façon de faire.
    """
    sans_valeur = mesures.Indicateur.objects.filter(valeurs=None).select_related("mesure")
    entiers = {indicateur.code: indicateur for indicateur in sans_valeur}
    parties = [
        ligne | {"partie_de": entier, "mesure": entier.mesure}
        for ligne in lire_fixture("mesures_indicateurs_parties")
        if (entier := entiers.get(ligne["partie_de"])) and ligne["code"] not in supprimes
    ]
    _poser(mesures.Indicateur, parties, "code", garder=True)


def _valeurs_de_la_circulaire():
    indicateurs = mesures.Indicateur.objects.in_bulk(field_name="code")
    retirees = {
        (valeur.indicateur_id, str(valeur.le))
        for valeur in mesures.Valeur.history.filter(history_type="-", territoire=mesures.NATION)
    }
    lignes = [
        ligne
        | {
            "indicateur": indicateurs[ligne["indicateur"]],
            "nombre": ligne["nombre"] or None,
            "base": ligne["base"] or None,
            "territoire": mesures.NATION,
        }
        for ligne in lire_fixture("mesures_valeurs")
        if (lu := indicateurs.get(ligne["indicateur"])) and (lu.pk, ligne["le"]) not in retirees
    ]
    return _poser(mesures.Valeur, lignes, "indicateur", "territoire", "le", garder=True)


def _engagements():
    comptes = {
        "plans nationaux": _poser(contrats.PlanNational, lire_fixture("plans_nationaux"), "rang"),
        "domaines du pacte de Dijon": _poser(
            contrats.Domaine, lire_fixture("dijon_domaines"), "rang"
        ),
        "conventions nationales": _poser(
            contrats.ConventionNationale, lire_fixture("conventions_nationales"), "rang"
        ),
    }
    domaines = contrats.Domaine.objects.in_bulk(field_name="rang")
    dijon = [
        ligne | {"domaine": domaines[int(ligne["domaine"])]}
        for ligne in lire_fixture("dijon_engagements")
    ]
    comptes["engagements du pacte de Dijon"] = _poser(
        contrats.EngagementDijon, dijon, "domaine", "partie", "rang"
    )
    comptes["engagements des conventions nationales"] = _engagements_nationaux()
    return comptes


def _engagements_nationaux():
    conventions = contrats.ConventionNationale.objects.in_bulk(field_name="rang")
    lignes = []
    for ordre, ligne in enumerate(lire_fixture("engagements_nationaux"), start=1):
        ligne |= {"convention": conventions[int(ligne["convention"])], "ordre": ordre}
        engagement = contrats.EngagementNational(**ligne)
        engagement.preparer_recherche()
        lignes.append(ligne | {"recherche": engagement.recherche})
    nombre = _poser(contrats.EngagementNational, lignes, "convention", "numero")
    poses = {
        (engagement.convention_id, engagement.numero): engagement
        for engagement in contrats.EngagementNational.objects.all()
    }
    for (convention, numero), engagement in poses.items():
        engagement.parent = poses.get((convention, numero.rpartition(".")[0]))
    contrats.EngagementNational.objects.bulk_update(poses.values(), ["parent"])
    return nombre


def _journees():
    """Pose les journées de 2018 une seule fois : le CGET peut ensuite en préciser le jour."""
    lignes = lire_fixture("journees")
    if not Journee.objects.exists():
        Journee.objects.bulk_create(Journee(**ligne) for ligne in lignes)
    return {"journées de mobilisation": len(lignes)}


def _par_nom(modele, fichier):
    """Rend les objets par leur nom d'origine dans le fichier, même si le CGET les a renommés."""
    objets = modele.objects.in_bulk(field_name="rang")
    return {ligne["nom"]: objets[int(ligne["rang"])] for ligne in lire_fixture(fichier)}


def _supprimes(modele, cle):
    """Rend les clés des objets qu'une personne a supprimés : ils ne reviennent pas."""
    return set(modele.history.filter(history_type="-").values_list(cle, flat=True))


def _poser(modele, lignes, *cles, garder=False):
    objets = [modele(**ligne) for ligne in lignes]
    if garder:
        modele.objects.bulk_create(objets, ignore_conflicts=True)
    else:
        modele.objects.bulk_create(
            objets,
            update_conflicts=True,
            unique_fields=cles,
            update_fields=[champ for champ in lignes[0] if champ not in cles],
        )
    return len(lignes)
