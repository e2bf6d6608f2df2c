"""Ce que ses périmètres ouvrent à une personne : ce qu'elle lit, ce qu'elle écrit et signe."""

from django.db.models import Q
from django.utils.functional import cached_property

from quartiers.models import Departement, Region

from . import portefeuille


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

    @cached_property
    def codes_en_charge(self):
        """Départements que la personne, du CGET, suit en propre ; aucun : elle les lit tous."""
        return portefeuille.codes_en_charge(self)

    @cached_property
    def codes_regions_en_charge(self):
        """Régions dont la personne, du CGET, suit en propre un département."""
        if not self.codes_en_charge:
            return frozenset()
        regions = Departement.objects.filter(pk__in=self.codes_en_charge)
        return frozenset(regions.values_list("region", flat=True))

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

    @property
    def roles_de_sa_prefecture(self):
        """Les rôles de qui écrit dans une préfecture du même niveau que la sienne."""
        if self.est_prefecture_de_region:
            return self.ROLES_DE_PREFECTURE_DE_REGION
        return self.ROLES_DE_PREFECTURE if self.est_prefecture else ()

    @property
    def est_valideur(self):
        """Vrai pour qui signe de son propre chef : valideur de département, ou de région."""
        return self.role in self.ROLES_DE_VALIDEUR

    def signe_pour(self, territoire):
        """Dit si la personne signe, de son propre chef, pour ce département ou cette région."""
        return self.est_valideur and self.ecrit_pour(territoire)

    def ecrit_pour(self, territoire):
        """Dit si la personne écrit pour ce département, ou cette région.

        Une région et un département peuvent avoir le même code.
        """
        if isinstance(territoire, Region):
            return territoire.code in self.codes_regions_modifiables
        return territoire.code in self.codes_departements_modifiables

    @cached_property
    def delegants(self):
        """Les valideurs dont la personne a aujourd'hui la délégation, la plus récente d'abord."""
        recues = self.delegations_recues.en_cours().filter(de__role__in=self.ROLES_DE_VALIDEUR)
        return [recue.de for recue in recues.select_related("de")]

    @property
    def suppleants(self):
        """Les personnes à qui ce valideur a délégué aujourd'hui."""
        donnees = self.delegations_donnees.en_cours().filter(a__is_active=True)
        return [donnee.a for donnee in donnees.select_related("a")]

    @property
    def codes_departements_a_signer(self):
        """Départements dont la personne signe ce qu'on lui soumet, par elle-même ou délégation."""
        return self._a_signer("codes_departements_modifiables")

    @property
    def codes_regions_a_signer(self):
        """Régions dont la personne signe ce qu'on lui soumet, par elle-même ou délégation."""
        return self._a_signer("codes_regions_modifiables")

    def _a_signer(self, modifiables):
        siens = set(getattr(self, modifiables))
        if self.est_valideur:
            return tuple(siens)
        delegues = {code for delegant in self.delegants for code in getattr(delegant, modifiables)}
        return tuple(siens & delegues)

    def signature(self, territoire):
        """Rend le nom sous lequel la personne transmet, et de qui elle a la délégation."""
        if self.signe_pour(territoire) or getattr(territoire, "agents_transmettent", False):
            return str(self)
        delegants = [str(d) for d in self.delegants if d.signe_pour(territoire)]
        return f"{self}, par délégation de {delegants[0]}" if delegants else str(self)
