"""Qui voit qui, et comment on retrouve une personne."""

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import UserManager
from django.db.models import F, Q

from socle.ordre import francais
from socle.recherche import RechercheQuerySet


class UtilisateurQuerySet(RechercheQuerySet):
    """Requêtes sur les personnes ; l'annuaire lit par `visibles_par`, les comptes se gèrent par
    `modifiables_par`.
    """

    def visibles_par(self, user):
        """Limite aux personnes actives que `user` peut joindre.

        Toutes au CGET et à l'administrateur nationaux ; ailleurs, celles des départements suivis
        et de leur région ; aucune sans périmètre, ni à un ministère.
        """
        actives = self.filter(is_active=True)
        if (user.est_cget or user.est_administrateur) and user.est_national:
            return actives
        return actives.couvrant(user.codes_departements_suivis)

    def modifiables_par(self, user):
        """Limite aux comptes que `user` gère : tous à l'administrateur, aucun aux autres.

        Un compte effacé n'est plus celui de personne : il ne se gère plus.
        """
        return self.filter(efface_le=None) if user.est_administrateur else self.none()

    def gerables_par(self, user):
        """Limite aux comptes que `user` invite de nouveau, désactive ou remplace.

        Tous à l'administrateur ; à un valideur, ceux qui ne sont que de sa préfecture, sauf le
        sien ; aucun aux autres.
        """
        if user.est_administrateur:
            return self.filter(efface_le=None)
        if not user.est_valideur:
            return self.none()
        de_region = user.est_prefecture_de_region
        niveau = "region" if de_region else "departement"
        codes = user.codes_regions_modifiables if de_region else user.codes_departements_modifiables
        perimetres = self.model._meta.get_field("perimetres").related_model.objects
        ici = perimetres.filter(**{f"{niveau}__in": codes}).values("utilisateur")
        ailleurs = perimetres.exclude(**{f"{niveau}__in": codes}).values("utilisateur")
        siens = self.filter(efface_le=None, role__in=user.roles_de_sa_prefecture, pk__in=ici)
        return siens.exclude(pk__in=ailleurs).exclude(pk=user.pk)

    def redacteurs(self):
        """Limite à qui écrit pour une préfecture, de département ou de région."""
        roles = self.model.ROLES_DE_PREFECTURE + self.model.ROLES_DE_PREFECTURE_DE_REGION
        return self.filter(role__in=roles)

    def redacteurs_de(self, territoire):
        """Limite à qui écrit pour ce département, ou cette région.

        Une région et un département peuvent avoir le même code.
        """
        niveau = territoire._meta.model_name
        familles = {
            "departement": self.model.ROLES_DE_PREFECTURE,
            "region": self.model.ROLES_DE_PREFECTURE_DE_REGION,
        }
        siens = self.filter(is_active=True, role__in=familles[niveau])
        return siens.filter(**{f"perimetres__{niveau}": territoire}).par_nom()

    def valideurs_de(self, territoire):
        """Limite à qui transmet, de son propre chef, pour ce département ou cette région."""
        return self.redacteurs_de(territoire).filter(role__in=self.model.ROLES_DE_VALIDEUR)

    def lecteurs_de_la_region(self, region):
        """Limite à qui suit, depuis sa préfecture de région, les départements de cette région."""
        roles = self.model.ROLES_DE_REGION
        return self.filter(is_active=True, role__in=roles, perimetres__region=region)

    def couvrant(self, departements):
        """Limite à qui a un périmètre dans ces départements, ou dans leur région."""
        couvrants = self.model.objects.filter(
            Q(perimetres__departement__in=departements)
            | Q(perimetres__region__departements__in=departements)
        )
        return self.filter(pk__in=couvrants.values("pk"))

    def avec_perimetres(self):
        """Lit d'avance les territoires que montrent les listes."""
        return self.prefetch_related("perimetres__departement", "perimetres__region")

    def par_nom(self):
        """Range par nom, prénom, identifiant."""
        return self.order_by(francais("last_name"), francais("first_name"), "username")

    def en_attente(self):
        """Limite à qui n'a pas encore suivi l'invitation reçue."""
        return self.filter(
            Q(last_login__isnull=True) | Q(last_login__lt=F("invite_le")),
            is_active=True,
            password__startswith=UNUSABLE_PASSWORD_PREFIX,
        )

    def a_secourir(self, adresse):
        """Limite à qui peut recevoir, à cette adresse, un lien pour choisir un mot de passe.

        Qui a laissé périmer son invitation en est : un mot de passe lui manque encore.
        """
        attendus = Q(pk__in=self.model.objects.en_attente())
        connus = ~Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
        return self.filter(attendus | connus, is_active=True, email__iexact=adresse)

    def invitables(self):
        """Limite à qui peut recevoir un lien : compte désactivé, ou invitation sans suite."""
        sans_suite = Q(pk__in=self.model.objects.en_attente()) | Q(is_active=False)
        return self.filter(sans_suite).exclude(email="")

    def administrateurs(self):
        """Limite aux administrateurs qui peuvent se connecter."""
        actifs = self.filter(role=self.model.Role.ADMINISTRATEUR, is_active=True)
        return actifs.exclude(pk__in=self.model.objects.en_attente())

    def verrouilles(self):
        """Rend la liste de ces personnes, verrouillées jusqu'à la fin de la transaction.

        Verrouillés ensemble, deux administrateurs ne peuvent pas s'écarter l'un l'autre.
        """
        return list(self.order_by("pk").select_for_update())

    def successeurs_de(self, personne):
        """Limite à qui peut succéder à `personne` : même sorte de rôle, territoire commun."""
        familles = (self.model.ROLES_DE_PREFECTURE, self.model.ROLES_DE_PREFECTURE_DE_REGION)
        roles = next((roles for roles in familles if personne.role in roles), {personne.role})
        candidats = self.filter(is_active=True, role__in=roles).exclude(pk=personne.pk)
        if personne.role in self.model.ROLES_NATIONAUX:
            return candidats
        return candidats.couvrant(personne.codes_departements)


class UtilisateurManager(UserManager.from_queryset(UtilisateurQuerySet)):
    """Crée les comptes comme Django, et les retrouve comme ci-dessus."""

    use_in_migrations = False
