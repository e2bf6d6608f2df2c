"""La matrice du pacte de Dijon : ses 42 engagements, et les contrats qui les déclinent."""

from dataclasses import dataclass, field

from django.db import models
from django.db.models import Count, Value

from socle.ordre import cle

from .avancement import est_signe
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
    for engagement, contrat, nombre_signes in _compter(connus, le, "compte_pour"):
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
    signes = dict(
        _compter(contrats.order_by().values("pk"), le).union(_compter_le_pacte(), all=True)
    )
    total = signes.pop(None)
    return {
        "total": total,
        "repris": len(signes),
        "signes": sum(nombre > 0 for nombre in signes.values()),
    }


def _compter_le_pacte():
    """Rend le nombre de ses engagements, sans clé (requête) : il se lit avec leurs comptes."""
    sans_cle = Value(None, output_field=models.BigIntegerField())
    return EngagementDijon.objects.order_by().values_list(sans_cle).annotate(Count("pk"))


def _compter(contrats, le, *par):
    """Rend, de chaque engagement du pacte que déclinent ces contrats (clés) à la date `le`, sa clé,
    `par` quoi il se compte, et combien le déclinent dans un protocole signé.
    """
    declines = Engagement.objects.en_compte(le).filter(
        compte_pour__in=contrats, engagement_dijon__isnull=False
    )
    comptes = declines.order_by().values_list("engagement_dijon", *par)
    return comptes.annotate(signes=Count("pk", filter=est_signe(le)))
