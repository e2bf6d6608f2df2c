"""La matrice du pacte de Dijon : ses 42 engagements, et les contrats qui les déclinent."""

from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef

from .models.contrat import ContratDeVille
from .models.protocole import Engagement
from .models.referentiel import EngagementDijon


@dataclass
class LigneDijon:
    """Un engagement du pacte et ceux des `total` contrats examinés qui le déclinent."""

    engagement: EngagementDijon
    total: int
    contrats: list[ContratDeVille] = field(default_factory=list)

    @property
    def nombre(self):
        return len(self.contrats)

    @property
    def part(self):
        """Part des contrats qui déclinent l'engagement, en % ; None sans contrat."""
        return round(100 * self.nombre / self.total) if self.total else None


def matrice(contrats):
    """Rend une `LigneDijon` par engagement du pacte, pour ces `contrats` (requête).

    Un engagement abandonné ne décline rien.
    """
    connus = {contrat.pk: contrat for contrat in contrats}
    lignes = {
        engagement.pk: LigneDijon(engagement, len(connus))
        for engagement in EngagementDijon.objects.select_related("domaine")
    }
    reprises = (
        Engagement.objects.actifs()
        .filter(
            protocole__contrat__in=contrats.order_by().values("pk"), engagement_dijon__isnull=False
        )
        .order_by("protocole__contrat__nom", "protocole__contrat")
        .values_list("engagement_dijon", "protocole__contrat", "protocole__contrat__nom")
        .distinct()
    )
    for engagement, contrat, _ in reprises:
        lignes[engagement].contrats.append(connus[contrat])
    return list(lignes.values())


def couverture(contrats):
    """Rend le nombre d'engagements du pacte (`total`), et de ceux que ces contrats déclinent."""
    actifs = Engagement.objects.actifs().filter(
        protocole__contrat__in=contrats.order_by(), engagement_dijon=OuterRef("pk")
    )
    return EngagementDijon.objects.aggregate(
        total=Count("pk"), repris=Count("pk", filter=Exists(actifs))
    )
