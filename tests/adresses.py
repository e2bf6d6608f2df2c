"""Chaque adresse du portail, posée sur un vrai objet du Nord : {nom: adresse}.

Les textes du Nord et de sa région portent la marque `DU_NORD` ; ceux qui ne sont pas transmis,
`BROUILLON` ou `BROUILLON_REGIONAL`.
"""

import datetime

from django.contrib import admin
from django.contrib.auth.tokens import default_token_generator
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from comptes.models import ImportComptes, Jeton
from donnees.jeux import jeux
from mesures.models import ImportValeurs
from national.models import Recueil
from paqte.models import ExempleAction, Partenaire, Referent, ReunionComite
from quartiers.models import ImportQuartiers
from remontees.models import Campagne, PieceJointe, Relance
from remontees.periodes import Semestre
from socle.formats import FORMATS
from tests.factories import (
    AxeFactory,
    BilanFactory,
    CibleTerritorialeFactory,
    CollegeFactory,
    ContactCgetFactory,
    ContestationFactory,
    ConventionFactory,
    EngagementFactory,
    ExempleFactory,
    JourneeFactory,
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
    "contrats:conventions_nationales",
    "contrats:dijon",
    "contrats:engagements",
    "contrats:projets",
    "mesures:alertes",
    "mesures:contestations",
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
SUITES = ("", "_brouillon", "_historique", "_pdf", "_transmettre")
EXAMEN = ("_renvoyer", "_accepter", "_commenter")
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
    objets = _du_nord(valideur) | _nationales()
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
    return posees | _administration()


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
        commentaire = remontee.commentaires.first()
        objets[f"{base}_clore"] = [*arguments, commentaire.pk if commentaire else 1]
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
    partenaire = Partenaire.objects.create(departement=nord, nom=DU_NORD, reseau="face")
    propres = ("animation", "referent", "organisation", "reunion_ajouter", "partenaire_ajouter")
    semestre = Semestre(2019, 2)
    return {
        "paqte:grille": [semestre, nord.pk],
        "paqte:grille_confirmer": [semestre, nord.pk, 1],
        "paqte:grille_modele": [semestre, nord.pk, "csv"],
        "paqte:entreprise": [convention.entreprise.pk],
        "paqte:resultats": [convention.pk, Semestre(2019, 1)],
        **{f"paqte:convention{s}": [convention.pk] for s in ("", "_modifier", "_supprimer")},
        **{f"paqte:reunion{s}": [reunion.pk] for s in ("", "_supprimer")},
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
    propres = (
        "contrat",
        "contrat_modifier",
        "contrat_supprimer",
        "signataires",
        "abattements",
        "reunir",
        "protocole",
        "protocole_modifier",
        "protocole_pdf",
        "engagement_ajouter",
        "projet_ajouter",
    )
    return {
        **{f"contrats:{nom}": [contrat.pk] for nom in propres},
        **{f"contrats:engagement{s}": [engagement.pk] for s in ("", "_supprimer")},
        **{f"contrats:projet{s}": [projet.pk] for s in ("", "_pdf", "_modifier", "_supprimer")},
        **{f"contrats:cible{s}": [cible.pk] for s in ("", "_supprimer")},
        **{f"contrats:college{s}": [college.pk] for s in ("", "_modifier", "_supprimer")},
    }


def _autres(nord, synthese):
    valeur = ValeurFactory(departement=nord, source=DU_NORD)
    contestation = ContestationFactory(valeur=valeur, departement=nord, motif=DU_NORD)
    exemple = ExempleFactory(departement=nord, titre=DU_NORD, texte=DU_NORD)
    gestes = ("", "_pdf", "_modifier", "_supprimer", "_publier", "_ecarter")
    return {
        "annuaire_departement": [nord.pk],
        "quartiers:detail": [QuartierFactory(departement=nord, nom=DU_NORD).code],
        "partage:exemple_depuis": ["synthese", synthese.pk],
        **{f"partage:exemple{geste}": [exemple.pk] for geste in gestes},
        **{f"mesures:{n}": [valeur.pk] for n in ("valeur", "valeur_supprimer", "contester")},
        "mesures:contestation": [contestation.pk],
    }


def _nationales():
    """Adresses d'un objet national, ou d'une personne du Nord."""
    indicateur = ValeurFactory().indicateur
    campagne = Campagne.objects.create(
        genre="bilan", periode="2019-s1", ouverture_le="2019-06-01", echeance_le="2019-07-31"
    )
    piece = PieceJointe.objects.create(campagne=campagne, nom="note.pdf", contenu=b"%PDF")
    personne = UtilisateurFactory(departements=["59"], last_name=DU_NORD)
    Relance.objects.create(campagne=campagne, utilisateur=personne, departement_id="59", palier=-1)
    jeton, secret = Jeton.objects.creer(personne, "Essai", Jeton.Portee.AGENDA)
    recueil = Recueil.objects.create(
        genre="synthese", periode="2019", format="pdf", demande_par=personne
    )
    journee = JourneeFactory(debut=timezone.localdate() + datetime.timedelta(days=9))
    contact = ContactCgetFactory(regions=["32"])
    depots = {
        "comptes_import_confirmer": ImportComptes,
        "quartiers:confirmer": ImportQuartiers,
        "mesures:import_confirmer": ImportValeurs,
    }
    uid = urlsafe_base64_encode(force_bytes(personne.pk))
    return {
        **{
            nom: [journal.objects.create(fait_par=personne, fichier="a.csv", contenu=b"a").pk]
            for nom, journal in depots.items()
        },
        **{f"campagne{suite}": [campagne.pk] for suite in ("", "_supprimer")},
        **{f"piece{suite}": [piece.pk] for suite in ("", "_supprimer")},
        **{f"partage:journee{s}": [journee.pk] for s in ("", "_modifier", "_supprimer")},
        **{f"partage:contact{suite}": [contact.pk] for suite in ("", "_supprimer")},
        **{
            f"personne{suite}": [personne.pk]
            for suite in ("", "_renvoyer", "_desactiver", "_effacer")
        },
        "passation": [personne.pk],
        "mot_de_passe_choisir": [uid, default_token_generator.make_token(personne)],
        "jeton_supprimer": [jeton.pk],
        "agenda": [secret],
        "national:recueils_d_une_annee": ["2019"],
        "national:recueils_d_un_semestre": ["2019-s1"],
        "national:recueil": ["synthese", "2019"],
        **{f"national:recueil_{n}": [recueil.pk] for n in ("avancement", "annuler", "fichier")},
        **{f"mesures:{n}": [indicateur.mesure.code] for n in ("detail", "cadre", "niveau")},
        "mesures:apprecier": [indicateur.mesure.code],
        "mesures:valeur_ajouter": [indicateur.code],
        "mesures:modele": ["csv"],
        "api:inconnu": ["nulle-part"],
    }


def _administration():
    """L'accueil de l'administration de Django, la liste de chaque modèle, son dernier objet."""
    pages = {"admin:index": reverse("admin:index")}
    for modele in admin.site._registry:
        nom = modele._meta.label_lower
        page = f"admin:{nom.replace('.', '_')}"
        pages[f"admin:{nom}"] = reverse(f"{page}_changelist")
        if objet := modele._default_manager.order_by("pk").last():
            pages[f"admin:{nom}@objet"] = reverse(f"{page}_change", args=[objet.pk])
    return pages
