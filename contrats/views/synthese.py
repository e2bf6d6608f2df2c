"""Pages de la synthèse du 15 mars (voir `remontees.views.remontee.Pages`)."""

from remontees.views.jauge import PagesMesurees

from ..forms.synthese import SyntheseForm
from ..models import Synthese

pages = PagesMesurees(
    modele=Synthese,
    formulaire=SyntheseForm,
    gabarit_liste="contrats/synthese_liste.html",
    gabarit_saisie="contrats/synthese_form.html",
)
