"""Le tableau des contrats de ville d'une préfecture : une ligne par contrat."""

import re

from django.core.exceptions import ValidationError

from quartiers.models import Departement, Quartier
from quartiers.territoires import Territoires
from socle.cellules import deproteger
from socle.champs import lire_siren, valider_siren
from socle.imports.cellules import lire_choix, lire_date, nommer_les_choix
from socle.imports.lecture import normaliser
from socle.imports.tableur import Modele

from .models import ContratDeVille, Signataire

# Le titre de chaque colonne dans le modèle.
TITRES = {
    "nom": "Contrat",
    "perimetre": "Périmètre",
    "porteur": "Type de porteur",
    "porteur_nom": "Porteur",
    "porteur_siren": "SIREN du porteur",
    "signe_le": "Signé le",
    "fin_le": "Fin",
    "departements_associes": "Autres départements",
    "quartiers": "Quartiers prioritaires",
    "signataires": "Signataires",
}
# Les autres noms que les préfectures, et l'export des contrats, leur donnent.
AUTRES_NOMS = {
    "nom": ("nom", "contrat_de_ville", "nom_du_contrat", "intitule"),
    "perimetre": ("type_de_contrat",),
    "porteur": ("nature_du_porteur",),
    "porteur_nom": ("porteur_nom", "nom_du_porteur", "epci", "epci_porteur", "collectivite"),
    "porteur_siren": ("siren", "siret", "siren_epci", "siret_du_porteur", "no_siren"),
    "signe_le": ("signe_le", "date_de_signature", "date_signature", "signature"),
    "fin_le": ("fin_le", "date_de_fin", "echeance"),
    "departements_associes": ("departements_associes",),
    "quartiers": ("qpv", "codes_qpv", "code_qpv", "qpv_concernes", "codes_des_qpv"),
    "signataires": ("liste_des_signataires", "partenaires_signataires", "parties_signataires"),
}
MODELE = Modele(
    {nom: (normaliser(titre), *AUTRES_NOMS[nom]) for nom, titre in TITRES.items()},
    necessaires=("nom", "porteur_nom"),
    lignes_maximales=500,
)
PERIMETRES = nommer_les_choix(ContratDeVille.Perimetre, agglomeration=("d_agglomeration",))
PORTEURS = nommer_les_choix(ContratDeVille.Porteur, epci=("intercommunalite",))
# Les deux noms se lisent : celui du jour change avec le temps.
NATURES = nommer_les_choix(Signataire.Nature, pole_emploi=("france_travail",))
# Ce qui, dans un nom, dit la nature d'un signataire ; le premier trouvé l'emporte.
INDICES = {
    Signataire.Nature.CAF: r"caf|allocations",
    Signataire.Nature.POLE_EMPLOI: r"pole_emploi|france_travail",
    Signataire.Nature.ARS: r"ars|agence_regionale_de_sante",
    Signataire.Nature.CDC: r"cdc|caisse_des_depots|banque_des_territoires",
    Signataire.Nature.EDUCATION: r"rectorat|education|academie|dsden",
    Signataire.Nature.JUSTICE: r"justice|tribunal|procureur|parquet",
    Signataire.Nature.BAILLEUR: r"bailleur|habitat|oph|hlm|logement",
    Signataire.Nature.DEPARTEMENT: r"conseil_departemental|departement",
    Signataire.Nature.REGION: r"conseil_regional|region",
    Signataire.Nature.EPCI: r"communaute|metropole|agglomeration|intercommunalite",
    Signataire.Nature.COMMUNE: r"ville|commune|mairie",
    Signataire.Nature.ETAT: r"etat|prefecture|prefet",
}
# « Nature : nom (représenté par) ».
SIGNATAIRE = re.compile(r"(?:(?P<nature>[^:]+?) *: *)?(?P<nom>[^()]+?) *(?:\((?P<qualite>.+)\))?")
SEPARATEURS = re.compile(r"[;\n]")


class LigneDeContrat:
    """Lit les cellules d'une ligne ; les quartiers s'écrivent par leur code ou leur nom."""

    def __init__(self):
        self.territoires = Territoires(Departement)

    def lire(self, row):
        """Rend ce que dit la ligne, en objets. Lève ValidationError {colonne: motif}.

        Une case vide n'y est pas : elle ne change rien.
        """
        lue, erreurs = {}, {}
        for colonne, lire in (
            ("perimetre", lambda texte: lire_choix(texte, PERIMETRES)),
            ("porteur", lambda texte: lire_choix(texte, PORTEURS)),
            ("porteur_nom", str),
            ("porteur_siren", _lire_siren),
            ("signe_le", lire_date),
            ("fin_le", lire_date),
            ("departements_associes", self._lire_les_departements),
            ("quartiers", _lire_les_quartiers),
            ("signataires", _lire_les_signataires),
        ):
            if cellule := deproteger(row.get(colonne, "")):
                try:
                    lue[colonne] = lire(cellule)
                except ValidationError as erreur:
                    erreurs[colonne] = erreur.error_list
        if erreurs:
            raise ValidationError(erreurs)
        return lue

    def _lire_les_departements(self, cellule):
        ecrits = [ecrit.strip() for ecrit in re.split(r"[,;/\n]", cellule) if ecrit.strip()]
        lus = {ecrit: self.territoires.trouver(ecrit) for ecrit in ecrits}
        if inconnus := [ecrit for ecrit, lu in lus.items() if not lu]:
            raise ValidationError(f"Ces départements n’existent pas : {', '.join(inconnus)}.")
        return sorted(lus.values(), key=lambda departement: departement.code)


def _lire_siren(cellule):
    siren = lire_siren(cellule)
    # Un tableur ôte les zéros de tête d'un nombre.
    siren = siren.zfill(9) if siren.isdecimal() else siren
    valider_siren(siren)
    return siren


def _lire_les_quartiers(cellule):
    codes = {code.strip().upper() for code in re.split(r"[,;/\s]+", cellule) if code.strip()}
    connus = Quartier.objects.filter(code__in=codes).in_bulk(field_name="code")
    if inconnus := sorted(codes - connus.keys()):
        raise ValidationError(
            f"Ces codes de QPV ne sont pas connus : {', '.join(inconnus)[:200]}. Écrivez QP059001, "
            "QN05901M, séparés par des virgules."
        )
    return [connus[code] for code in sorted(codes)]


def _lire_les_signataires(cellule):
    """Rend [(nature, nom, qualité, nature écrite ou non)]."""
    return [_lire_un_signataire(m) for m in map(str.strip, SEPARATEURS.split(cellule)) if m]


def _lire_un_signataire(ecrit):
    trouve = SIGNATAIRE.fullmatch(ecrit)
    if not trouve:
        raise ValidationError(f"« {ecrit} » : attendu « Commune : Ville de Lille (le maire) ».")
    nom, qualite = trouve["nom"], trouve["qualite"] or ""
    if trouve["nature"]:
        return lire_choix(trouve["nature"], NATURES), nom, qualite, True
    mots = normaliser(nom)
    trouvees = (n for n, indice in INDICES.items() if re.search(rf"(^|_)({indice})s?(_|$)", mots))
    return next(trouvees, Signataire.Nature.AUTRE), nom, qualite, False
