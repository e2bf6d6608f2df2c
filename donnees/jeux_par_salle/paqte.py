"""Les jeux de données du PAQTE."""

from paqte.exports import (
    CharteResource,
    CibleResource,
    ControleResource,
    ConventionResource,
    CorrectionResource,
    EntrepriseSansContactResource,
    ReponseResource,
    ResultatResource,
)
from paqte.models import (
    Charte,
    Cible,
    Controle,
    Convention,
    Correction,
    Entreprise,
    Reponse,
    ResultatConvention,
)

from ..jeu import Jeu

JEUX = (
    Jeu(
        "conventions",
        "Conventions du PAQTE",
        "Les conventions signées avec les entreprises.",
        ConventionResource,
        lambda user: (
            Convention.objects.visibles_par(user)
            .select_related("entreprise__departement")
            .prefetch_related("axes")
        ),
    ),
    Jeu(
        "entreprises",
        "Entreprises du PAQTE",
        "Les entreprises avec qui une préfecture travaille ; leur contact reste dans leur liste.",
        EntrepriseSansContactResource,
        lambda user: Entreprise.objects.visibles_par(user).avec_comptes().order_by("pk"),
    ),
    Jeu(
        "chartes",
        "Chartes « Entreprises et Quartiers »",
        "Celles d’avant le PAQTE, leur fin, et la convention qu’elles sont devenues ou non.",
        CharteResource,
        lambda user: Charte.objects.visibles_par(user).avec_suite(),
    ),
    Jeu(
        "controles",
        "Contrôles de cohérence",
        "Ce que le portail compare chaque semestre, à quel seuil, et la phrase qui le dit.",
        ControleResource,
        lambda user: Controle.objects.all(),
    ),
    Jeu(
        "resultats",
        "Résultats du PAQTE",
        "Une ligne par convention, indicateur et semestre, aux colonnes de la grille à remplir.",
        ResultatResource,
        lambda user: ResultatConvention.objects.visibles_par(user).avec_relations(),
    ),
    Jeu(
        "reponses",
        "Réponses des entreprises",
        "Les entreprises sans résultats, et ce qu’elles font hors des quatre axes.",
        ReponseResource,
        lambda user: (
            Reponse.objects.visibles_par(user)
            .select_related("convention__entreprise")
            .order_by("pk")
        ),
    ),
    Jeu(
        "cibles",
        "Cibles du PAQTE",
        "Une ligne par convention et indicateur : ce qu’elle vise en trois ans.",
        CibleResource,
        lambda user: Cible.objects.visibles_par(user).avec_relations(),
    ),
    Jeu(
        "corrections",
        "Chiffres corrigés",
        "Les chiffres calculés par le portail que la préfecture a remplacés, avec son motif.",
        CorrectionResource,
        lambda user: Correction.objects.visibles_par(user).avec_relations(),
    ),
)
