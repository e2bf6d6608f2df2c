"""Ce que les périmètres d'une personne lui ouvrent : ses départements, et ce qu'elle en lit."""

from django.db.models import Q
from django.utils.functional import cached_property

from quartiers.models import Departement, Region


class AvecTerritoires:
    """Complète l'utilisateur, qui a un rôle et des `perimetres`."""

    @cached_property
    def _territoires(self):
        """Couples (code du département, code de la région) des périmètres."""
        return list(self.perimetres.values_list("departement", "region"))

    @cached_property
    def est_national(self):
        """Vrai pour qui a un périmètre national."""
        return (None, None) in self._territoires

    @property
    def a_un_perimetre(self):
        """Faux pour qui ne peut encore rien lire."""
        return bool(self._territoires)

    @property
    def suit_les_remontees(self):
        """Vrai pour qui lit le PAQTE, les contrats et les remontées (pas les ministères)."""
        return self.a_un_perimetre and not self.est_ministere

    @property
    def suit_des_prefectures(self):
        """Vrai pour qui lit ce que saisissent des préfectures sans y saisir lui-même."""
        return self.suit_les_remontees and not self.est_prefecture

    @cached_property
    def codes_departements(self):
        """Codes des départements couverts par les périmètres ; vide sans périmètre."""
        couverts = Departement.objects.all()
        if not self.est_national:
            departements = {departement for departement, _ in self._territoires if departement}
            regions = {region for _, region in self._territoires if region}
            if not regions:
                return tuple(sorted(departements))
            couverts = couverts.filter(Q(code__in=departements) | Q(region__in=regions))
        return tuple(couverts.values_list("code", flat=True))

    @cached_property
    def codes_regions(self):
        """Codes des régions des périmètres, toutes pour un périmètre national.

        Avoir un département n'ouvre pas sa région.
        """
        if self.est_national:
            return tuple(Region.objects.values_list("code", flat=True))
        return tuple(sorted({region for _, region in self._territoires if region}))

    @property
    def codes_departements_suivis(self):
        """Départements dont l'utilisateur lit le PAQTE et les remontées (pas les ministères)."""
        return self.codes_departements if self.suit_les_remontees else ()

    @property
    def codes_regions_suivies(self):
        """Régions dont l'utilisateur lit les remontées (pas les ministères)."""
        return self.codes_regions if self.suit_les_remontees else ()

    @property
    def codes_departements_modifiables(self):
        """Départements où l'utilisateur saisit : ceux de sa préfecture."""
        return self.codes_departements if self.est_prefecture else ()

    @property
    def codes_regions_modifiables(self):
        """Régions pour lesquelles l'utilisateur saisit : celles de sa préfecture de région."""
        return self.codes_regions if self.est_prefecture_de_region else ()

    @property
    def est_redacteur(self):
        """Vrai pour qui saisit quelque part : préfecture de département, ou de région."""
        return self.est_prefecture or self.est_prefecture_de_region
