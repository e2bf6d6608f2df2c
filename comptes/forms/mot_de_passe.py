"""Formulaires du mot de passe oublié, ou à choisir après une invitation."""

from django.contrib.auth.forms import PasswordResetForm, SetPasswordForm
from django.contrib.auth.password_validation import password_validators_help_texts
from django_q.tasks import async_task
from dsfr.forms import DsfrBaseForm


class MotDePasseOublieForm(DsfrBaseForm, PasswordResetForm):
    """Adresse où envoyer un lien ; rien ne dit si elle est celle d'un compte."""

    def save(self, *, request, **options):
        """Confie la recherche du compte à une tâche de fond (voir `comptes.courriel`)."""
        async_task(
            "comptes.courriel.envoyer_oubli",
            self.cleaned_data["email"],
            request.scheme,
            request.get_host(),
            cluster="rapide",
            # L'adresse tapée n'est pas gardée une fois la tâche faite.
            save=False,
        )


class AvecReglesForm(DsfrBaseForm):
    """Formulaire d'un nouveau mot de passe, qui en dit les règles en phrases.

    Django en fait une liste, qui n'a pas sa place dans l'étiquette d'un champ.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Le champ lié est déjà fait : c'est le sien qui s'écrit.
        self["new_password1"].help_text = " ".join(password_validators_help_texts())


class MotDePasseChoisiForm(AvecReglesForm, SetPasswordForm):
    """Le mot de passe, deux fois."""
