"""Des sommes gardées en mémoire tant que rien n'est écrit (décision 17)."""

import datetime
from hashlib import sha256

from django.core.cache import cache
from django.db.models import Count, Value
from django.utils import timezone

# Une demande prend des secondes : une écriture d'avant est connue de tous, ou abandonnée.
RECUL = datetime.timedelta(hours=1)


def garder_en_memoire(nom, versions, calculer):
    """Rend ce que rend `calculer`, gardé sous ce `nom` tant que ses `versions` sont les mêmes."""
    cle = sha256(repr(versions).encode()).hexdigest()
    return cache.get_or_set(f"{nom}-{cle}", calculer)


def compter_les_ecritures(*modeles):
    """Rend l'heure ronde d'où se comptent les versions de ces modèles, et une requête pour chacun :
    (son rang, leur nombre), ou rien.

    Toute écriture laisse sa version dans l'histoire. Regarder la dernière ne suffirait pas : deux
    écritures simultanées peuvent finir dans l'autre ordre.
    """
    depuis = timezone.now().replace(minute=0, second=0, microsecond=0) - RECUL
    return depuis, [
        modele.history.filter(history_date__gte=depuis)
        .order_by()
        .values_list(Value(rang))
        .annotate(Count("pk"))
        for rang, modele in enumerate(modeles)
    ]
