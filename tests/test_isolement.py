"""Chaque adresse du Nord, ouverte par un agent des Bouches-du-Rhône : rien n'existe."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from paqte.models import Partenaire, ReunionComite
from remontees.periodes import Semestre
from tests.factories import (
    CibleTerritorialeFactory,
    CollegeFactory,
    ContestationFactory,
    ConventionFactory,
    EngagementFactory,
    ExempleFactory,
    ProjetFactory,
    QuartierFactory,
    ValeurFactory,
    bilan_complet,
    synthese_complete,
)

pytestmark = pytest.mark.django_db

# Adresses sans objet d'un département : listes, ajouts, compte, import, santé.
SANS_TERRITOIRE = {
    "accueil",
    "accessibilite",
    "connexion",
    "deconnexion",
    "mot_de_passe",
    "mot_de_passe_oublie",
    "mot_de_passe_envoye",
    "personnes",
    "personne_inviter",
    "comptes_modele",
    "comptes_import",
    "comptes_import_confirmer",
    "annuaire",
    "second_facteur",
    "second_facteur_activer",
    "second_facteur_gerer",
    "second_facteur_codes",
    "second_facteur_desactiver",
    "proconnect",
    "proconnect_retour",
    "proconnect_quitte",
    "sante",
    "quartiers:liste",
    "quartiers:import",
    "quartiers:confirmer",
    "quartiers:journal",
    "paqte:animations",
    "paqte:entreprises",
    "paqte:entreprise_ajouter",
    "paqte:conventions",
    "paqte:convention_ajouter",
    "paqte:bilans",
    "contrats:contrats",
    "contrats:contrat_ajouter",
    "contrats:engagements",
    "contrats:projets",
    "contrats:cibles",
    "contrats:cible_ajouter",
    "contrats:colleges",
    "contrats:college_ajouter",
    "contrats:cadre",
    "contrats:conventions_nationales",
    "contrats:dijon",
    "syntheses",
    "preuve",
    "lecture",
    "relances",
    "relances_preference",
    "agenda",
    "campagnes",
    "campagne_ajouter",
    "national:tableau",
    "national:recueil_syntheses",
    "national:recueil_bilans",
    "national:recueil_avancement",
    "national:recueil_annuler",
    "national:recueil_fichier",
    "exports",
    "jetons",
    "partage:exemples",
    "partage:exemples_pdf",
    "partage:propositions",
    "partage:exemple_proposer",
    "partage:journees",
    "partage:journee_ajouter",
    "partage:contacts",
    "partage:contact_ajouter",
    "mesures:tableau",
    "mesures:pdf",
    "mesures:valeurs",
    "mesures:contestations",
    "mesures:import",
    "mesures:import_confirmer",
}
# Adresses nationales : compte, mesure, indicateur, modèle (voir tests/comptes, tests/mesures).
NATIONALES = {
    "campagne",
    "campagne_supprimer",
    "piece",
    "piece_supprimer",
    "export",
    "export_schema",
    "jeton_supprimer",
    "partage:journee",
    "partage:journee_modifier",
    "partage:journee_supprimer",
    "partage:contact",
    "partage:contact_supprimer",
    "mot_de_passe_choisir",
    "personne",
    "personne_renvoyer",
    "personne_desactiver",
    "passation",
    "mesures:detail",
    "mesures:niveau",
    "mesures:cadre",
    "mesures:apprecier",
    "mesures:valeur_ajouter",
    "mesures:modele",
}
# Adresses d'un objet que seul son auteur voit : testées avec lui.
AVEC_CLE = {
    "agenda",
    "quartiers:confirmer",
    "mesures:import_confirmer",
    "comptes_import_confirmer",
    "national:recueil_syntheses",
    "national:recueil_bilans",
    "national:recueil_avancement",
    "national:recueil_annuler",
    "national:recueil_fichier",
}
PUBLIQUES = {
    "accessibilite",
    "connexion",
    "deconnexion",
    "mot_de_passe_oublie",
    "mot_de_passe_envoye",
    "sante",
    "preuve",
    "proconnect",
    "proconnect_retour",
    "proconnect_quitte",
}


def noms(resolveur, prefixe=""):
    """Donne les noms des adresses du portail, sauf l'administration et l'API (à jeton)."""
    for motif in resolveur.url_patterns:
        if isinstance(motif, URLResolver) and motif.namespace not in {"admin", "api"}:
            yield from noms(motif, f"{motif.namespace}:" if motif.namespace else prefixe)
        elif isinstance(motif, URLPattern):
            yield f"{prefixe}{motif.name}"


@pytest.fixture
def adresses_du_nord(valideur_59):
    """Une adresse du département 59 par nom d'adresse qui porte sur un territoire."""
    bilan = bilan_complet()
    bilan.transmettre(valideur_59)
    convention = ConventionFactory(entreprise__departement=bilan.departement)
    nord = bilan.departement
    reunion = ReunionComite.objects.create(departement=nord, date="2019-04-02")
    partenaire = Partenaire.objects.create(departement=nord, nom="FACE", reseau="face")
    semestre = Semestre(2019, 1)
    synthese = synthese_complete()
    synthese.transmettre(valideur_59)
    engagement = EngagementFactory(protocole__contrat__departement=nord)
    contrat = engagement.protocole.contrat
    projet = ProjetFactory(contrat=contrat)
    cible = CibleTerritorialeFactory(departement=nord)
    college = CollegeFactory(departement=nord)
    valeur = ValeurFactory(departement=nord)
    contestation = ContestationFactory(valeur=valeur, departement=nord)
    exemple = ExempleFactory(departement=nord)
    objets = {
        "partage:exemple_depuis": ["synthese", synthese.pk],
        **{
            f"partage:exemple{suite}": [exemple.pk]
            for suite in ("", "_pdf", "_modifier", "_supprimer", "_publier", "_ecarter")
        },
        **{f"mesures:{n}": [valeur.pk] for n in ("valeur", "valeur_supprimer", "contester")},
        "mesures:contestation": [contestation.pk],
        "annuaire_departement": ["59"],
        "quartiers:detail": [QuartierFactory(departement=nord).code],
        "paqte:entreprise": [convention.entreprise.pk],
        "paqte:resultats": [convention.pk, semestre],
        **{f"paqte:{n}": [reunion.pk] for n in ("reunion", "reunion_supprimer")},
        **{f"paqte:{n}": [partenaire.pk] for n in ("partenaire", "partenaire_supprimer")},
        **{
            f"paqte:{n}": [convention.pk]
            for n in ("convention", "convention_modifier", "convention_supprimer")
        },
        **{
            f"paqte:{n}": ["59"]
            for n in (
                "animation",
                "referent",
                "organisation",
                "reunion_ajouter",
                "partenaire_ajouter",
            )
        },
        **{
            f"paqte:bilan{suite}": [semestre, "59"]
            for suite in (
                "",
                "_brouillon",
                "_historique",
                "_pdf",
                "_transmettre",
                "_renvoyer",
                "_accepter",
                "_commenter",
            )
        },
        **{
            f"paqte:bilan_{n}": [semestre, "59", 1]
            for n in ("version_pdf", "version_json", "envoyer", "clore", "differences")
        },
        "paqte:grille": [semestre, "59"],
        "paqte:grille_confirmer": [semestre, "59", 1],
        "paqte:grille_modele": [semestre, "59", "csv"],
        **{
            f"synthese{suite}": [synthese.periode, "59"]
            for suite in (
                "",
                "_brouillon",
                "_historique",
                "_pdf",
                "_transmettre",
                "_renvoyer",
                "_accepter",
                "_commenter",
                "_jauge",
            )
        },
        **{
            f"synthese_{n}": [synthese.periode, "59", 1]
            for n in ("version_pdf", "version_json", "envoyer", "clore", "differences")
        },
        **{
            f"contrats:{n}": [contrat.pk]
            for n in (
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
        },
        **{f"contrats:{n}": [engagement.pk] for n in ("engagement", "engagement_supprimer")},
        **{
            f"contrats:{n}": [projet.pk]
            for n in ("projet", "projet_pdf", "projet_modifier", "projet_supprimer")
        },
        **{f"contrats:{n}": [cible.pk] for n in ("cible", "cible_supprimer")},
        **{
            f"contrats:{n}": [college.pk]
            for n in ("college", "college_modifier", "college_supprimer")
        },
    }
    return {nom: reverse(nom, args=arguments) for nom, arguments in objets.items()}


def test_toute_adresse_du_portail_est_classee(adresses_du_nord):
    assert set(noms(get_resolver())) == SANS_TERRITOIRE | NATIONALES | set(adresses_du_nord)


@pytest.mark.parametrize("methode", ["get", "post"])
def test_l_agent_du_13_ne_trouve_rien_du_59(client, agent_13, adresses_du_nord, methode):
    client.force_login(agent_13)
    reponses = {
        nom: getattr(client, methode)(adresse).status_code
        for nom, adresse in adresses_du_nord.items()
    }
    # 405 : l'action ne se fait que par POST, qui répond 404.
    attendues = {404, 405} if methode == "get" else {404}
    assert {nom: code for nom, code in reponses.items() if code not in attendues} == {}


def test_un_utilisateur_sans_perimetre_ne_trouve_rien(client, adresses_du_nord):
    from tests.factories import UtilisateurFactory

    for role in ("agent", "valideur", "region", "cget", "ministere", "administrateur"):
        client.force_login(UtilisateurFactory(role=role))
        for adresse in adresses_du_nord.values():
            assert client.get(adresse).status_code in {404, 405}


def test_sans_connexion_tout_mene_a_la_page_de_connexion(client, adresses_du_nord):
    sans_objet = SANS_TERRITOIRE - PUBLIQUES - AVEC_CLE
    for adresse in [*adresses_du_nord.values(), *map(reverse, sorted(sans_objet))]:
        assert client.get(adresse).url.startswith(reverse("connexion"))
