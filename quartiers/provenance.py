"""D'où viennent les chiffres des QPV d'un département : liste, date, catégorie, source."""

from django.utils import timezone

from socle.francais import ecrire_jour

from .models import Chiffre, ImportQuartiers, Quartier, millesime_en_vigueur

# Comment se dit la catégorie d'un chiffre.
CATEGORIES = {
    Chiffre.Nature.POPULATION: "population {}",
    Chiffre.Nature.DEFM: "catégorie {}",
}


def provenances(departement, le, totaux):
    """Rend {chiffre de ces `totaux`: sa provenance, en mots} d'un département à la date `le`.

    `totaux` : voir `QuartierQuerySet.totaux`. Deux provenances égales sont d'un même import.
    """
    quartiers = Quartier.objects.du(departement).en_vigueur(le)
    millesime = millesime_en_vigueur(le, departement.pk)
    faits = ImportQuartiers.objects.faits().filter(millesime=millesime, annule_le=None)
    imports = {fait.genre: timezone.localdate(fait.fait_le) for fait in reversed(faits)}
    liste = f"liste de {millesime}{_importee(imports.get(ImportQuartiers.Genre.LISTE))}"
    pru = imports.get(ImportQuartiers.Genre.PRU)
    repris = totaux["pru_repris"]
    return {
        "nombre": liste,
        "pru_nationaux": liste
        + (f" ; PRU{_importee(pru, 's')}" if pru else "")
        + (f" ; {repris} repris des anciens quartiers" if repris else ""),
        **{
            nature: f"{liste} ; {_dire(nature, chiffres)}"
            for nature, chiffres in _lire(quartiers, le).items()
        },
    }


def _importee(jour, pluriel=""):
    accord = f"importé{pluriel or 'e'}"
    return f", {accord} le {ecrire_jour(jour)}" if jour else ""


def _lire(quartiers, le):
    """Rend {nature: {(date, catégorie, source)}} des chiffres que comptent ces quartiers."""
    lus = {nature: set() for nature in Chiffre.Nature.values}
    for nature, *chiffre in (
        Chiffre.objects.de(quartiers, le)
        .order_by()
        .values_list("nature", "au", "categorie", "journal__source")
        .distinct()
    ):
        lus[nature].add(tuple(chiffre))
    return lus


def _dire(nature, chiffres):
    if not chiffres:
        return "sa date et sa source ne sont pas renseignées"
    dates, categories, sources = (sorted({*valeurs}) for valeurs in zip(*chiffres, strict=True))
    jours = [ecrire_jour(jour) for jour in (dates[0], dates[-1])]
    quand = f"au {jours[0]}" if len(dates) == 1 else f"du {jours[0]} au {jours[1]}"
    quoi = [CATEGORIES[nature].format(categorie) for categorie in categories]
    return ", ".join([quand, *quoi, *filter(None, sources)])
