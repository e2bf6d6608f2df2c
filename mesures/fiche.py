"""Ce que montre la page d'une mesure : indicateurs, séries, territoires, contrats."""

from dataclasses import dataclass, field

from django.utils import timezone

from .models import NATION, Appreciation, Indicateur, Somme, Valeur


@dataclass
class FicheIndicateur:
    """Un indicateur : sa série nationale, ses dernières valeurs par territoire, leur somme."""

    indicateur: Indicateur
    serie: list[Valeur] = field(default_factory=list)
    dernieres: dict[str, Valeur] = field(default_factory=dict)

    def ajouter(self, valeur):
        """Ajoute une valeur, la plus ancienne d'abord."""
        if valeur.territoire == NATION:
            self.serie.append(valeur)
        else:
            self.dernieres[valeur.territoire] = valeur

    @property
    def territoires(self):
        """La dernière valeur de chaque territoire, dans l'ordre de leurs codes."""
        return [self.dernieres[code] for code in sorted(self.dernieres)]

    @property
    def somme(self):
        """Somme des dernières valeurs chiffrées des départements, ou None."""
        chiffrees = [
            valeur
            for valeur in self.dernieres.values()
            if valeur.departement_id and valeur.nombre is not None
        ]
        return Somme.de(chiffrees) if chiffrees else None

    @property
    def nationale(self):
        """La dernière valeur nationale, ou None."""
        return self.serie[-1] if self.serie else None

    @property
    def points(self):
        """Les points chiffrés de la série : (date, grandeur)."""
        return [(v.le, v.grandeur) for v in self.serie if v.grandeur is not None]


def fiche(mesure, user):
    """Rend le contexte de la page de `mesure` pour `user`."""
    fiches = {i.pk: FicheIndicateur(i) for i in mesure.indicateurs.all()}
    visibles = (
        Valeur.objects.visibles_par(user)
        .filter(indicateur__mesure=mesure, le__lte=timezone.localdate())
        .select_related("indicateur", "region", "departement", "quartier")
        .prefetch_related("contestations")
    )
    for valeur in visibles.order_by("le"):
        fiches[valeur.indicateur_id].ajouter(valeur)
    return {
        "mesure": mesure,
        "indicateurs": fiches.values(),
        "changements": mesure.changements.select_related("par"),
        "appreciations": Appreciation.objects.visibles_par(user)
        .filter(mesure=mesure)
        .select_related("departement", "par")[:50],
        "engagements": mesure.engagements.visibles_par(user)
        .en_vigueur()
        .select_related("protocole__contrat__departement")[:30],
        "modifiable": type(mesure).objects.modifiables_par(user).filter(pk=mesure.pk).exists(),
    }
