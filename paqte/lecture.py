"""Le tableau des conventions d'une préfecture : une ligne par convention signée.

Cibles et résultats y ont chacun leur colonne ; leur titre dit l'indicateur (son libellé ou son
code) et, pour un résultat, le semestre : « Cible : … », « Résultat du 1er semestre 2019 : … ».
"""

import re
from collections import defaultdict
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from quartiers.models import Departement
from quartiers.territoires import Territoires
from remontees.periodes import Semestre
from socle.cellules import deproteger
from socle.champs import NombreField, decimales, lire_siren, lire_siret, valider_siren
from socle.imports.cellules import lire_choix, lire_date, lire_oui_non, nommer_les_choix
from socle.imports.lecture import normaliser
from socle.imports.tableur import Modele
from socle.nombres import est_non_communique

from .models import Absence, Axe, Entreprise, Indicateur

# Le titre de chaque colonne dans le modèle.
TITRES = {
    "entreprise": "Entreprise",
    "siren": "SIREN",
    "taille": "Taille",
    "commune": "Commune",
    "contact": "Contact",
    "courriel": "Courriel du contact",
    "date_signature": "Date de signature",
    "axes": "Axes retenus",
    "autres_engagements": "Autres engagements",
    "fin_charte": "Échéance de la charte",
    "france_une_chance": "La France une chance",
}
# Les autres noms que les préfectures, et l'export des conventions, leur donnent.
AUTRES_NOMS = {
    "entreprise": (
        *("nom", "nom_de_l_entreprise", "nom_entreprise", "raison_sociale", "denomination"),
        *("societe", "signataire", "entreprise_signataire", "employeur"),
    ),
    "siren": ("no_siren", "numero_siren", "numero_de_siren", "siren_siret", "siren_ou_siret"),
    "taille": (
        *("categorie", "taille_de_l_entreprise", "type_d_entreprise", "type_entreprise", "type"),
        "categorie_d_entreprise",
    ),
    "commune": ("ville", "localite", "commune_du_siege"),
    "contact": ("nom_du_contact", "interlocuteur", "personne_contact", "referent"),
    "courriel": (
        *("courriel", "mail", "email", "e_mail", "adresse_electronique", "adresse_mail"),
        *("mail_du_contact", "courriel_contact", "email_du_contact"),
    ),
    "date_signature": (
        *("date_signature", "signature", "signee_le", "signe_le", "date_de_la_signature"),
        *("date_de_signature_de_la_convention", "date_de_la_convention", "date"),
    ),
    "axes": ("axes", "axe", "axes_d_engagement"),
    "autres_engagements": ("autre_engagement",),
    "fin_charte": ("fin_charte", "fin_de_la_charte", "charte_jusqu_au"),
    "france_une_chance": ("france_une_chance", "la_france_une_chance_les_entreprises_s_engagent"),
}
NOMS = {nom: (normaliser(titre), *AUTRES_NOMS[nom]) for nom, titre in TITRES.items()}
# Le modèle ne les a pas ; le SIRET donne le SIREN, et le département des exports se vérifie.
NOMS |= {
    "siret": (
        *("siret", "no_siret", "numero_siret", "numero_de_siret", "siret_du_siege"),
        *("etablissement", "siret_de_l_etablissement"),
    ),
    "departement": ("departement", "dep"),
}
VALEUR = re.compile(
    r"(?:(?P<cible>cibles?|objectifs?)_(?:a_(?:3|trois)_ans_)?|(?P<resultat>resultats?)_)?(?P<reste>.+)"
)
TAILLES = nommer_les_choix(
    Entreprise.Taille,
    grande=("ge", "groupe", "grand_groupe"),
    eti=("eti", "entreprise_de_taille_intermediaire"),
    pme=("pme_pmi", "petite_ou_moyenne_entreprise", "petite_et_moyenne_entreprise"),
    tpe=("tres_petite_entreprise", "micro_entreprise", "microentreprise"),
)
TOUS_LES_AXES = {"tous", "tous_les_axes", "les_quatre", "les_4", "4_axes", "les_quatre_axes"}
ENTRE_DEUX_AXES = re.compile(r"[,;/+\n]|\bet\b|\s[-–]\s")
# « Recrutement » ou « achats » disent l'axe qui commence de même.
DEBUT_D_UN_AXE = 3
LIAISONS = re.compile(r"^(?:du|au|de|pour|le)_|_(?:du|au|de|pour|le)$")


