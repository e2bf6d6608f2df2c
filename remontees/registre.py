"""Le registre : chaque salle y inscrit, à son démarrage, ce qu'une campagne peut attendre.

Une remontée se transmet ; une obligation se constate. Tout ce qui parle de « toutes les remontées »
parcourt ce registre : hors de leur salle, rien ne les nomme.
"""

_remontees: dict = {}
_obligations: dict = {}


def inscrire(modele):
    """Inscrit une remontée (son modèle, qui dit son `genre`)."""
    _remontees[modele.genre] = modele


def inscrire_obligation(obligation):
    """Inscrit une `remontees.obligation.Obligation`."""
    _obligations[obligation.genre] = obligation


def remontees():
    """Rend les modèles des remontées, dans l'ordre de leur `rang`."""
    return sorted(_remontees.values(), key=lambda modele: modele.rang)


def remontee(genre):
    """Rend le modèle de la remontée de ce genre. Lève KeyError s'il n'y en a pas."""
    return _remontees[genre]


def obligations():
    """Rend les obligations, dans l'ordre de leur `rang`."""
    return sorted(_obligations.values(), key=lambda obligation: obligation.rang)


def attendus():
    """Rend tout ce qu'une campagne peut attendre : chacun a un `genre`, et rend ses `dues`."""
    return [*remontees(), *obligations()]


def attendu(genre):
    """Rend la remontée, ou l'obligation, de ce genre. Lève KeyError s'il n'y en a pas."""
    return (_remontees | _obligations)[genre]


def choix_de_genre():
    """Rend les choix de genre d'une campagne : [(genre, libellé)]."""
    return [(attendu.genre, attendu.libelle) for attendu in attendus()]


def choix_de_remontee():
    """Rend les choix de genre d'une remontée : [(genre, libellé)]."""
    return [(modele.genre, modele.libelle) for modele in remontees()]
