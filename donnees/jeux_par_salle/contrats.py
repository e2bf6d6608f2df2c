"""Les jeux de données des contrats de ville."""

from django.utils import timezone

from contrats.exports import (
    AbattementResource,
    ContratResource,
    DecisionResource,
    EngagementResource,
    EtapeResource,
    ExonerationResource,
)
from contrats.models import (
    Abattement,
    ContratDeVille,
    Decision,
    Engagement,
    Etape,
    Exoneration,
)

from ..jeu import Jeu

JEUX = (
    Jeu(
        "contrats",
        "Contrats de ville",
        "Les contrats de ville et l’avancement de leur protocole.",
        ContratResource,
        lambda user: (
            ContratDeVille.objects.visibles_par(user)
            .select_related("departement", "protocole", "reuni_dans")
            .avec_comptes(timezone.localdate())
        ),
    ),
    Jeu(
        "engagements",
        "Engagements des protocoles",
        "Les engagements réciproques, ce qu’ils déclinent et leur état.",
        EngagementResource,
        lambda user: (
            Engagement.objects.visibles_par(user)
            .select_related("protocole__contrat")
            .avec_declinaison()
        ),
    ),
    Jeu(
        "abattements",
        "Abattements de taxe foncière",
        "L’abattement de 30 % des organismes HLM, par année : montants et contreparties.",
        AbattementResource,
        lambda user: Abattement.objects.visibles_par(user).select_related("contrat").order_by("pk"),
    ),
    Jeu(
        "exonerations",
        "Exonérations des commerces de proximité",
        "L’exonération de fiscalité locale, par année et par impôt.",
        ExonerationResource,
        lambda user: (
            Exoneration.objects.visibles_par(user).select_related("contrat").order_by("pk")
        ),
    ),
    Jeu(
        "etapes",
        "Étapes des engagements",
        "Ce qui se fait d’abord pour tenir un engagement, et pour quand.",
        EtapeResource,
        lambda user: (
            Etape.objects.visibles_par(user)
            .select_related("engagement__protocole__contrat")
            .order_by("pk")
        ),
    ),
    Jeu(
        "decisions",
        "Décisions du collège et des comités",
        "Le registre : texte, porteur, échéance, engagement servi, et ce qui en est fait.",
        DecisionResource,
        lambda user: Decision.objects.visibles_par(user).select_related("engagement"),
    ),
)
