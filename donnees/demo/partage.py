"""Des exemples partagés dans tous leurs états, des contacts fictifs, une journée à venir."""

import datetime

from django.utils import timezone

from mesures.models import Mesure
from paqte.models import Axe
from partage.models import ContactCget, Exemple, Journee
from quartiers.models import Region
from socle.fixtures import lire_fixture


def creer_exemples():
    """Crée les exemples du fichier (fixtures/demo_exemples_partages.csv) ; rend leur nombre."""
    axes, mesures = Axe.objects.in_bulk(field_name="nom"), Mesure.objects.in_bulk(field_name="code")
    lignes = lire_fixture("demo_exemples_partages")
    for ligne in lignes:
        exemple = Exemple.objects.create(
            departement_id=ligne["departement"],
            axe=axes.get(ligne["axe"]),
            mesure=mesures.get(ligne["mesure"]),
            **{champ: ligne[champ] for champ in ("source", "titre", "texte")},
        )
        if ligne["titre_publie"]:
            exemple.titre_publie, exemple.texte_publie = ligne["titre_publie"], ligne["texte"]
            exemple.publier()
        if ligne["motif"]:
            exemple.motif = ligne["motif"]
            exemple.ecarter()
    return len(lignes)


def creer_contacts():
    """Crée deux contacts fictifs, qui se partagent les régions ; une région n'en a pas."""
    regions = Region.objects.exclude(departements="2A")
    for rang, nom in enumerate(("Dominique (démonstration)", "Claude (démonstration)")):
        contact = ContactCget.objects.create(
            nom=nom,
            fonction="Chargé de mission territoires",
            courriel=f"contact-{rang + 1}@demonstration.invalid",
            telephone="01 99 00 00 00",
        )
        contact.regions.set(regions[rang::2])


def creer_journee():
    """Crée une journée fictive, le mois prochain."""
    Journee.objects.create(
        titre="Journée de mobilisation (démonstration)",
        debut=timezone.localdate() + datetime.timedelta(days=30),
        horaires="9 h 30 - 17 h",
        ville="Lille",
        lieu="Préfecture du Nord",
        departement_id="59",
        description="Matinée : retours des préfectures. Après-midi : ateliers par axe.",
        lien="https://demonstration.invalid/inscription",
    )
