"""L'import des conventions d'une préfecture : entreprises, axes, cibles et résultats passés.

Une case vide ne change rien ; une entreprise connue se retrouve par son SIREN, son SIRET si
plusieurs de ses établissements signent, ou son nom.
"""

from collections import defaultdict

import tablib
from django.core.exceptions import ValidationError
from import_export.instance_loaders import BaseInstanceLoader

from remontees.models import Campagne
from remontees.periodes import Semestre
from socle.francais import ecrire_jour
from socle.imports.lecture import normaliser
from socle.imports.lots import changer, creer
from socle.imports.moteur import ImportResource, analyser_liste, appliquer_liste, ce_qui_change
from socle.nettoyage import verifier_imprimable

from .engagements import verifier_engagements
from .etablissements import Etablissements
from .lecture import TITRES, LigneDeConvention, titre_de_cible, titre_de_resultat
from .models import Cible, Convention, Entreprise, Indicateur, ResultatConvention
from .models.convention import GENRE_DU_BILAN
from .models.valeurs import montrer

D_UNE_ENTREPRISE = ("nom", "taille", "commune", "contact", "courriel")
D_UNE_CONVENTION = ("autres_engagements", "issue_charte", "fin_charte", "france_une_chance")
# Le champ où un refus se voit, dans le vocabulaire du fichier.
COLONNES = {"nom": "entreprise", "issue_charte": "fin_charte", "etablissement": "siret"}


def analyser_conventions(liste, departement):
    """Rend l'`Apercu` de l'import de `liste` dans ce département, sans rien écrire."""
    return analyser_liste(ImportConventionResource(liste, departement))


def appliquer_conventions(liste, journal):
    """Importe `liste` dans le département de `journal` ; rend l'`Apercu`.

    Lève ImportRefuse sans rien écrire.
    """
    return appliquer_liste(ImportConventionResource(liste, journal.departement), journal)


def modele():
    """Rend le tableau à remplir : une ligne par convention."""
    indicateurs = Indicateur.objects.all()
    dernier = Semestre.courant().precedent
    entetes = [
        *TITRES.values(),
        *map(titre_de_cible, indicateurs),
        *(titre_de_resultat(indicateur, dernier) for indicateur in indicateurs),
    ]
    return tablib.Dataset(headers=entetes, title="conventions")


class ConventionLoader(BaseInstanceLoader):
    """Retrouve une convention par son entreprise et le jour de sa signature."""

    def get_instance(self, row):
        return self.resource.conventions.get((*row["numeros"], row["date_signature"]))


