"""Qui lit quelles valeurs, et lesquelles comptent à une date."""

from django.db import models
from django.db.models import Exists, F, Max, OuterRef, Q, Window
from django.db.models.functions import ExtractYear

from .indicateur import Indicateur
from .referentiel import Mesure

NATION = "FR"


class ValeurQuerySet(models.QuerySet):
    def visibles_par(self, user):
        """Limite aux valeurs de la nation et des territoires de `user` ; rien sans périmètre."""
        if not user.a_un_perimetre:
            return self.none()
        if user.est_national:
            return self.all()
        codes = user.codes_departements
        return self.filter(
            Q(territoire=NATION)
            | Q(region__departements__in=codes)
            | Q(departement__in=codes)
            | Q(quartier__departement__in=codes)
        ).distinct()

    def modifiables_par(self, user):
        """Limite aux valeurs dont `user` tient la mesure (voir `MesureQuerySet`)."""
        return self.filter(indicateur__mesure__in=Mesure.objects.modifiables_par(user))

    def contestables_par(self, user):
        """Limite aux valeurs des territoires où `user` saisit."""
        codes = user.codes_departements_modifiables
        return self.filter(Q(departement__in=codes) | Q(quartier__departement__in=codes))

    def des_departements(self):
        return self.filter(departement__isnull=False)

    def avec_relations(self):
        """Lit aussi l'indicateur et le territoire, une fois par page, ou par paquet de lignes."""
        return self.prefetch_related("indicateur__mesure", "region", "departement", "quartier")

    def dernieres(self, au):
        """Limite à la dernière valeur de chaque indicateur et territoire à la date `au`."""
        plus_recente = self.model._default_manager.filter(
            indicateur=OuterRef("indicateur"),
            territoire=OuterRef("territoire"),
            le__gt=OuterRef("le"),
            le__lte=au,
        )
        return self.filter(~Exists(plus_recente), le__lte=au)

    def dernieres_a_sommer(self, au):
        """Comme `dernieres`, de territoires dont toutes les valeurs sont ici.

        Lues d'un trait : comparer chacune à toutes les autres prend trois fois plus de temps quand
        un territoire en a quarante.
        """
        fenetre = Window(Max("le"), partition_by=["indicateur", "territoire"])
        lues = self.filter(le__lte=au).annotate(derniere=fenetre).filter(le=F("derniere"))
        return self.filter(pk__in=lues.values("pk"))

    def cumulees(self, au, flux):
        """Limite à ce qui s'additionne, à la date `au`, des indicateurs `flux` (clés).

        D'un flux annuel, ce sont les valeurs de l'année de la dernière.
        """
        suivante = self.model._default_manager.filter(
            indicateur=OuterRef("indicateur"),
            territoire=OuterRef("territoire"),
            le__year__gt=ExtractYear(OuterRef("le")),
            le__lte=au,
        )
        annuel = Q(indicateur__releve=Indicateur.Releve.ANNUEL)
        return self.filter(~annuel | ~Exists(suivante), indicateur__in=flux, le__lte=au)
