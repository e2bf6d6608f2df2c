"""Ce qu'un bilan lit du département : son animation à ses dates, et qui a déclaré ses résultats."""

from collections import Counter
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.functional import cached_property

from socle.ordre import francais

from ..ponctualite import Ponctualites
from .charte import Charte
from .succession import en_place_au
from .valeurs import ResultatConvention


class LusDuBilan:
    """Complète `Bilan`, dont elle emploie le département et la période."""

    departement: Any
    periode: Any
    conventions: Any
    conventions_en_cours: Any
    exemples_donnes: Any

    @cached_property
    def partenaires_enregistres(self):
        """Les partenaires du PAQTE dans le département, un jour au moins du semestre."""
        tous = self.departement.partenaires_paqte.all()
        return [partenaire for partenaire in tous if partenaire.etait_la(self.periode)]

    @cached_property
    def departement_et_referents(self):
        """Le département, ses référents d'avant et d'à côté lus d'avance."""
        prefetch_related_objects([self.departement], "anciens_referents", "autres_referents")
        return self.departement

    @cached_property
    def referent(self):
        """Le référent du dernier jour du semestre, ou None (voir `en_place_au`)."""
        actuel = getattr(self.departement, "referent", None)
        anciens = self.departement_et_referents.anciens_referents.all()
        return en_place_au(self.periode.fin, actuel, anciens, "designe_le")

    @cached_property
    def autres_referents(self):
        """Ceux qui l'étaient à côté du premier, le dernier jour du semestre."""
        tous = self.departement_et_referents.autres_referents.all()
        return [autre for autre in tous if autre.est_en_place(self.periode.fin)]

    @property
    def ponctualite(self):
        """Si le premier référent du département fut désigné à temps."""
        return Ponctualites().de(self.departement_et_referents)

    @cached_property
    def organisation_retenue(self):
        """L'organisation du dernier jour du semestre, ou None."""
        actuelle = getattr(self.departement, "organisation", None)
        anciennes = self.departement.anciennes_organisations.all()
        return en_place_au(self.periode.fin, actuelle, anciennes, "depuis_le")

    @cached_property
    def chartes_restantes(self):
        """Ce qui reste de chartes à transformer à la fin du semestre (`Restantes`), ou None."""
        return Charte.objects.restantes(self.departement, self.periode.fin)

    @cached_property
    def precedent(self):
        """Le dernier `Contenu` transmis du semestre d'avant, ou None."""
        return type(self).objects.contenu_transmis_avant(self)  # type: ignore[attr-defined]

    @cached_property
    def _reunions_du_semestre(self):
        return list(self.departement.reunions_paqte.de_la(self.periode))

    @property
    def reunions(self):
        """Les réunions tenues du semestre."""
        return [reunion for reunion in self._reunions_du_semestre if not reunion.est_prevue]

    @property
    def reunions_prevues(self):
        """Celles du semestre dont le jour n'est pas venu : le bilan ne les dit pas encore."""
        prevues = [reunion for reunion in self._reunions_du_semestre if reunion.est_prevue]
        return sorted(prevues, key=lambda reunion: (reunion.date, reunion.pk))

    @cached_property
    def exemples_lus(self):
        """Les exemples que donnent les conventions du département, ce semestre."""
        lus = self.exemples_donnes().select_related("axe", "convention__entreprise")
        return list(lus.order_by(francais("convention__entreprise__nom"), "pk"))

    @cached_property
    def exemple_manque(self):
        """Vrai quand il y a des conventions en cours, et qu'aucune n'a donné d'exemple."""
        return bool(self.conventions) and not self.exemples_lus

    @cached_property
    def resultats_declares(self):
        """Les résultats du semestre que les entreprises ont déclarés elles-mêmes."""
        return list(
            ResultatConvention.objects.filter(
                convention__in=self.conventions_en_cours().values("pk"),
                semestre=self.periode,
                declare_le__isnull=False,
            )
            .order_by("convention__entreprise__nom", "convention", "declare_le")
            .values("convention", "convention__entreprise__nom", "indicateur", "declare_le")
        )

    @property
    def declarees_par_indicateur(self):
        """Combien de ces résultats, par indicateur (clé)."""
        return Counter(declare["indicateur"] for declare in self.resultats_declares)

    @property
    def declarations(self):
        """Qui a déclaré, combien de résultats, et le dernier jour, en types JSON."""
        par_convention: dict[int, list[dict]] = {}
        for declare in self.resultats_declares:
            par_convention.setdefault(declare["convention"], []).append(declare)
        return [
            {
                "entreprise": siens[0]["convention__entreprise__nom"],
                "declare_le": siens[-1]["declare_le"].isoformat(),
                "resultats": len(siens),
            }
            for siens in par_convention.values()
        ]
