"""Formulaires du mot de passe oublié, ou à choisir après une invitation."""

from django.contrib.auth.forms import PasswordResetForm, SetPasswordForm
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


class MotDePasseChoisiForm(DsfrBaseForm, SetPasswordForm):
    """Le mot de passe, deux fois."""
