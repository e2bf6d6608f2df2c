"""Retrouver une région ou un département comme les gens, et le portail lui-même, l'écrivent."""

from collections import defaultdict

from django.core.exceptions import ValidationError

from socle.imports.lecture import normaliser

from .models import Departement, Region

INITIALES = {Region: "R", Departement: "D"}


class Territoires:
    """Les territoires de ces modèles (`Region`, `Departement`), trouvés par leur code ou leur nom.

    « 59 », « D59 », « Nord », « Nord (59) », « 59 - Nord » ; « R32 », « Hauts-de-France ».
    """

    def __init__(self, *modeles):
        self.connus = defaultdict(list)
        for modele in modeles:
            for territoire in modele.objects.all():
                code, nom = territoire.code, normaliser(territoire.nom)
                precis = f"{INITIALES[modele]}{code}"
                for ecrit in {
                    *(code, code.lstrip("0"), precis, nom),
                    *(f"{nom}_{code}", f"{nom}_{precis}", f"{code}_{nom}"),
                }:
                    self.connus[ecrit.casefold()].append(territoire)

    def trouver(self, texte, *, ambigus=None):
        """Rend le territoire qu'écrit `texte`, ou None s'il n'en écrit aucun.

        « 32 » est un département et une région : lève ValidationError qui les nomme, à moins que
        le modèle `ambigus` dise lequel des deux.
        """
        trouves = self.connus.get(normaliser(texte), [])
        if len(trouves) > 1 and ambigus:
            trouves = [territoire for territoire in trouves if isinstance(territoire, ambigus)]
        if len(trouves) > 1:
            lectures = " ou ".join(
                f"{territoire.nom} (écrivez {INITIALES[type(territoire)]}{territoire.code})"
                for territoire in trouves
            )
            raise ValidationError(f"« {texte} » peut être {lectures}.", code="ambigu")
        return next(iter(trouves), None)
