"""Pages de la synthèse régionale (voir `remontees.views.remontee.Pages`)."""

from remontees.views.jauge import PagesMesurees

from .forms import SyntheseRegionaleForm
from .models import SyntheseRegionale

pages = PagesMesurees(
    modele=SyntheseRegionale,
    formulaire=SyntheseRegionaleForm,
    gabarit_liste="regions/synthese_liste.html",
    gabarit_saisie="regions/synthese_form.html",
)
