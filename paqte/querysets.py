"""Droits sur le PAQTE : la préfecture saisit, la région et le CGET lisent."""

from django.db.models import F, OuterRef, Subquery

from quartiers.querysets import TerritorialQuerySet
from remontees.models import Remontee
from socle.ordre import francais


class PaqteQuerySet(TerritorialQuerySet):
    droit = "suit_les_remontees"


class SaisieQuerySet(PaqteQuerySet):
    """Ce que portent les conventions : cibles et résultats."""

    chemin = "convention__entreprise__departement"

    def avec_relations(self):
        """Lit aussi la convention, son entreprise, l'indicateur et son axe."""
        return self.select_related("convention__entreprise", "indicateur__axe").order_by("pk")

    def au_dela_du_plafond(self):
        """Limite à ce qui dépasse, dans la même convention, la valeur dont il est une part.

        Ajoute cette valeur, `plafond` (voir `Indicateur.plafond`). Sans elle, rien n'est dit.
        """
        meme_objet = {"convention": OuterRef("convention")}
        if hasattr(self.model, "semestre"):
            meme_objet["semestre"] = OuterRef("semestre")
        plafonds = self.model.objects.filter(
            **meme_objet, indicateur__code=OuterRef("indicateur__plafond")
        )
        return (
            self.annotate(plafond=Subquery(plafonds.values("valeur")))
            .filter(valeur__gt=F("plafond"))
            .select_related("convention__entreprise", "indicateur__plafond")
            .order_by(francais("convention__entreprise__nom"), "pk")
        )


class CorrectionQuerySet(PaqteQuerySet):
    """Chiffres corrigés ; hors de la préfecture, ceux d'une version que rien n'a changée depuis."""

    chemin = "bilan__departement"

    def visibles_par(self, user):
        visibles = super().visibles_par(user)
        if getattr(user, self.modifiables, ()):
            return visibles
        return visibles.filter(bilan__etat__in=(Remontee.Etat.TRANSMISE, Remontee.Etat.ACCEPTEE))

    def avec_relations(self):
        """Lit aussi le bilan."""
        return self.select_related("bilan").order_by("pk")
