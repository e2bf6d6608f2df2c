"""La file de lecture du CGET : ce qu'il a à lire, et comment il tient ses délais."""

from django.shortcuts import redirect, render

from comptes.acces import reserve_au_cget

from ..file_de_lecture import a_lire, compte_de_l_examen
from ..models import Campagne


@reserve_au_cget
def file(request):
    """Ce qui attend une décision, le plus pressé d'abord ; de ses territoires s'il en a."""
    tous = "tous" in request.GET or not request.user.codes_en_charge
    contexte = {
        "file": a_lire(request.user, tous=tous, avec=("commentaires", "avis")),
        "tous": tous,
        "examens": compte_de_l_examen(Campagne.objects.all()),
    }
    return render(request, "remontees/a_lire.html", contexte)


@reserve_au_cget
def suivante(request):
    """Mène à la version la plus pressée, ou à la file s'il n'y a rien à lire."""
    file = a_lire(request.user)
    return redirect(file[0].remontee if file else "a_lire")
