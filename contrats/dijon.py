"""La matrice du pacte de Dijon : ses 42 engagements, et les contrats qui les déclinent."""

from dataclasses import dataclass, field

from django.db.models import Count, Q

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
    """Rend une `LigneDijon` par engagement du pacte, pour ces `contrats` (requête)."""
    connus = {contrat.pk: contrat for contrat in contrats}
    lignes = {
        engagement.pk: LigneDijon(engagement, len(connus))
        for engagement in EngagementDijon.objects.select_related("domaine")
    }
    reprises = (
        _reprises(contrats)
        .order_by("protocole__contrat__nom", "protocole__contrat")
        .values_list("engagement_dijon", "protocole__contrat", "protocole__contrat__nom")
        .distinct()
    )
    for engagement, contrat, _ in reprises:
        lignes[engagement].contrats.append(connus[contrat])
    return list(lignes.values())


def couverture(contrats):
    """Rend le nombre d'engagements du pacte (`total`), et de ceux que ces contrats déclinent."""
    repris = Q(pk__in=_reprises(contrats).values("engagement_dijon"))
    return EngagementDijon.objects.aggregate(total=Count("pk"), repris=Count("pk", filter=repris))


def _reprises(contrats):
    """Rend les engagements de ces contrats qui déclinent le pacte, abandonnés exceptés."""
    return Engagement.objects.actifs().filter(
        protocole__contrat__in=contrats.order_by().values("pk"), engagement_dijon__isnull=False
    )
