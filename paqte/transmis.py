"""Les sommes d'après les bilans transmis : ce que les préfectures ont dit, corrections comprises.

À côté des saisies en cours (`paqte.sommes`), qui bougent chaque jour.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256

from django.core.cache import cache

from remontees.models import Transmission

from .models import Bilan


@dataclass
class SommeTransmise:
    """Ce que disent d'un indicateur les bilans transmis ; None quand aucun n'en dit rien."""

    realise: Decimal | None = None
    cumul: Decimal | None = None

    def ajouter(self, indicateur):
        """Ajoute un indicateur figé : sa valeur et son cumul, corrigés s'ils le sont."""
        cumul = indicateur.get("cumul_corrige")
        valeurs = {
            "realise": indicateur["valeur"],
            "cumul": indicateur["cumul"] if cumul is None else cumul,
        }
        for nom, valeur in valeurs.items():
            if valeur is not None:
                setattr(self, nom, (getattr(self, nom) or 0) + Decimal(str(valeur)))


@dataclass
class Transmis:
    """Les sommes par code d'indicateur, et de combien de départements."""

    sommes: dict[str, SommeTransmise] = field(default_factory=dict)
    departements: int = 0

    def dit(self, indicateur):
        """Rend la `SommeTransmise` d'un indicateur."""
        return self.sommes.get(indicateur.code, SommeTransmise())


def additionner_les_transmis(departements, semestre, transmise):
    """Rend le `Transmis` de ces `departements` : la dernière version de chaque bilan (requête).

    Ce qui est figé ne change plus : la somme se garde jusqu'à la transmission suivante, celle que
    dit `transmise` (voir `paqte.sommes.Empreinte`).
    """
    siens = Bilan.objects.des(departements).filter(periode=semestre)
    versions = Transmission.objects.pour(Bilan)
    codes = ",".join(departement.pk for departement in departements)
    cle = f"paqte-transmis-{semestre}-{transmise}-{sha256(codes.encode()).hexdigest()}"
    return cache.get_or_set(cle, lambda: _additionner(versions, siens))


def _additionner(versions, bilans):
    dernieres = versions.dernieres().filter(object_id__in=bilans.values("pk"))
    transmis = Transmis()
    for axes in dernieres.order_by().values_list("donnees__resultats__axes", flat=True):
        transmis.departements += 1
        for indicateur in (i for axe in axes for i in axe["indicateurs"]):
            code = indicateur["cle"].removeprefix("resultat-")
            transmis.sommes.setdefault(code, SommeTransmise()).ajouter(indicateur)
    return transmis
