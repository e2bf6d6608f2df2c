"""Mot de passe oublié, et lien à usage unique pour en choisir un (voir `comptes.courriel`)."""

from axes.utils import reset
from django.contrib.auth.views import (
    PasswordResetConfirmView,
    PasswordResetDoneView,
    PasswordResetView,
)
from django.contrib.messages.views import SuccessMessageMixin
from django.urls import reverse_lazy

from ..courriel import JOURS_DE_VALIDITE
from ..forms.mot_de_passe import MotDePasseChoisiForm, MotDePasseOublieForm


class Oublie(PasswordResetView):
    """Demande d'un lien ; la réponse est la même que l'adresse soit connue ou non."""

    template_name = "comptes/mot_de_passe_oublie.html"
    form_class = MotDePasseOublieForm
    success_url = reverse_lazy("mot_de_passe_envoye")

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


class Envoye(PasswordResetDoneView):
    """Ce qui suit la demande d'un lien."""

    template_name = "comptes/mot_de_passe_envoye.html"
    extra_context = {"jours": JOURS_DE_VALIDITE}


class Choisir(SuccessMessageMixin, PasswordResetConfirmView):
    """Choix d'un mot de passe par le lien reçu ; il reste à se connecter."""

    template_name = "comptes/mot_de_passe_choisir.html"
    form_class = MotDePasseChoisiForm
    success_url = reverse_lazy("connexion")
    success_message = "Votre mot de passe est choisi : connectez-vous."

    def get_user(self, uidb64):
        """Rend la personne du lien ; None si son compte est fermé."""
        user = super().get_user(uidb64)
        return user if user and user.is_active else None

    def form_valid(self, form):
        """Le lien prouve la messagerie : il rouvre aussi l'identifiant que des essais ont fermé."""
        reset(username=self.user.username)
        return super().form_valid(form)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)
