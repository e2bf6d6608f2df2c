"""Les faits d'une année, dont se bâtit le premier jet de la synthèse (fixtures/phrases.csv)."""

from django.urls import reverse

from socle.francais import ecrire_jour
from socle.phrases import Fait

from .models.contrat import Avancement


def faits_de_la_synthese(synthese):
    """Produit les `Fait` des contrats que compte `synthese`, dans l'ordre de la circulaire."""
    contrats, tables = synthese.contrats, synthese.tables
    engagements = reverse("contrats:engagements")
    yield _compter("contrats", contrats, {"quartiers": tables["totaux"]["quartiers"]})
    college = tables["college"]
    reunions = (("collège des chefs de service", reverse("contrats:colleges")),)
    yield Fait(
        "college",
        college["reunions"],
        liens=reunions,
        parts={nom: college[nom] for nom in ("recteur", "ars")},
        valeurs={"depuis": ecrire_jour(college["depuis_le"])},
    )
    liste = ("engagements", engagements)
    yield Fait("engagements", tables["totaux"]["engagements"], liens=(liste,))
    if not contrats:
        return
    signees = {"signees": tables["mesures_signees"]}
    yield Fait("mesures", tables["mesures_nombre"], liens=(liste,), parts=signees)
    repris, signes = (
        sum(domaine[compte] for domaine in tables["dijon"]) for compte in ("repris", "signes")
    )
    pacte = (("pacte de Dijon", reverse("contrats:dijon")),)
    yield Fait("dijon", repris, liens=pacte, parts={"signes": signes})
    signes = [c for c in contrats if c.avancement_au == Avancement.SIGNE]
    yield _compter("signes", signes)
    yield _compter("a_signer", [c for c in contrats if c not in signes])
    yield _compter("retards", [c for c in contrats if c.est_hors_delai])
    en_retard = tables["totaux"]["engagements_en_retard"]
    yield Fait("engagements_en_retard", en_retard, liens=(liste,))


def _compter(cle, contrats, parts=()):
    noms = tuple(contrat.nom for contrat in contrats)
    liens = tuple((contrat.nom, contrat.get_absolute_url()) for contrat in contrats)
    return Fait(cle, len(noms), noms, liens, dict(parts))
