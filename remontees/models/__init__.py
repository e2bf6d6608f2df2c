"""Le socle de toutes les remontées : campagne, remontée, transmission figée."""

from .anterieur import EnvoiAnterieur
from .avancee import Avancee, libeller_etat
from .avis import Avis
from .campagne import Campagne, PieceJointe
from .commentaire import Commentaire
from .decision import Decision, Note
from .document import Document
from .due import Due
from .echeance import Echeance
from .empechements import Conflit, EtatInvalide, Manque, PasEncoreTransmise
from .en_pages import EnPages
from .ensemble import avancees_par_genre, periodes_suivies
from .lien_public import LienPublic
from .ligne import LigneDeSuivi
from .prolongation import Prolongation
from .rectification import Rectification
from .redaction import PhraseJugee
from .relance import A_LA_MAIN, Palier, RefusDeRelances, Relance
from .remontee import Remontee
from .sans_objet import SansObjet
from .soumission import Soumission
from .suivi import RemonteeQuerySet
from .territoire import RemonteeDepartementale, RemonteeRegionale
from .transmission import Transmission

__all__ = [
    "A_LA_MAIN",
    "Avancee",
    "Avis",
    "Campagne",
    "Commentaire",
    "Conflit",
    "Decision",
    "Document",
    "Due",
    "Echeance",
    "EnPages",
    "EnvoiAnterieur",
    "EtatInvalide",
    "LienPublic",
    "LigneDeSuivi",
    "Manque",
    "Note",
    "Palier",
    "PasEncoreTransmise",
    "PhraseJugee",
    "PieceJointe",
    "Prolongation",
    "Rectification",
    "RefusDeRelances",
    "Relance",
    "Remontee",
    "RemonteeDepartementale",
    "RemonteeQuerySet",
    "RemonteeRegionale",
    "SansObjet",
    "Soumission",
    "Transmission",
    "avancees_par_genre",
    "libeller_etat",
    "periodes_suivies",
]
