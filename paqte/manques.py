"""Ce qui manque à un bilan pour être transmis, et ce qui avertit sans l'empêcher."""

from django.urls import reverse, reverse_lazy
from django.utils import timezone

from remontees.models import Manque
from socle.francais import ecrire_jour, ecrire_nombre

from .coherence import ecrire_le_depassement
from .contenu import CONTEXTE
from .models.valeurs import Cible, Reponse, ResultatConvention


def manques_du_bilan(bilan):
    """Rend ce qui empêche de transmettre `bilan`, dans l'ordre de l'annexe 2."""
    return [
        *_d_animation(bilan),
        *_d_exemple(bilan),
        *_de_correction(bilan),
        *_de_contexte(bilan),
        *bilan.manques_ecrits(),
    ]


def avertissements_du_bilan(bilan):
    """Rend ce que l'on peut laisser, un semestre qui court encore, puis, par entreprise, ce qu'on
    ne sait pas et ce qui se contredit.
    """
    return [*_d_avance(bilan), *_de_silence(bilan), *_d_incoherence(bilan)]


def _d_avance(bilan):
    if timezone.localdate() <= bilan.periode.fin:
        yield Manque(
            f"Le semestre n’est pas fini : ses résultats courent jusqu’au "
            f"{ecrire_jour(bilan.periode.fin)}.",
            bilan.get_absolute_url(),
        )


def _de_silence(bilan):
    for convention in bilan.conventions:
        if convention.reponse == Reponse.Etat.ATTENDUS:
            yield Manque(
                f"{convention.entreprise.nom} : ses résultats ne sont pas renseignés.",
                _resultats(bilan, convention.pk),
            )


def _d_incoherence(bilan):
    conventions = bilan.conventions_en_cours().values("pk")
    resultats = ResultatConvention.objects.filter(
        convention__in=conventions, semestre=bilan.periode
    )
    for resultat in resultats.au_dela_du_plafond():
        yield Manque(ecrire_le_depassement(resultat), _resultats(bilan, resultat.convention_id))
    for cible in Cible.objects.filter(convention__in=conventions).au_dela_du_plafond():
        yield Manque(
            ecrire_le_depassement(cible),
            reverse_lazy("paqte:convention_modifier", args=[cible.convention_id]),
        )


def _resultats(bilan, convention):
    return reverse_lazy(
        "paqte:resultats", args=[convention, bilan.periode], query={"retour": "bilan"}
    )


def _d_animation(bilan):
    animation = reverse("paqte:animation", args=[bilan.departement_id])
    if not hasattr(bilan.departement, "referent"):
        yield Manque("Le référent PAQTE n’est pas désigné.", f"{animation}#referent")
    if not hasattr(bilan.departement, "organisation"):
        yield Manque("L’organisation retenue n’est pas décrite.", f"{animation}#organisation")
    if not bilan.partenaires and not bilan.partenaires_enregistres:
        yield Manque(
            "Aucun partenaire n’est enregistré : ajoutez-en un ou précisez la situation.",
            _lien(bilan, "partenaires"),
        )


def _d_exemple(bilan):
    if not bilan.exemples and bilan.exemple_manque:
        yield Manque("Aucun exemple concret n’est donné.", _lien(bilan, "exemples"))


def _de_correction(bilan):
    for cle, correction in bilan.corrections_par_cle.items():
        if cle in bilan.libelles and not correction.motif:
            yield Manque(
                f"La correction de « {bilan.libelles[cle]} » n’a pas de motif.",
                _lien(bilan, f"motif-{cle}"),
            )
    for cle, correction in bilan.corrections_a_confirmer.items():
        avant, apres = correction.calcule, bilan.chiffres[cle].calcule
        yield Manque(
            f"« {bilan.libelles[cle]} » : le calcul est passé de {ecrire_nombre(avant)} à "
            f"{ecrire_nombre(apres)} depuis votre correction. Confirmez-la, ou changez-la.",
            _lien(bilan, f"confirme-{cle}"),
        )


def _de_contexte(bilan):
    for cle in bilan.contexte_incomplet:
        if f"contexte-{cle}" not in bilan.corrections_par_cle:
            yield Manque(
                f"« {CONTEXTE[cle][0]} » n’est pas connu pour tous les QPV.",
                _lien(bilan, f"valeur-contexte-{cle}"),
            )


def _lien(bilan, champ):
    return f"{bilan.get_absolute_url()}#id_{champ}"
