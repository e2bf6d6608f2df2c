"""Les contacts au CGET de chaque territoire, que tiennent le CGET et l'administrateur."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from comptes.acces import reserve_a
from comptes.models import Utilisateur
from socle.noms import nommer
from socle.saisie import confirmer_suppression, saisir

from ..forms.contact import ContactCgetForm
from ..models import ContactCget

reserve = reserve_a(Utilisateur.Role.CGET, Utilisateur.Role.ADMINISTRATEUR)


@reserve
def liste(request):
    """Les contacts, et les départements que personne ne suit."""
    contexte = {
        "contacts": ContactCget.objects.prefetch_related("regions", "departements"),
        "sans_contact": ContactCget.objects.manquants(),
    }
    return render(request, "partage/contacts.html", contexte)


@reserve
def ajouter(request):
    """Ajoute un contact."""
    return _saisir(
        request, ContactCgetForm(request.POST or None), nommer("Ajouter un contact {au cget}")
    )


@reserve
def modifier(request, pk):
    """Modifie un contact et les territoires qu'il suit."""
    contact = get_object_or_404(ContactCget, pk=pk)
    form = ContactCgetForm(request.POST or None, instance=contact)
    return _saisir(request, form, f"Modifier le contact {contact}")


@reserve
def supprimer(request, pk):
    """Supprime un contact."""
    contact = get_object_or_404(ContactCget, pk=pk)
    retour = reverse("partage:contacts")
    return confirmer_suppression(
        request, contact, retour=retour, parent=nommer("Contacts {au cget}")
    )


def _saisir(request, form, titre):
    retour = reverse("partage:contacts")
    return saisir(request, form, titre=titre, retour=retour, parent=nommer("Contacts {au cget}"))
