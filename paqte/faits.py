"""Les faits d'un semestre, dont se bâtit le premier jet du bilan (fixtures/phrases.csv)."""

from django.urls import reverse

from socle.francais import ecrire_jour, ecrire_nombre
from socle.phrases import Fait

from .models.animation import ReunionComite
from .models.convention import Convention
from .models.entreprise import Entreprise
from .models.valeurs import Reponse
from .totaux import additionner

PETITES = (Entreprise.Taille.PME, Entreprise.Taille.TPE)


def faits_du_bilan(bilan):
    """Produit les `Fait` du semestre de `bilan`, dans l'ordre de l'annexe 2."""
    periode = {"periode": bilan.periode.libelle}
    yield from _d_animation(bilan, periode)
    yield from _de_conventions(bilan, periode)
    yield from _d_exemples(bilan)
    if bilan.quartiers["nombre"]:
        quartiers = ((f"{bilan.quartiers['nombre']} QPV", reverse("quartiers:liste")),)
        yield Fait(
            "quartiers",
            bilan.quartiers["nombre"],
            liens=quartiers,
            parts={"habitants": bilan.quartiers["population"]},
        )
    yield from _d_evolution(bilan)
    yield from _de_silence(bilan)


def _d_animation(bilan, periode):
    animation = reverse("paqte:animation", args=[bilan.departement_id])
    reunions = sorted(bilan.reunions, key=lambda reunion: (reunion.date, reunion.pk))
    yield Fait(
        "reunions",
        len(reunions),
        tuple(f"le {ecrire_jour(reunion.date)}" for reunion in reunions),
        (("réunions du semestre", f"{animation}#reunions"),),
        {"comite": sum(r.objet == ReunionComite.Objet.COMITE for r in reunions)},
        periode,
    )
    if chartes := bilan.chartes_restantes:
        nommees = chartes.noms is not None
        yield Fait(
            "chartes_nommees" if nommees else "chartes",
            chartes.nombre,
            chartes.noms or (),
            (("chartes", f"{animation}#chartes"),),
        )
    partenaires = [str(partenaire) for partenaire in bilan.partenaires_enregistres]
    lien = ("partenaires", f"{animation}#partenaires")
    yield Fait("partenaires", len(partenaires), tuple(partenaires), (lien,))


def _de_conventions(bilan, periode):
    entreprises = {c.entreprise_id: c for c in bilan.conventions}.values()
    yield _compter("en_cours", entreprises, periode)
    signees = [
        c for c in bilan.conventions if bilan.periode.debut <= c.date_signature <= bilan.periode.fin
    ]
    petites = sum(convention.entreprise.taille in PETITES for convention in signees)
    yield _compter("signatures", signees, periode, {"pme": petites})
    finies = [c for c in bilan.conventions if c.date_fin <= bilan.periode.fin]
    yield _compter("fins", finies, periode)


def _d_exemples(bilan):
    conventions = {}
    for convention in (exemple.convention for exemple in bilan.exemples_lus):
        lien = (convention.entreprise.nom, convention.get_absolute_url())
        conventions.setdefault(convention.entreprise_id, lien)
    liens = tuple(conventions.values())
    yield Fait("exemples", len(liens), tuple(nom for nom, _ in liens), liens)


def _d_evolution(bilan):
    """Produit ce qui a progressé et ce qui a baissé depuis le semestre d'avant."""
    avant = bilan.periode.precedent
    conventions = Convention.objects.du(bilan.departement).actives(avant)
    anciens = additionner(conventions, avant)
    ecarts = {"hausses": [], "baisses": []}
    for indicateur in bilan.indicateurs:
        ancien = anciens[indicateur.pk].realise if indicateur.pk in anciens else None
        nouveau = bilan.chiffres[f"resultat-{indicateur.code}"].valeur
        if None not in (ancien, nouveau) and ancien != nouveau:
            nombres = f"de {ecrire_nombre(ancien)} à {ecrire_nombre(nouveau)}"
            sens = "hausses" if nouveau > ancien else "baisses"
            ecarts[sens].append(f"« {indicateur.libelle} » ({nombres})")
    lien = ("résultats du semestre", f"{bilan.get_absolute_url()}#resultats")
    for cle, noms in ecarts.items():
        yield Fait(cle, len(noms), tuple(noms), (lien,), valeurs={"avant": avant.libelle})


def _de_silence(bilan):
    for cle, etat in (
        ("non_communiques", Reponse.Etat.NON_COMMUNIQUES),
        ("attendus", Reponse.Etat.ATTENDUS),
    ):
        # Deux conventions d'une entreprise ne la nomment qu'une fois.
        liens = {
            convention.entreprise.nom: convention.get_absolute_url()
            for convention in bilan.conventions
            if convention.reponse == etat
        }
        yield Fait(cle, len(liens), tuple(liens), tuple(liens.items()))


def _compter(cle, conventions, valeurs, parts=()):
    noms = tuple(convention.entreprise.nom for convention in conventions)
    liens = tuple((c.entreprise.nom, c.get_absolute_url()) for c in conventions)
    return Fait(cle, len(noms), noms, liens, dict(parts), valeurs)