class ImportConventionResource(ImportResource):
    """Import de conventions, avec leurs entreprises, leurs cibles et leurs résultats."""

    reperes = ("entreprise", "siren")

    class Meta:
        model = Convention
        # Une seule colonne suffit à la bibliothèque : `import_instance` pose tous les champs.
        fields = import_id_fields = ("date_signature",)
        instance_loader_class = ConventionLoader

    def __init__(self, liste, departement, **kwargs):
        super().__init__(liste, **kwargs)
        self.departement = departement
        self.entreprises = {e.numeros: e for e in departement.entreprises.all()}
        self.homonymes = defaultdict(list)
        for numeros, entreprise in self.entreprises.items():
            self.homonymes[normaliser(entreprise.nom)].append(numeros)
        self.conventions = {}
        for convention in self._conventions().prefetch_related("axes", "cibles", "resultats"):
            convention.entreprise = self.entreprises[convention.entreprise.numeros]
            self.conventions[self.cle(convention)] = convention
        self.fermees = Campagne.objects.periodes_fermees(GENRE_DU_BILAN)
        self.lecteur = LigneDeConvention(departement, self.homonymes)
        self.etablissements = Etablissements(self.entreprises, self.lecteur, liste.donnees.dict)
        self.noms, self.modifiees, self.a_creer, self.a_changer = {}, set(), [], []

    def cle(self, convention):
        return *convention.entreprise.numeros, convention.date_signature

    def nommer(self, champ):
        return champ

    def touchees(self):
        conventions = self._conventions()
        return [
            self.departement.entreprises.all(),
            conventions,
            Convention.axes.through.objects.filter(convention__in=conventions),
            Cible.objects.filter(convention__in=conventions),
            ResultatConvention.objects.filter(convention__in=conventions),
        ]

    def _conventions(self):
        return Convention.objects.du(self.departement).select_related("entreprise")

    def before_import_row(self, row, row_number, **kwargs):
        """Lit chaque cellule ; lève ValidationError {colonne: motif} pour refuser la ligne."""
        row |= self.lecteur.lire(row)
        place = self.liste.place(row_number - 1)
        row["numeros"] = self.etablissements.designer(*row["numeros"])
        if ligne := self.deja_lue((*row["numeros"], row["date_signature"]), row_number):
            raise ValidationError(
                {"date_signature": f"Cette convention est déjà à la ligne {ligne}."}
            )
        if row["siren_retrouve"]:
            self.a_verifier.append(
                f"Ligne {place} : {row['entreprise']} a le SIREN {row['numeros'][0]}, retrouvé par "
                "son nom."
            )
        for colonne in row["cibles_non_communiquees"]:
            self.a_verifier.append(
                f"Ligne {place} : {self.liste.entetes[colonne]}, non communiquée, est laissée vide."
            )
        row["place"] = place

    def import_instance(self, instance, row, **kwargs):
        """Pose la convention et son entreprise, et note ce qui change."""
        nouvelle = instance._state.adding
        changements = self._poser_l_entreprise(instance, row)
        anciens = {champ: getattr(instance, champ) for champ in D_UNE_CONVENTION}
        instance.date_signature = row["date_signature"]
        for champ in D_UNE_CONVENTION:
            if row["convention_lue"].get(champ):
                setattr(instance, champ, row["convention_lue"][champ])
        _verifier(instance, exclude=["entreprise", "date_fin"])
        instance.poser_la_fin()
        if nouvelle:
            self._chercher_une_autre(instance, row)
        changements += [
            (Convention._meta.get_field(champ).verbose_name, ancien, nouveau)
            for champ, ancien, nouveau in ce_qui_change(instance, anciens)
        ]
        instance.valeurs_lues = [
            *self._poser_les_engagements(instance, row, nouvelle),
            *self._poser_les_resultats(instance, row, nouvelle),
        ]
        changements += instance.valeurs_lues
        self.conventions[self.cle(instance)] = instance
        self.changements[self.cle(instance)] = changements
        self.inchangee = not nouvelle and not changements

    def _poser_l_entreprise(self, instance, row):
        numeros, lue = row["numeros"], row["entreprise_lue"]
        siren, siret = numeros
        connue = self.entreprises.get(numeros)
        entreprise = connue or Entreprise(
            departement=self.departement, siren=siren, etablissement=siret
        )
        anciens = {champ: getattr(entreprise, champ) for champ in D_UNE_ENTREPRISE}
        homonymes = self.homonymes[normaliser(lue["nom"])]
        if autre := next((autre for autre, _ in homonymes if autre != siren), None):
            self.a_verifier.append(
                f"Ligne {row['place']} : {lue['nom']} ({siren}) porte le nom d’une autre "
                f"entreprise ({autre})."
            )
        nom, ligne = self.noms.setdefault(numeros, (lue["nom"], row["place"]))
        if normaliser(nom) != normaliser(lue["nom"]):
            raise ValidationError(
                {"entreprise": f"La ligne {ligne} donne à ce SIREN un autre nom : {nom}."}
            )
        for champ, valeur in lue.items():
            setattr(entreprise, champ, valeur)
        if not entreprise.taille:
            raise ValidationError({"taille": "Donnez la taille de cette entreprise nouvelle."})
        _verifier(entreprise, exclude=["departement"])
        self.entreprises[numeros] = instance.entreprise = entreprise
        if numeros not in homonymes:
            homonymes.append(numeros)
        changements = ce_qui_change(entreprise, anciens)
        if changements:
            self.modifiees.add(numeros)
        if not connue:
            return []
        noms = Entreprise._meta.get_field
        return [(f"entreprise, {noms(c).verbose_name}", a, n) for c, a, n in changements]

    def _chercher_une_autre(self, instance, row):
        """Signale une convention de la même entreprise, encore en cours à la signature."""
        for (*numeros, signature), autre in self.conventions.items():
            if (
                (*numeros,) == row["numeros"]
                and signature <= instance.date_fin
                and autre.date_fin >= instance.date_signature
            ):
                self.a_verifier.append(
                    f"Ligne {row['place']} : {instance.entreprise} a déjà une convention en cours, "
                    f"signée le {ecrire_jour(signature)}."
                )

    def _poser_les_engagements(self, instance, row, nouvelle):
        cibles = {} if nouvelle else {c.indicateur_id: c for c in instance.cibles.all()}
        avant = [] if nouvelle else list(instance.axes.all())
        connus = self.lecteur.par_cle
        vises = {connus[cle] for cle in cibles} | row["cibles"].keys()
        vises_ici = sorted({i.axe for i in row["cibles"]}, key=lambda axe: axe.rang)
        instance.axes_lus = row["axes"] or avant or vises_ici
        posees = self._poser_les_valeurs(Cible, instance, row["cibles"], cibles)
        changements = [(f"cible, {indicateur}", a, n) for indicateur, a, n in posees]
        if avant and avant != instance.axes_lus:
            changements.append(
                ("axes", *(", ".join(map(str, x)) for x in (avant, instance.axes_lus)))
            )
        if nouvelle or changements:
            erreurs = {}
            for champ, motif in verifier_engagements(
                instance.entreprise, set(instance.axes_lus), instance.autres_engagements, vises
            ):
                colonne = champ if champ == "axes" else f"cible:{champ.code}"
                erreurs.setdefault(colonne, []).append(motif)
            if erreurs:
                raise ValidationError(erreurs)
        return changements

    def _poser_les_resultats(self, instance, row, nouvelle):
        connus = [] if nouvelle else instance.resultats.all()
        changements, ouverts = [], instance.semestres(self.fermees)
        for semestre, resultats in row["resultats"].items():
            if semestre not in ouverts:
                colonne = f"{semestre}:{next(iter(resultats)).code}"
                motif = f"La convention n’a pas de résultats au {semestre.libelle}."
                raise ValidationError({colonne: motif})
            siens = {r.indicateur_id: r for r in connus if r.semestre == str(semestre)}
            poses = self._poser_les_valeurs(
                ResultatConvention, instance, resultats, siens, semestre=str(semestre)
            )
            changements += [
                (f"{semestre.libelle}, {indicateur}", a, n) for indicateur, a, n in poses
            ]
        return changements

    def _poser_les_valeurs(self, modele, convention, lues, connues, **commun):
        """Prépare les cibles, ou les résultats, à créer et à changer ; rend ce qui change."""
        changements = []
        for indicateur, lue in lues.items():
            valeur = connues.get(indicateur.pk)
            ancien = valeur and valeur.lu
            if ancien == lue:
                continue
            changements.append((indicateur, montrer(ancien), montrer(lue)))
            if valeur:
                valeur.lu = lue
                self.a_changer.append(valeur)
            else:
                self.a_creer.append(
                    modele(convention=convention, indicateur=indicateur, lu=lue, **commun)
                )
        return changements

    def do_instance_save(self, instance, is_create):
        """Enregistre d'abord l'entreprise, si elle est nouvelle ou changée."""
        if instance.entreprise.numeros in self.modifiees:
            instance.entreprise.save()
            self.modifiees.remove(instance.entreprise.numeros)
        # L'entreprise nouvelle n'a sa clé que maintenant.
        instance.entreprise = instance.entreprise
        instance.save()
        instance.axes.set(instance.axes_lus)

    def after_import(self, dataset, result, **kwargs):
        """Écrit cibles et résultats par lots, avec leur histoire."""
        if result.has_validation_errors():
            return
        for modele in (Cible, ResultatConvention):
            nouvelles = [valeur for valeur in self.a_creer if isinstance(valeur, modele)]
            for valeur in nouvelles:
                valeur.convention = valeur.convention
            creer(nouvelles)
            changees = [valeur for valeur in self.a_changer if isinstance(valeur, modele)]
            changer(changees, modele.CHAMPS)


def _verifier(objet, exclude):
    """Lève ValidationError {colonne: motif} si une valeur ne convient pas à l'objet."""
    try:
        objet.clean_fields(exclude=exclude)
        objet.clean()
        for champ in (*D_UNE_ENTREPRISE, "autres_engagements"):
            verifier_imprimable(getattr(objet, champ, ""))
    except ValidationError as erreur:
        if not hasattr(erreur, "error_dict"):
            erreur = ValidationError({champ: erreur.messages})
        raise ValidationError(
            {COLONNES.get(champ, champ): motifs for champ, motifs in erreur.message_dict.items()}
        ) from erreur
