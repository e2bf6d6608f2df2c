"""Ce qu'un ministère transmet quand une personne passe la main : la tenue de ses mesures."""

from django.dispatch import receiver

from comptes.personnes import succession


@receiver(succession)
def transmettre_les_ministeres(sender, de, a, **kwargs):
    """Le successeur devient membre des ministères de la personne qui part."""
    a.ministeres.add(*de.ministeres.all())
    de.ministeres.clear()
