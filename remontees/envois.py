"""Ce que la file des courriels apprend aux versions transmises."""

from django.dispatch import receiver

from courriels.models import essai_fait

from .models import Transmission


@receiver(essai_fait)
def noter(sender, courriel, **kwargs):
    Transmission.objects.noter_l_envoi(courriel)
