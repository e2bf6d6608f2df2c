"""Des piles : un même ensemble, réparti à chaque moment entre des niveaux."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..francais import ecrire_nombre
from .cadre import HAUTEUR, Cadre, Moment, graduer, nommer_sur_l_axe

# Ce qu'une pile prend de sa place ; sous quelle hauteur un nombre ne s'y écrit pas.
PART_D_UNE_PILE, HAUTEUR_D_UN_NOMBRE = 0.8, 11
# Du niveau du bas à celui du haut, écrites dans le dessin : WeasyPrint n'y applique pas la feuille
# de style. Chacun se distingue du suivant en gris.
ENCRES = (("#000091", "#ffffff"), ("#6a6af4", "#ffffff"), ("#cacafb", "#161616"))
ENCRE_DU_HAUT = ("#ffffff", "#161616")


@dataclass(frozen=True)
class Piles:
    """Répond à une `question` par le nombre d'objets à chaque niveau, à chaque moment.

    `niveaux` vont de celui qu'on veut (en bas : son bord monte) à celui dont on part. `comptes` :
    à chaque moment, un nombre par niveau.
    """

    question: str
    moments: Sequence[Moment]
    niveaux: Sequence[str]
    comptes: Sequence[Sequence[int]]

    gabarit = "composants/piles.html"

    @property
    def est_vide(self):
        return not any(map(sum, self.comptes))

    @property
    def phrase(self):
        """Dit ce que montre le dessin : le niveau voulu, sa tendance, son plus haut, les autres."""
        if self.est_vide:
            return "Aucune valeur connue."
        voulu, (debut, fin) = self.niveaux[0], (self.moments[0], self.moments[-1])
        (premier, *_), dernier = self.comptes[0], self.comptes[-1]
        dits = [f"« {voulu} » : {dernier[0]} sur {sum(dernier)} ({fin.nom})"]
        if len(self.moments) > 1:
            ecart = dernier[0] - premier
            sens = f"{abs(ecart)} de {'plus' if ecart > 0 else 'moins'}" if ecart else "autant"
            dits.append(f"{sens} qu’au début, {premier} ({debut.nom})")
        haut, moment = max((n, -r) for r, (n, *_) in enumerate(self.comptes))
        if haut > dernier[0]:
            dits.append(f"au plus haut, {haut} ({self.moments[-moment].nom})")
        paires = zip(self.niveaux[1:], dernier[1:], strict=True)
        dits += [f"{niveau.lower()}, {nombre}" for niveau, nombre in paires if nombre]
        return " ; ".join(dits) + "."

    @property
    def entetes(self):
        return ["Date", *self.niveaux]

    @property
    def lignes(self):
        """Les nombres du dessin : [(moment, [nombres])]."""
        return [
            (moment.nom, list(comptes))
            for moment, comptes in zip(self.moments, self.comptes, strict=True)
        ]

    @property
    def encres(self):
        """Le fond et la lettre de chaque niveau."""
        return [*ENCRES[: len(self.niveaux) - 1], ENCRE_DU_HAUT]

    @property
    def legende(self):
        """Rend [(rang du niveau, fond, nom)]."""
        paires = zip(self.encres, self.niveaux, strict=True)
        return [(self._classe(rang), fond, nom) for rang, ((fond, _), nom) in enumerate(paires)]

    def _classe(self, rang):
        return "haut" if rang == len(self.niveaux) - 1 else str(rang)

    def dessiner(self, hauteur=HAUTEUR):
        """Rend ce qui se trace : un dict par niveau, et ses pièces d'un moment à l'autre."""
        cadre = Cadre(graduer(max(map(sum, self.comptes))), hauteur)
        pas = cadre.largeur / len(self.moments)
        largeur = round(pas * PART_D_UNE_PILE, 1)
        milieux = [round(cadre.gauche + pas * (rang + 0.5), 1) for rang in range(len(self.moments))]
        niveaux = [
            {"classe": self._classe(rang), "fond": fond, "lettre": lettre, "pieces": []}
            for rang, (fond, lettre) in enumerate(self.encres)
        ]
        for milieu, comptes in zip(milieux, self.comptes, strict=True):
            dessous = 0
            for niveau, nombre in zip(niveaux, comptes, strict=True):
                bas, haut = cadre.hauteur(dessous), cadre.hauteur(dessous + nombre)
                dessous += nombre
                if nombre:
                    niveau["pieces"].append(_placer(milieu, largeur, bas, haut, nombre))
        noms = nommer_sur_l_axe([moment.court for moment in self.moments], milieux)
        return cadre.axes | {"large": largeur, "niveaux": niveaux, "noms": noms}


def _placer(milieu, largeur, bas, haut, nombre):
    return {
        "x": round(milieu - largeur / 2, 1),
        "y": haut,
        "milieu": milieu,
        "texte_en": round((bas + haut) / 2 + 3.5, 1),
        "hauteur": round(bas - haut, 1),
        "nombre": ecrire_nombre(nombre) if bas - haut >= HAUTEUR_D_UN_NOMBRE else "",
    }
