"""L'import des contrats de ville d'une préfecture, avec leurs quartiers et leurs signataires.

Une case vide ne change rien ; des quartiers écrits remplacent ceux du contrat, et un signataire
s'ajoute à ceux qu'il a.
"""

import tablib
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from import_export.instance_loaders import BaseInstanceLoader

from socle.imports.lecture import normaliser
from socle.imports.moteur import ImportResource, analyser_liste, appliquer_liste
from socle.nettoyage import verifier_imprimable

from .lecture import TITRES, LigneDeContrat
from .models import ContratDeVille, Signataire

CHAMPS = ("perimetre", "porteur", "porteur_nom", "porteur_siren", "signe_le", "fin_le")
ENSEMBLES = ("departements_associes", "quartiers")


def analyser_contrats(liste, departement):
    """Rend l'`Apercu` de l'import de `liste` dans ce département, sans rien écrire."""
    return analyser_liste(ImportContratResource(liste, departement))


def appliquer_contrats(liste, journal):
    """Importe `liste` dans le département de `journal` ; rend l'`Apercu`.

    Lève ImportRefuse sans rien écrire.
    """
    return appliquer_liste(ImportContratResource(liste, journal.departement), journal)


def modele():
    """Rend le tableau à remplir : une ligne par contrat."""
    return tablib.Dataset(headers=list(TITRES.values()), title="contrats")


class ContratLoader(BaseInstanceLoader):
    """Retrouve un contrat du département par son nom."""

    def get_instance(self, row):
        return self.resource.contrats.get(normaliser(row["nom"]))


class ImportContratResource(ImportResource):
    """Import des contrats que pilote un département."""

    reperes = ("nom",)

    class Meta:
        model = ContratDeVille
        # Une seule colonne suffit à la bibliothèque : `import_instance` pose tous les champs.
        fields = import_id_fields = ("nom",)
        instance_loader_class = ContratLoader

    def __init__(self, liste, departement, **kwargs):
        super().__init__(liste, **kwargs)
        self.departement, self.lecteur = departement, LigneDeContrat()
        contrats = departement.contrats.prefetch_related(*ENSEMBLES, "signataires")
        self.contrats = {normaliser(contrat.nom): contrat for contrat in contrats}

    def cle(self, contrat):
        return normaliser(contrat.nom)

    def nommer(self, champ):
        return champ

    def touchees(self):
        contrats = self.departement.contrats.all()
        return [
            contrats,
            *(
                getattr(ContratDeVille, nom).through.objects.filter(contratdeville__in=contrats)
                for nom in ENSEMBLES
            ),
            Signataire.objects.filter(contrat__in=contrats),
        ]

    def before_import_row(self, row, row_number, **kwargs):
        """Lit chaque cellule ; lève ValidationError {colonne: motif} pour refuser la ligne."""
        if not normaliser(row["nom"]):
            raise ValidationError({"nom": "Nommez le contrat."})
        if ligne := self.deja_lue(normaliser(row["nom"]), row_number):
            raise ValidationError({"nom": f"Ce contrat est déjà à la ligne {ligne}."})
        row["lue"] = self.lecteur.lire(row)
        row["place"] = self.liste.place(row_number - 1)

    def import_instance(self, instance, row, **kwargs):
        """Pose le contrat lu, et note ce qui change."""
        lue, nouveau = row["lue"], instance._state.adding
        if nouveau:
            instance.departement, instance.nom = self.departement, row["nom"]
        changements = [
            (instance._meta.get_field(champ).verbose_name, getattr(instance, champ), lue[champ])
            for champ in CHAMPS
            if champ in lue and getattr(instance, champ) != lue[champ]
        ]
        for champ in CHAMPS:
            setattr(instance, champ, lue.get(champ, getattr(instance, champ)))
        avant = {nom: [] if nouveau else list(getattr(instance, nom).all()) for nom in ENSEMBLES}
        instance.lus = {nom: lue.get(nom, deja) for nom, deja in avant.items()}
        changements += [
            (instance._meta.get_field(nom).verbose_name, _liste(avant[nom]), _liste(lus))
            for nom, lus in instance.lus.items()
            if set(lus) != set(avant[nom])
        ]
        self._verifier(instance)
        instance.signataires_lus = self._signataires(instance, row, nouveau)
        changements += [
            (f"signataire, {s.get_nature_display()}", None if s._state.adding else s.avant, s.nom)
            for s in instance.signataires_lus
        ]
        # L'export le porte aussi : il se redépose entier.
        if changements and instance.est_reuni:
            raise ValidationError({"nom": f"Ce contrat est réuni dans « {instance.reuni_dans} »."})
        self.changements[self.cle(instance)] = changements
        self.inchangee = not nouveau and not changements

    def _verifier(self, contrat):
        """Lève ValidationError {colonne: motif} si une valeur ne convient pas au contrat."""
        contrat.clean_fields(exclude=["departement", "reuni_dans"])
        try:
            contrat.validate_constraints(exclude=["departement"])
        except ValidationError as erreur:
            # Le code d'une contrainte nomme le champ qu'elle met en cause.
            raise ValidationError(
                {motif.code: motif.messages for motif in erreur.error_dict[NON_FIELD_ERRORS]}
            ) from erreur
        for champ in ("nom", "porteur_nom"):
            try:
                verifier_imprimable(getattr(contrat, champ))
            except ValidationError as erreur:
                raise ValidationError({champ: erreur.messages}) from erreur
        territoire = {self.departement, *contrat.lus["departements_associes"]}
        codes = {departement.code for departement in territoire}
        if etrangers := [q for q in contrat.lus["quartiers"] if q.departement_id not in codes]:
            raise ValidationError(
                {"quartiers": f"Hors du territoire du contrat : {_liste(etrangers)}."}
            )

    def _signataires(self, contrat, row, nouveau):
        """Rend les `Signataire` à créer ou à changer."""
        connus = {} if nouveau else {normaliser(s.nom): s for s in contrat.signataires.all()}
        poses = []
        for nature, nom, qualite, ecrite in row["lue"].get("signataires", ()):
            signataire = connus.setdefault(normaliser(nom), Signataire(contrat=contrat, nom=nom))
            if not ecrite and signataire._state.adding:
                self.a_verifier.append(
                    f"Ligne {row['place']} : {nom}, signataire, est pris pour « {nature.label} »."
                )
            lus = {"qualite": qualite or signataire.qualite}
            if ecrite or signataire._state.adding:
                lus["nature"] = nature
            if all(getattr(signataire, champ) == lu for champ, lu in lus.items()):
                continue
            signataire.avant = f"{signataire.nom} ({signataire.get_nature_display()})"
            for champ, lu in lus.items():
                setattr(signataire, champ, lu)
            try:
                signataire.clean_fields(exclude=["contrat"])
                verifier_imprimable(f"{signataire.nom} {signataire.qualite}")
            except ValidationError as erreur:
                raise ValidationError({"signataires": erreur.messages}) from erreur
            poses.append(signataire)
        return poses

    def after_save_instance(self, instance, row, **kwargs):
        """Enregistre ce qui dépend du contrat, qui a maintenant sa clé."""
        for nom, lus in instance.lus.items():
            getattr(instance, nom).set(lus)
        for signataire in instance.signataires_lus:
            signataire.contrat = instance
            signataire.save()


def _liste(objets):
    return ", ".join(map(str, objets))
