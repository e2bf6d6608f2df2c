"""Les points à vérifier : d'un bilan qui s'écrit, et de tous ceux qui sont transmis."""

from collections import defaultdict
from dataclasses import replace

from remontees.models import Transmission

from .coherence import Releve, chiffres_du_contenu, compter_les_reunions, points_a_verifier
from .models.controle import Controle
from .models.referentiel import Indicateur


def points_du_bilan(bilan):
    """Rend les `Point` que les contrôles en service relèvent, chacun avec sa réponse."""
    releve = Releve(
        {cle: chiffre.en_json() for cle, chiffre in bilan.chiffres.items()}
        | compter_les_reunions(bilan.reunions),
        bilan.precedent,
        [(i.code, i.plafond_id) for i in bilan.indicateurs if i.plafond_id],
    )
    reponses = {}
    if bilan.pk:
        reponses = {reponse.cle: reponse.texte for reponse in bilan.reponses_aux_controles.all()}
    return [
        replace(point, reponse=reponses.get(point.cle, ""))
        for point in points_a_verifier(releve, Controle.objects.en_service())
    ]


def relever(bilans, user, semestre):
    """Rend {code d'un contrôle: [(département, `Point`)]} des dernières versions que lit `user`.

    Les contrôles en service relisent ce qui fut transmis pour ce `semestre` : un contrôle neuf dit
    aussi ce qu'il aurait relevé. Un point qui fut transmis garde sa réponse.
    """
    controles = list(Controle.objects.en_service())
    indicateurs = Indicateur.objects.exclude(plafond=None)
    plafonds = list(indicateurs.values_list("code", "plafond_id"))
    precedents = {v.departement_id: v.contenu for v in _versions(bilans, user, semestre.precedent)}
    releves = defaultdict(list)
    for version in _versions(bilans, user, semestre):
        contenu, precedent = version.donnees, precedents.get(version.departement_id)
        reponses = {}
        if contenu["format"] > 1:
            reponses = {point["cle"]: point["reponse"] for point in contenu["a_verifier"]}
        releve = Releve(chiffres_du_contenu(contenu), precedent, plafonds)
        for point in points_a_verifier(releve, controles):
            repondu = replace(point, reponse=reponses.get(point.cle, ""))
            releves[point.controle].append((version.departement, repondu))
    return releves


def _versions(bilans, user, semestre):
    """Rend les dernières versions transmises de ces bilans, pour un semestre."""
    versions = Transmission.objects.visibles_par(user).pour(bilans.model).dernieres()
    siennes = versions.filter(object_id__in=bilans.filter(periode=semestre).values("pk"))
    lues = siennes.defer("pdf").select_related("departement", "content_type")
    return lues.order_by("departement__nom")
