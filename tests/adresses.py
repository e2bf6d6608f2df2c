"""Chaque adresse du portail, posée sur un vrai objet du Nord : {nom: adresse}.

Les textes du Nord et de sa région portent la marque `DU_NORD` ; ceux qui ne sont pas transmis,
`BROUILLON` ou `BROUILLON_REGIONAL`.
"""

import datetime

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from comptes.models import Delegation
from contrats.models import Decision, ImportContrats
from donnees.jeux import jeux
from mesures.models import Appreciation
from paqte.models import (
    Bilan,
    Charte,
    Controle,
    ExempleAction,
    ImportConventions,
    Partenaire,
    Referent,
    ReunionComite,
)
from remontees.periodes import Semestre
from socle.formats import FORMATS
from tests.administration import pages_d_administration
from tests.adresses_d_import import d_un_import, fait
from tests.adresses_de_reponse import demandes_du_nord, document_joint
from tests.adresses_nationales import nationales
from tests.adresses_publiques import geste_public, page_publique
from tests.factories import (
    AutreReferentFactory,
    AxeFactory,
    BilanFactory,
    CibleTerritorialeFactory,
    CollegeFactory,
    ContestationFactory,
    ConventionFactory,
    EngagementFactory,
    ExempleFactory,
    ProjetFactory,
    QuartierFactory,
    UtilisateurFactory,
    ValeurFactory,
    bilan_complet,
    synthese_complete,
    synthese_regionale_complete,
)

DU_NORD = "marque-du-nord"
BROUILLON = "marque-du-brouillon"
BROUILLON_REGIONAL = "marque-du-regional"
# Les listes, qui s'exportent par « ?format= ».
LISTES = (
    "acces",
    "annuaire",
    "contrats:cibles",
    "contrats:colleges",
    "contrats:contrats",
    "contrats:decisions",
    "contrats:conventions_nationales",
    "contrats:dijon",
    "contrats:engagements",
    "contrats:projets",
    "mesures:alertes",
    "mesures:contestations",
    "mesures:objectifs",
    "mesures:tableau",
    "mesures:valeurs",
    "national:tableau",
    "paqte:bilans",
    "paqte:conventions",
    "paqte:entreprises",
    "partage:exemples",
    "partage:journees",
    "partage:propositions",
    "personnes",
    "quartiers:liste",
    "regions:syntheses",
    "relances",
    "syntheses",
)
CIRCUIT = ("_soumettre", "_transmettre", "_reprendre", "_retourner", "_rectifier", "_abandonner")
DEPOT = ("_anterieur", "_anterieur_pdf")
SUITES = ("", "_brouillon", "_historique", "_pdf", "_odt", *DEPOT, *CIRCUIT)
EXAMEN = ("_renvoyer", "_accepter", "_aviser", "_defaire", "_commenter", "_noter")
GESTES_D_ENTREPRISE = ("", "_reunir", "_supprimer")
VERSIONS = ("_version_pdf", "_version_json", "_envoyer", "_differences")


def noms(resolveur=None, prefixe=""):
    """Donne le nom de chaque adresse du portail, API comprise, sauf l'administration."""
    for motif in (resolveur or get_resolver()).url_patterns:
        if isinstance(motif, URLResolver):
            if motif.namespace != "admin":
                yield from noms(motif, f"{motif.namespace}:" if motif.namespace else prefixe)
        else:
            assert isinstance(motif, URLPattern)
            yield f"{prefixe}{motif.name}"


def adresses(valideur):
    """Crée au moins un objet de chaque sorte dans le Nord ; rend {nom de la ligne: adresse}.

    Une ligne est un nom d'adresse, suivi au besoin d'un export, ou de « @ » et de ce qu'on y ouvre
    de particulier.
    """
    objets = _du_nord(valideur) | nationales(DU_NORD)
    posees = {
        ligne: reverse(ligne.partition("@")[0], args=arguments)
        for ligne, arguments in objets.items()
    }
    for nom in set(noms()) - set(posees) - {"export", "export_schema"}:
        posees[nom] = reverse(nom)
    for jeu in jeux():
        posees[f"export_schema {jeu}"] = reverse("export_schema", args=[jeu])
        for extension in (*FORMATS, "json"):
            posees[f"export {jeu}.{extension}"] = reverse("export", args=[jeu, extension])
    for nom in LISTES:
        for extension in FORMATS:
            posees[f"{nom} {extension}"] = f"{posees[nom]}?format={extension}"
    return posees | pages_d_administration()


