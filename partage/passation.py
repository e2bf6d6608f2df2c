"""Ce que le CGET transmet quand une personne passe la main : les territoires qu'elle suit."""

from django.dispatch import receiver

from comptes.personnes import succession

from .models import ContactCget


@receiver(succession)
def transmettre_les_contacts(sender, de, a, **kwargs):
    """Le successeur devient le contact au CGET qu'était, à son adresse, la personne qui part."""
    contacts = ContactCget.objects.filter(courriel__iexact=de.email)
    for contact in contacts:
        contact.nom, contact.courriel = str(a), a.email
        contact.fonction, contact.telephone = a.fonction, a.telephone
        contact.save()
