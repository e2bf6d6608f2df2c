"""Formulaire des conventions, et socle de ceux qui saisissent une valeur par indicateur."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.db import transaction
from django.db.models import Q

from remontees.periodes import Semestre
from socle.champs import DateInput, NombreField, decimales
from socle.forms.fusion import FusionForm, OrigineForm
from socle.forms.sections import Section
from socle.francais import ecrire_jour, ecrire_nombre

from ..duree import fin_prevue
from ..engagements import verifier_engagements
from ..models import Cible, Convention, Entreprise, Indicateur


class ValeursForm(OrigineForm):
    """Socle des formulaires qui saisissent une valeur par indicateur, groupés par axe."""

    # L'attribut que pose chaque champ, et sa classe.
    attribut = "valeur"
    champ: type[forms.Field] = NombreField

    def ajouter_valeurs(self, valeurs, indicateurs):
        """Ajoute un champ « valeur-<code> » par indicateur, rempli d'après ces `valeurs`."""
        self.indicateurs, self.valeurs = {}, valeurs
        initiales = self._lire_les_valeurs()
        for indicateur in indicateurs:
            nom = f"valeur-{indicateur.code}"
            self.indicateurs[nom] = indicateur
            self.fields[nom] = self.champ(
                decimal_places=decimales(indicateur.unite),
                label=f"{indicateur.libelle} ({indicateur.unite})",
                required=False,
                initial=initiales.get(indicateur.pk),
                # Seul s'enregistre ce que l'auteur change dans ce qu'il a lu.
                show_hidden_initial=True,
            )
            self.fields[nom].widget.attrs["class"] = "fr-input"

    def _lire_les_valeurs(self):
        """Rend les valeurs de la base, par clé d'indicateur."""
        return {v.indicateur_id: getattr(v, self.attribut) for v in self.valeurs}

    def presentes(self):
        """Relit les valeurs, sous le verrou qu'a pris la validation (voir `FusionForm`)."""
        self.valeurs = self.valeurs.all()
        lues = self._lire_les_valeurs()
        return {nom: lues.get(i.pk) for nom, i in self.indicateurs.items()}

    def dire_cibles_et_resultats_d_avant(self, convention, semestre):
        """Dit sous chaque champ la cible de la convention, et son résultat du semestre d'avant."""
        avant = semestre.precedent
        cibles = {cible.indicateur_id: cible.valeur for cible in convention.cibles.all()}
        anciens = {r.indicateur_id: r for r in convention.resultats.filter(semestre=str(avant))}
        for nom, indicateur in self.indicateurs.items():
            dits = []
            if indicateur.pk in cibles:
                dits.append(f"Cible à trois ans : {ecrire_nombre(cibles[indicateur.pk])}.")
            if ancien := anciens.get(indicateur.pk):
                ecrit = ancien.get_absence_display() or ecrire_nombre(ancien.valeur)
                dits.append(f"{avant.libelle} : {ecrit}.")
            self.fields[nom].help_text = " ".join(dits)

    def groupes_par_axe(self):
        """Rend une `Section` par axe, dans l'ordre des axes."""
        groupes = {}
        for nom, indicateur in self.indicateurs.items():
            groupes.setdefault(indicateur.axe, []).append(nom)
        return [
            Section(f"Axe {axe.rang}, {axe.nom} : {axe.objectif}", *noms, aide=f"axe-{axe.rang}")
            for axe, noms in groupes.items()
        ]

    def enregistrer_valeurs(self, existantes, **commun):
        """Crée, modifie ou retire les valeurs changées ; `existantes` est leur gestionnaire."""
        for nom, indicateur in self.indicateurs.items():
            if nom not in self.changed_data:
                continue
            valeur = self.cleaned_data[nom]
            if valeur is None:
                for ancienne in existantes.filter(indicateur=indicateur, **commun):
                    ancienne.delete()
            else:
                existantes.update_or_create(
                    indicateur=indicateur, **commun, defaults={self.attribut: valeur}
                )