def _du_nord(valideur):
    bilan = bilan_complet(strategie=DU_NORD)
    nord = bilan.departement
    bilan.transmettre(valideur)
    BilanFactory(periode="2019-s2", **dict.fromkeys(bilan.textes_repris, BROUILLON))
    synthese = _renvoyee(
        synthese_complete(difficultes=DU_NORD), valideur, ("difficultes", "exemples"), BROUILLON
    )
    regionale = _renvoyee(
        synthese_regionale_complete(attentions=DU_NORD, region=nord.region),
        UtilisateurFactory(role="valideur_region", regions=[nord.region_id]),
        ("attentions", "propositions"),
        BROUILLON_REGIONAL,
    )
    remontees = _remontees(bilan, synthese, regionale)
    demain = timezone.localdate() + datetime.timedelta(days=1)
    suppleant = UtilisateurFactory(departements=["59"])
    delegation = Delegation.objects.create(de=valideur, a=suppleant, du=demain, au=demain)
    remontees["delegation_finir"] = [delegation.pk]
    return remontees | _paqte(nord) | _contrats(nord) | _autres(nord, synthese)


def _renvoyee(remontee, valideur, champs, texte):
    """Une remontée transmise, renvoyée, dont sa préfecture corrige ces champs."""
    cget = UtilisateurFactory(role="cget", national=True)
    remontee.transmettre(valideur)
    remontee.refresh_from_db()
    remontee.commenter(cget, champs[0], "Précisez.")
    remontee.renvoyer(cget, "À préciser.")
    remontee.refresh_from_db()
    for champ in champs:
        setattr(remontee, champ, texte)
    remontee.save()
    return remontee


def _remontees(bilan, *syntheses):
    objets = {}
    for remontee, suites in (
        (bilan, SUITES + EXAMEN),
        *((synthese, (*SUITES, *EXAMEN, "_jauge")) for synthese in syntheses),
    ):
        base, arguments = remontee.adresses, [remontee.periode, remontee.code]
        objets |= {f"{base}{suite}": arguments for suite in suites}
        objets |= {f"{base}{suite}": [*arguments, 1] for suite in VERSIONS}
        partie = next(iter(remontee.parties()["Textes"]))
        objets[f"{base}_commenter_ici"] = [*arguments, partie]
        commentaire = remontee.commentaires.first()
        objets[f"{base}_clore"] = [*arguments, commentaire.pk if commentaire else 1]
    objets["paqte:bilan_commenter_ici@brouillon"] = ["2019-s2", bilan.code, "obstacles"]
    for suite in SUITES + EXAMEN:
        objets[f"paqte:bilan{suite}@brouillon"] = ["2019-s2", bilan.code]
    return objets


def _paqte(nord):
    convention = ConventionFactory(
        entreprise__departement=nord, entreprise__nom=DU_NORD, autres_engagements=DU_NORD
    )
    ExempleAction.objects.create(
        convention=convention, axe=AxeFactory(), semestre="2019-s1", texte=DU_NORD
    )
    Referent.objects.filter(departement=nord).update(nom=DU_NORD)
    reunion = ReunionComite.objects.create(departement=nord, date="2019-04-02", objet=DU_NORD)
    autre_referent = AutreReferentFactory(departement=nord, nom=DU_NORD)
    partenaire = Partenaire.objects.create(departement=nord, nom=DU_NORD, reseau="face")
    semestre = Semestre(2019, 2)
    bilan = Bilan.objects.get(departement=nord, periode=semestre)
    controle = Controle.objects.create(
        code="reunions", comparaison="nul", chiffre="reunions", message="Aucune réunion."
    )
    charte = Charte.objects.create(entreprise=convention.entreprise, fin_le="2020-01-31")
    propres = ("animation", "referent", "organisation", "reunion_ajouter", "partenaire_ajouter")
    propres += ("courriers", "charte_ajouter", "autre_referent_ajouter")
    return {
        **demandes_du_nord(convention, semestre, DU_NORD),
        "paqte:grille": [semestre, nord.pk],
        "paqte:grille_confirmer": [semestre, nord.pk, 1],
        **{
            f"paqte:grille_{geste}": [semestre, nord.pk, fait(bilan.imports)]
            for geste in ("annuler", "fichier")
        },
        **d_un_import("paqte:conventions_import", ImportConventions, nord),
        **document_joint(convention, DU_NORD),
        "paqte:grille_modele": [semestre, nord.pk, "csv"],
        **{f"paqte:entreprise{s}": [convention.entreprise.pk] for s in GESTES_D_ENTREPRISE},
        "paqte:resultats": [convention.pk, Semestre(2019, 1)],
        **{f"paqte:convention{s}": [convention.pk] for s in ("", "_modifier", "_supprimer")},
        **{f"paqte:reunion{s}": [reunion.pk] for s in ("", "_supprimer")},
        "paqte:controle": [controle.pk],
        **{f"paqte:charte{s}": [charte.pk] for s in ("", "_supprimer")},
        **{f"paqte:autre_referent{s}": [autre_referent.pk] for s in ("", "_supprimer")},
        **{f"paqte:partenaire{s}": [partenaire.pk] for s in ("", "_supprimer")},
        **{f"paqte:{nom}": [nord.pk] for nom in propres},
    }


