"""Le tableau national du CGET, et sa version pour une préfecture de région."""

from comptes.acces import journalise
from comptes.models import JournalAcces
from contrats.dijon import couverture
from contrats.models import ContratDeVille
from paqte.sommes import additionner_tout, dresser_paqte
from remontees.periodes import Semestre
from socle.listes import lister_lignes

from .. import carte, suivi
from ..acces import reserve_au_suivi
from ..exports import SuiviNationalResource
from ..forms import NationalForm


@reserve_au_suivi
@journalise(JournalAcces.Page.REFERENTS)
def tableau(request):
    """Complétude, délais, référents, protocoles, PAQTE, pacte de Dijon : qui appeler."""
    form = NationalForm(request.GET, user=request.user)
    departements = form.choisis
    periodes = form.periodes_choisies
    sommes = additionner_tout(departements, periodes[Semestre])
    national = suivi.dresser_suivi(departements, periodes, sommes.comptes)
    return lister_lignes(
        request,
        form,
        national.lignes,
        SuiviNationalResource(),
        "suivi-national",
        "national/tableau.html",
        titre="Tableau national",
        cherche_region=form.recherche_de_region,
        region=form.filtre_de_region,
        suivi=national,
        remontees=national.remontees,
        paqte=dresser_paqte(sommes),
        dijon=couverture(ContratDeVille.objects.en_vigueur().des(departements)),
        carte=carte.legender(form.nom_de_carte, national.lignes),
    )
