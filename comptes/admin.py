"""Les comptes dans l'administration, et les traces de connexion, qui ne s'y font que lire."""

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.utils.decorators import method_decorator
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from dsfr.admin import DsfrConfig  # ce module l'inscrit : on peut donc l'en retirer

from socle.admin import EnLectureSeuleAdmin

from .acces import journalise
from .forms.administration import CompteForm, MotDePasseForm
from .forms.connexion import ConnexionAdministrationForm
from .models import JournalAcces, Perimetre, Utilisateur

admin.site.site_header = admin.site.site_title = "Administration de Quartiers"
admin.site.index_title = "Comptes et référentiels"
admin.site.login_form = ConnexionAdministrationForm
# Le rôle et les périmètres donnent les droits : les groupes de Django n'y ajoutent rien.
admin.site.unregister(Group)
# L'en-tête et le pied de page sont ceux des gabarits du portail.
admin.site.unregister(DsfrConfig)
# Une suppression se lit et se confirme une à une.
admin.site.disable_action("delete_selected")


@admin.register(AccessAttempt, AccessFailureLog, AccessLog)
class ConnexionsAdmin(EnLectureSeuleAdmin):
    """Les connexions et leurs essais : nul n'ôte une trace, elles se purgent à terme."""

    list_display = ["attempt_time", "username", "ip_address"]
    search_fields = ["username", "ip_address"]


@admin.register(TOTPDevice, StaticDevice)
class AppareilAdmin(EnLectureSeuleAdmin):
    """Un second facteur perdu s'efface ; il ne s'ajoute que par la personne, qui seule le connaît.

    Inscrit avant celui de django-otp, qui le laisse alors.
    """

    list_display = fields = readonly_fields = [
        "personne",
        "nom",
        "est_confirme",
        "cree_le",
        "employe_le",
    ]
    search_fields = ["user__username", "user__email"]

    @admin.display(description="personne", ordering="user")
    def personne(self, appareil):
        return appareil.user

    @admin.display(description="nom", ordering="name")
    def nom(self, appareil):
        return appareil.name

    @admin.display(description="confirmé", ordering="confirmed", boolean=True)
    def est_confirme(self, appareil):
        return appareil.confirmed

    @admin.display(description="créé le", ordering="created_at")
    def cree_le(self, appareil):
        return appareil.created_at

    @admin.display(description="employé le", ordering="last_used_at")
    def employe_le(self, appareil):
        return appareil.last_used_at

    def has_delete_permission(self, request, obj=None):
        return admin.ModelAdmin.has_delete_permission(self, request, obj)


class PerimetreInline(admin.StackedInline):
    model = Perimetre
    extra = 1
    verbose_name = "périmètre (ni département ni région : toute la nation)"
    verbose_name_plural = "périmètres"


@admin.register(Utilisateur)
class UtilisateurAdmin(UserAdmin):
    """Un compte se désactive ou s'efface, sur sa page du portail ; il ne se supprime pas."""

    form = CompteForm
    change_password_form = MotDePasseForm
    list_display = ["username", "first_name", "last_name", "email", "role", "is_active"]
    list_filter = ["role", "is_active", "is_staff"]
    inlines = [PerimetreInline]
    # Désactiver ferme aussi les sessions et révoque les jetons : la page des comptes le fait.
    readonly_fields = ["is_active", "is_staff", "is_superuser", "last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (
            "Personne",
            {
                "fields": [
                    "first_name",
                    "last_name",
                    "email",
                    "fonction",
                    "telephone",
                    "sub_proconnect",
                ]
            },
        ),
        ("Droits", {"fields": ["role", "is_active", "is_staff", "is_superuser"]}),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {"fields": ["username", "email", "role", "usable_password", "password1", "password2"]},
        )
    ]
    filter_horizontal = []

    @method_decorator(journalise(JournalAcces.Page.COMPTES))
    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, extra_context)

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        if "role" in form.changed_data:
            obj.prendre_role(obj.role)
        super().save_model(request, obj, form, change)