def _contrats(nord):
    engagement = EngagementFactory(
        protocole__contrat__departement=nord, protocole__contrat__nom=DU_NORD, texte=DU_NORD
    )
    contrat = engagement.protocole.contrat
    projet = ProjetFactory(contrat=contrat, nom=DU_NORD)
    cible = CibleTerritorialeFactory(departement=nord)
    college = CollegeFactory(departement=nord, services=DU_NORD)
    decision = Decision.objects.create(
        departement=nord, organe="autre", prise_le="2019-04-02", texte=DU_NORD, porteur="ARS"
    )
    propres = (
        "contrat",
        "contrat_modifier",
        "contrat_supprimer",
        "signataires",
        "abattements",
        "exonerations",
        "prolongations",
        "reunir",
        "protocole",
        "protocole_modifier",
        "engagement_ajouter",
        "projet_ajouter",
    )
    return {
        **{f"contrats:{nom}": [contrat.pk] for nom in propres},
        **{f"contrats:protocole_{document}": [contrat.pk] for document in ("pdf", "odt")},
        **d_un_import("contrats:contrats_import", ImportContrats, nord),
        "contrats:etapes": [engagement.pk],
        **{f"contrats:decision{s}": [decision.pk] for s in ("", "_supprimer")},
        **{f"contrats:engagement{s}": [engagement.pk] for s in ("", "_supprimer")},
        **geste_public("lien_public", "projet", projet),
        **{f"contrats:projet{s}": [projet.pk] for s in ("", "_pdf", "_modifier", "_supprimer")},
        **{f"contrats:cible{s}": [cible.pk] for s in ("", "_supprimer")},
        **{f"contrats:college{s}": [college.pk] for s in ("", "_modifier", "_supprimer")},
    }


def _autres(nord, synthese):
    valeur = ValeurFactory(departement=nord, source=DU_NORD)
    contestation = ContestationFactory(valeur=valeur, departement=nord, motif=DU_NORD)
    exemple = ExempleFactory(departement=nord, titre=DU_NORD, texte=DU_NORD)
    quartier = QuartierFactory(departement=nord, nom=DU_NORD)
    gestes = ("", "_pdf", "_modifier", "_supprimer", "_publier", "_ecarter")
    publie = ExempleFactory(departement=nord, publie="Titre du CGET")
    return {
        **page_publique(),
        **geste_public("lien_public@exemple", "exemple", publie),
        "en_tete": ["departement", nord.pk],
        "annuaire_departement": [nord.pk],
        **{f"territoires:{nom}": [nord.pk] for nom in ("fiche", "pdf", "evolution")},
        **{f"quartiers:{nom}": [quartier.code] for nom in ("detail", "histoire")},
        "partage:exemple_depuis": ["synthese", synthese.pk],
        **{f"partage:exemple{geste}": [exemple.pk] for geste in gestes},
        **{f"mesures:{n}": [valeur.pk] for n in ("valeur", "valeur_supprimer", "contester")},
        "mesures:contestation": [contestation.pk],
        "mesures:appreciation_valider": [_proposition(nord, valeur).pk],
    }


def _proposition(nord, valeur):
    return Appreciation.objects.create(
        mesure=valeur.indicateur.mesure, departement=nord, niveau="lancement", commentaire=BROUILLON
    )