class ConventionForm(ValeursForm, FusionForm):
    """Convention de trois ans : ses axes, ses cibles, d'où elle vient."""

    class Meta:
        model = Convention
        fields = (
            "entreprise",
            "date_signature",
            "fin_anticipee_le",
            "motif_de_fin",
            "axes",
            "autres_engagements",
            "issue_charte",
            "fin_charte",
            "france_une_chance",
        )
        widgets = {
            "date_signature": DateInput(),
            "fin_anticipee_le": DateInput(),
            "fin_charte": DateInput(),
            "axes": forms.CheckboxSelectMultiple,
            "autres_engagements": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "axes": "Les quatre pour une grande entreprise ou une ETI ; une PME ou une TPE peut "
            "n’en retenir que certains.",
            "date_signature": "La convention dure trois ans à partir de ce jour.",
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        entreprises = Entreprise.objects.modifiables_par(user).select_related("departement")
        self.fields["entreprise"].queryset = entreprises
        self.fields["axes"].required = False
        cibles = self.instance.cibles.all() if self.instance.pk else Cible.objects.none()
        demandes = Indicateur.objects.du_semestre(Semestre.courant())
        vises = Q(pk__in=demandes) | Q(pk__in=cibles.values("indicateur"))
        self.ajouter_valeurs(cibles, Indicateur.objects.select_related("axe").filter(vises))
        # La taille de l'entreprise, ses axes et ce qui est coché en exigent.
        self.exigibles = (
            "axes",
            "autres_engagements",
            "fin_anticipee_le",
            "motif_de_fin",
            "fin_charte",
            *self.indicateurs,
        )

    @property
    def helper(self):
        helper = FormHelper()
        helper.layout = Layout(
            "version",
            Section(
                "Entreprise et signature",
                Row(Column("entreprise"), Column("date_signature")),
                Row(Column("fin_anticipee_le"), Column("motif_de_fin")),
                aide="convention-signature",
            ),
            Section("Engagements", "axes", "autres_engagements", aide="convention-engagements"),
            Section(
                "Origine et cadre",
                Row(Column("issue_charte"), Column("fin_charte")),
                "france_une_chance",
                aide="convention-origine",
            ),
            *(
                Section(f"Cibles à trois ans - {groupe.legend}", *groupe.fields, aide=groupe.aide)
                for groupe in self.groupes_par_axe()
            ),
        )
        return helper

    def clean(self):
        donnees = super().clean()
        vises = {
            indicateur: nom
            for nom, indicateur in self.indicateurs.items()
            if donnees.get(nom) is not None
        }
        if entreprise := donnees.get("entreprise"):
            axes = set(donnees.get("axes") or ())
            autres = donnees.get("autres_engagements")
            for champ, motif in verifier_engagements(entreprise, axes, autres, vises):
                self.add_error(vises.get(champ, champ), motif)
        self._verifier_la_fin(donnees)
        return donnees

    def _verifier_la_fin(self, donnees):
        fin, signature = donnees.get("fin_anticipee_le"), donnees.get("date_signature")
        if bool(fin) != bool(donnees.get("motif_de_fin")):
            vide = "motif_de_fin" if fin else "fin_anticipee_le"
            self.add_error(vide, "Donnez la date de cette fin et son motif, ou aucun des deux.")
        if fin and signature and not signature < fin < fin_prevue(signature):
            self.add_error(
                "fin_anticipee_le",
                "Cette fin vient après la signature, et avant celle des trois ans "
                f"({ecrire_jour(fin_prevue(signature))}).",
            )
        elif (
            fin
            and self.instance.pk
            and self.instance.resultats.filter(semestre__gt=str(Semestre.de(fin)))
        ):
            self.add_error("fin_anticipee_le", "Des résultats sont déjà saisis après cette date.")

    def clean_date_signature(self):
        signature = self.cleaned_data["date_signature"]
        if self.instance.pk and self.instance.resultats.filter(
            semestre__lt=str(Semestre.de(signature))
        ):
            raise forms.ValidationError("Des résultats sont déjà saisis avant cette date.")
        return signature

    @transaction.atomic
    def save(self, **kwargs):
        """Enregistre la convention, ses axes et ses cibles ; rend la convention."""
        convention = super().save(**kwargs)
        self.enregistrer_valeurs(convention.cibles)
        return convention
