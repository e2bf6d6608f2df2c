"""Qui, au CGET, suit quels départements : la salle qui tient les contacts s'inscrit ici.

Qui n'y est pas suit tout ce qu'il a le droit de lire.
"""

_contacts: dict = {}


def inscrire(contacts):
    """Inscrit ce qui répond à `codes_suivis(adresse)` et à `suivant(codes)` (des contacts)."""
    _contacts["contacts"] = contacts


def codes_en_charge(user):
    """Rend les codes des départements que `user` suit en propre ; aucun hors du CGET."""
    contacts = _contacts.get("contacts")
    if contacts is None or not (user.est_cget and user.email):
        return frozenset()
    return frozenset(contacts.codes_suivis(user.email)) & frozenset(user.codes_departements)


def adresses_en_charge(codes):
    """Rend les adresses de qui suit en propre l'un de ces départements (codes)."""
    contacts = _contacts.get("contacts")
    return set(contacts.suivant(codes).values_list("courriel", flat=True)) if contacts else set()
