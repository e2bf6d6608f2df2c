"""La matrice du pacte de Dijon : ses 42 engagements, et les contrats qui les déclinent."""

from dataclasses import dataclass, field

from django.db.models import Count, Q

from socle.ordre import cle

from .models.contrat import ContratDeVille
from .models.engagement import Engagement
from .models.referentiel import EngagementDijon


@dataclass
class LigneDijon:
    """Un engagement du pacte et ceux des `total` contrats examinés qui le déclinent."""

    engagement: EngagementDijon
    total: int
    contrats: list[ContratDeVille] = field(default_factory=list)
    # Ceux des contrats dont le protocole est signé : les autres le négocient encore.
    signes: list[ContratDeVille] = field(default_factory=list)

    @property
    def nombre(self):
        return len(self.contrats)

    @property
    def nombre_signes(self):
        return len(self.signes)

    @property
    def part(self):
        """Part des contrats qui déclinent l'engagement, en % ; None sans contrat."""
        return round(100 * self.nombre / self.total) if self.total else None


def matrice(contrats, le):
    """Rend une `LigneDijon` par engagement du pacte, pour ces `contrats` au jour `le`."""
    connus = {contrat.pk: contrat for contrat in contrats}
    lignes = {
        engagement.pk: LigneDijon(engagement, len(connus))
        for engagement in EngagementDijon.objects.select_related("domaine")
    }
    reprises = _reprises(connus, le).order_by().values_list("engagement_dijon", "compte_pour")
    signes = Count("pk", filter=Q(protocole__signe_le__lte=le))
    for engagement, contrat, nombre_signes in reprises.annotate(signes=signes):
        ligne = lignes[engagement]
        ligne.contrats.append(connus[contrat])
        if nombre_signes:
            ligne.signes.append(connus[contrat])
    for ligne in lignes.values():
        ligne.contrats.sort(key=lambda contrat: (cle(contrat.nom), contrat.pk))
    return list(lignes.values())


def couverture(contrats, le):
    """Rend le nombre d'engagements du pacte (`total`), de ceux que ces contrats déclinent, et de
    ceux que décline un protocole signé, à la date `le`.
    """
    reprises = _reprises(contrats.order_by().values("pk"), le)
    repris, signes = (
        Count("pk", filter=Q(pk__in=declines.values("engagement_dijon")))
        for declines in (reprises, reprises.signes(le))
    )
    return EngagementDijon.objects.aggregate(total=Count("pk"), repris=repris, signes=signes)


def _reprises(contrats, le):
    """Rend les engagements qui comptent pour ces contrats (clés) et déclinent le pacte."""
    return Engagement.objects.en_compte(le).filter(
        compte_pour__in=contrats, engagement_dijon__isnull=False
    )
