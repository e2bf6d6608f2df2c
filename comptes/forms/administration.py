"""Les formulaires d'un compte dans l'administration de Django, où il reste un administrateur."""

from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm
from django.core.exceptions import ValidationError

from ..models import Utilisateur
from ..personnes import DERNIER_ADMINISTRATEUR


class CompteForm(UserChangeForm):
    """Un compte ; le dernier administrateur garde son rôle."""

    def clean_role(self):
        """Lève ValidationError si le rôle ôté est celui du dernier administrateur.

        L'administration lit et enregistre un formulaire dans une même transaction : le verrou
        tient jusqu'à l'enregistrement.
        """
        role = self.cleaned_data["role"]
        administrateurs = Utilisateur.objects.administrateurs().verrouilles()
        if role != Utilisateur.Role.ADMINISTRATEUR and administrateurs == [self.instance]:
            raise ValidationError(DERNIER_ADMINISTRATEUR)
        return role


class MotDePasseForm(AdminPasswordChangeForm):
    """Un nouveau mot de passe ; s'en passer, c'est désactiver le compte, sur sa page du portail."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.fields.pop("usable_password", None):
            self.fields["password1"].required = self.fields["password2"].required = True
