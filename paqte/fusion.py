"""Réunir deux fiches d'une même entreprise : tout ce que portait l'une passe à l'autre."""

from django.db import transaction

from socle.francais import ecrire_jour

LIEU = ("adresse", "commune", "code_commune", "longitude", "latitude")
CONTACT = ("contact", "courriel")


def obstacles(gardee, absorbee):
    """Rend ce qui empêche de les réunir : deux conventions du même jour, où tout est saisi."""
    return [
        f"Les deux ont une convention signée le {ecrire_jour(convention.date_signature)}, et des "
        "saisies dans chacune : videz-en une, ou changez sa date."
        for convention, jumelle in _paires(gardee, absorbee)
        if jumelle and not (convention.est_vide or jumelle.est_vide)
    ]


@transaction.atomic
def fusionner(gardee, absorbee):
    """Donne à `gardee` les conventions d'`absorbee` et ce qui lui manque, puis supprime celle-ci.

    Résultats, exemples et demandes suivent leur convention. De deux conventions du même jour, celle
    qui est vide cède ses axes et ses cibles à l'autre.
    """
    for convention, jumelle in _paires(gardee, absorbee):
        if jumelle:
            vide, convention = (jumelle, convention) if jumelle.est_vide else (convention, jumelle)
            _ceder(vide, convention)
        convention.entreprise = gardee
        convention.save()
    for charte in absorbee.chartes.exclude(fin_le__in=gardee.chartes.values("fin_le")):
        charte.entreprise = gardee
        charte.save()
    for charte in absorbee.chartes.all():
        charte.delete()
    for champs in (LIEU, CONTACT):
        if not any(getattr(gardee, champ) for champ in champs):
            for champ in champs:
                setattr(gardee, champ, getattr(absorbee, champ))
    gardee._change_reason = f"Réunie à {absorbee.nom} ({absorbee.siren})"
    gardee.save()
    absorbee._change_reason = f"Réunie à {gardee.nom} ({gardee.siren})"
    absorbee.delete()


def _paires(gardee, absorbee):
    siennes = {convention.date_signature: convention for convention in gardee.conventions.all()}
    for convention in absorbee.conventions.all():
        yield convention, siennes.get(convention.date_signature)


def _ceder(vide, pleine):
    pleine.axes.add(*vide.axes.all())
    connues = pleine.cibles.values("indicateur")
    for cible in vide.cibles.exclude(indicateur__in=connues):
        cible.convention = pleine
        cible.save()
    pleine.autres_engagements = pleine.autres_engagements or vide.autres_engagements
    vide.delete()
