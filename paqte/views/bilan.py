"""Pages du bilan semestriel (voir `remontees.views.remontee.Pages`)."""

from remontees.views.remontee import Pages

from ..forms.bilan import BilanForm
from ..models import Bilan

pages = Pages(
    modele=Bilan,
    formulaire=BilanForm,
    gabarit_liste="paqte/bilan_liste.html",
    gabarit_saisie="paqte/bilan_form.html",
)