@dataclass(frozen=True)
class ModeleDeConventions(Modele):
    """Le tableau des conventions : ses colonnes fixes, puis les axes, cibles et résultats."""

    # {titre comparable: axe (sa clé)} et {titre comparable: code d'indicateur}.
    axes: dict = None
    indicateurs: dict = None

    def reconnaitre(self, cellules):
        """Rend {colonne: rang} ; une cible est « cible:code », un résultat « 2019-s1:code »."""
        rangs = super().reconnaitre(cellules)
        for rang, cellule in enumerate(cellules):
            if rang not in rangs.values() and (colonne := self._nommer(normaliser(cellule))):
                rangs.setdefault(colonne, rang)
        return rangs

    def _nommer(self, titre):
        """Rend la colonne que dit ce titre, ou une chaîne vide."""
        if titre in self.axes:
            return f"axe:{self.axes[titre]}"
        trouve = VALEUR.fullmatch(titre)
        if not trouve:
            return ""
        semestre, reste = _ecarter_le_semestre(trouve["reste"])
        # Une cible n'a pas de semestre, un résultat en a un : le reste ne se devine pas.
        if reste not in self.indicateurs or trouve["cible" if semestre else "resultat"]:
            return ""
        return f"{semestre or 'cible'}:{self.indicateurs[reste]}"


def modele_de_conventions():
    """Rend le `Modele`, aux axes et aux indicateurs que suit le PAQTE."""
    axes = {}
    for axe in Axe.objects.all():
        nom = normaliser(axe.nom)
        axes |= dict.fromkeys(
            (nom, f"axe_{axe.rang}", f"axe_{nom}", f"axe_{axe.rang}_{nom}"), axe.pk
        )
    indicateurs = {}
    for indicateur in Indicateur.objects.all():
        libelle = normaliser(indicateur.libelle)
        avec_unite = f"{libelle}_{normaliser(indicateur.unite)}"
        noms = (normaliser(indicateur.code), libelle, avec_unite)
        indicateurs |= dict.fromkeys(noms, indicateur.code)
    return ModeleDeConventions(
        NOMS,
        necessaires=("entreprise", "date_signature"),
        lignes_maximales=1000,
        axes=axes,
        indicateurs=indicateurs,
    )


def lire_conventions(octets, nom):
    """Rend la `Liste` des conventions du fichier. Lève FichierRefuse."""
    return modele_de_conventions().lire_liste(octets, nom)


def titre_de_cible(indicateur):
    """Rend le titre de la colonne d'une cible."""
    return f"Cible : {indicateur.libelle} ({indicateur.unite})"


def titre_de_resultat(indicateur, semestre):
    """Rend le titre de la colonne d'un résultat."""
    return f"Résultat du {semestre.libelle} : {indicateur.libelle} ({indicateur.unite})"


def _ecarter_le_semestre(titre):
    """Rend (semestre, reste) d'un titre qui commence ou finit par un semestre ; sinon None."""
    mots = LIAISONS.sub("", titre).split("_")
    for longueur in (2, 3):
        for ecrit, reste in (
            (mots[:longueur], mots[longueur:]),
            (mots[-longueur:], mots[:-longueur]),
        ):
            try:
                semestre = Semestre.comprendre(" ".join(ecrit))
            except ValueError:
                continue
            return semestre, LIAISONS.sub("", "_".join(reste))
    return None, titre


class LigneDeConvention:
    """Lit les cellules d'une ligne, dans un département.

    `connues` donne {nom comparable: [(SIREN, établissement), …]} de ses entreprises.
    """

    def __init__(self, departement, connues):
        self.departement, self.connues = departement, connues
        self.territoires = Territoires(Departement)
        self.axes = list(Axe.objects.all())
        self.par_code = Indicateur.objects.select_related("axe").in_bulk(field_name="code")
        self.par_cle = {indicateur.pk: indicateur for indicateur in self.par_code.values()}

    def lire(self, row):
        """Rend ce que dit la ligne, en objets. Lève ValidationError {colonne: motif}."""
        cellules = {colonne: deproteger(cellule) for colonne, cellule in row.items()}
        self.erreurs = {}
        siren = "siren" if cellules.get("siren") or "siret" not in cellules else "siret"
        lue = {
            "numeros": self._essayer(siren, self.lire_les_numeros, cellules),
            "siren_retrouve": not (cellules.get("siren") or cellules.get("siret")),
            "date_signature": self._essayer(
                "date_signature", lire_date, cellules["date_signature"]
            ),
            "entreprise_lue": self._lire_l_entreprise(cellules),
            "convention_lue": self._lire_la_convention(cellules),
            "axes": self._essayer("axes", self._lire_les_axes, cellules),
            "cibles": {},
            "resultats": defaultdict(dict),
            "cibles_non_communiquees": [],
        }
        self._essayer("departement", self._verifier_le_departement, cellules.get("departement"))
        for colonne, cellule in cellules.items():
            genre, _, code = colonne.partition(":")
            if code not in self.par_code or not cellule:
                continue
            indicateur = self.par_code[code]
            if genre != "cible":
                valeur = Absence.lire(cellule) or self._essayer(
                    colonne, _lire_nombre, cellule, indicateur
                )
                lue["resultats"][Semestre.lire(genre)][indicateur] = valeur
            elif est_non_communique(cellule):
                lue["cibles_non_communiquees"].append(colonne)
            else:
                valeur = self._essayer(colonne, _lire_nombre, cellule, indicateur)
                lue["cibles"][indicateur] = valeur
        if self.erreurs:
            raise ValidationError(self.erreurs)
        return lue

    def _essayer(self, colonne, lire, *arguments):
        """Rend ce que lit `lire`, ou note pourquoi il refuse."""
        try:
            return lire(*arguments)
        except ValidationError as erreur:
            self.erreurs.setdefault(colonne, []).extend(erreur.error_list)
            return None

    def lire_les_numeros(self, cellules):
        """Rend (SIREN, SIRET ou vide). Lève ValidationError."""
        ecrit = cellules.get("siren") or cellules.get("siret", "")
        if not ecrit:
            connues = self.connues.get(normaliser(cellules["entreprise"]), ())
            if len(connues) != 1:
                combien = "plusieurs portent" if connues else "aucune entreprise d’ici ne porte"
                raise ValidationError(f"Donnez le SIREN ou le SIRET : {combien} ce nom.")
            return connues[0]
        siren = lire_siren(ecrit.removesuffix(",0"))
        # Un tableur ôte les zéros de tête d'un nombre.
        siren = siren.zfill(9) if siren.isdecimal() else siren
        valider_siren(siren)
        siret = lire_siret(cellules.get("siret") or ecrit)
        if siret and not siret.startswith(siren):
            raise ValidationError("Ce SIRET est celui d’une autre entreprise que ce SIREN.")
        return siren, siret

    def _lire_l_entreprise(self, cellules):
        lue = {
            champ: cellules[champ]
            for champ in ("commune", "contact", "courriel")
            if cellules.get(champ)
        }
        if cellules.get("taille"):
            lue["taille"] = self._essayer("taille", lire_choix, cellules["taille"], TAILLES)
        return lue | {"nom": cellules["entreprise"]}

    def _lire_la_convention(self, cellules):
        lue = {"autres_engagements": cellules.get("autres_engagements", "")}
        if cellules.get("fin_charte"):
            lue["issue_charte"] = True
            lue["fin_charte"] = self._essayer("fin_charte", lire_date, cellules["fin_charte"])
        chance = cellules.get("france_une_chance", "")
        lue["france_une_chance"] = self._essayer("france_une_chance", lire_oui_non, chance)
        return lue

    def _lire_les_axes(self, cellules):
        """Rend les axes qu'écrit leur colonne, ou que cochent les leurs, dans leur ordre."""
        ecrits = cellules.get("axes", "")
        if normaliser(ecrits) in TOUS_LES_AXES:
            return self.axes
        lus = {
            self._lire_un_axe(mot) for mot in map(str.strip, ENTRE_DEUX_AXES.split(ecrits)) if mot
        }
        coches = {axe for axe in self.axes if lire_oui_non(cellules.get(f"axe:{axe.pk}", ""))}
        return [axe for axe in self.axes if axe in lus | coches]

    def _lire_un_axe(self, mot):
        ecrit = normaliser(mot).removeprefix("axe_")
        for est_lui in (
            lambda axe: ecrit in {str(axe.rang), normaliser(axe.nom).removeprefix("axe_")},
            lambda axe: ecrit[:DEBUT_D_UN_AXE] == normaliser(axe.nom)[:DEBUT_D_UN_AXE],
        ):
            trouves = [axe for axe in self.axes if est_lui(axe)]
            if len(trouves) == 1:
                return trouves[0]
        noms = ", ".join(axe.nom for axe in self.axes)
        raise ValidationError(f"« {mot} » n’est pas un axe ({noms}).")

    def _verifier_le_departement(self, ecrit):
        if ecrit and self.territoires.trouver(ecrit) != self.departement:
            raise ValidationError(f"« {ecrit} » : ce fichier s’importe dans {self.departement}.")


def _lire_nombre(cellule, indicateur):
    return NombreField(decimal_places=decimales(indicateur.unite)).clean(cellule)
