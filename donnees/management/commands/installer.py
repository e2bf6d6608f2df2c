"""Met le portail en service, ou à jour, d'un seul geste (voir docs/exploitation.md)."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from comptes.courriel import adresse_d_invitation
from comptes.personnes import inviter_le_premier_administrateur
from donnees import installation
from donnees.campagnes import datees_par_la_circulaire, ouvrir
from donnees.referentiels import charger_referentiels
from socle.controles import (
    SANS_BASE,
    SECRET_FAIBLE,
    adresse_inventee,
    sans_base,
    secret_faible,
)
from socle.francais import compter


class Command(BaseCommand):
    help = (
        "Demande les réglages qui manquent, prépare la base, invite le premier administrateur, "
        "propose les campagnes, et dit ce qui reste à faire. Se relance sans dommage."
    )
    # La liste de contrôle dit ce que les contrôles de Django diraient en s'arrêtant.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--sans-questions",
            action="store_true",
            help="ne demande rien : tout est dans l’environnement ou le fichier des réglages",
        )

    def handle(self, sans_questions, **options):
        self.demande = not sans_questions
        if self.demande and (manquent := installation.questions_sans_reponse()):
            self.regler(manquent)
        if secret_faible() or sans_base():
            raise CommandError(SANS_BASE if sans_base() else SECRET_FAIBLE)
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write("Base prête.")
        for nom, nombre in charger_referentiels().items():
            self.stdout.write(f"{nom} : {nombre}")
        self.inviter()
        self.proposer_les_campagnes()
        self.controler()

    def regler(self, manquent):
        """Demande ces réglages, les ajoute au fichier, et se relance pour les lire."""
        reponses = {question.variable: self.demander(question) for question in manquent}
        fichier = settings.FICHIER_DES_REGLAGES
        try:
            lignes = installation.lignes_de_reglage(reponses)
            with open(fichier, "a", encoding="utf-8", opener=_prive) as flux:
                flux.write(lignes)
        except ValueError as erreur:
            raise CommandError(str(erreur)) from erreur
        except OSError as erreur:
            raise CommandError(
                f"{fichier} : {erreur.strerror}. Ajoutez-y ceci, puis relancez :\n{lignes}"
            ) from erreur
        self.stdout.write(f"Réglages écrits dans {fichier}.")
        self.stdout.flush()
        os.execv(sys.executable, [sys.executable, *sys.argv])

    def demander(self, question):
        """Rend la réponse à une question ; vide, sa valeur par défaut.

        Une adresse vide, ou qui n'est celle de personne, se redemande.
        """
        defaut = f" [{question.defaut}]" if question.defaut else ""
        while True:
            reponse = self.lire(f"{question.texte}{defaut} : ") or question.defaut
            fausses = [a for a in reponse.split(",") if adresse_inventee(a.strip())]
            if "COURRIEL" not in question.variable or not fausses:
                return reponse
            self.stdout.write(f"« {', '.join(fausses)} » n’est l’adresse de personne.")

    def accepte(self, question):
        return self.lire(f"{question} [o/N] ").lower().startswith("o")

    def lire(self, invite):
        try:
            return input(invite).strip()
        except EOFError as erreur:
            raise CommandError("Plus personne ne répond : ajoutez --sans-questions.") from erreur

    def inviter(self):
        """Invite le premier administrateur, et écrit son lien tant qu'il ne l'a pas suivi."""
        identifiant, adresse = settings.ADMINISTRATEUR_IDENTIFIANT, settings.ADMINISTRATEUR_COURRIEL
        try:
            premier = inviter_le_premier_administrateur(identifiant, adresse)
        except ValidationError as erreur:
            motifs = " ".join(erreur.messages)
            raise CommandError(
                f"ADMINISTRATEUR_IDENTIFIANT, ADMINISTRATEUR_COURRIEL : {motifs}"
            ) from erreur
        if premier:
            self.stdout.write(
                f"\nPremier administrateur : {premier.username}, invité à {premier.email}. "
                f"Son lien, qui sert une fois :\n{adresse_d_invitation(premier)}\n"
            )

    def proposer_les_campagnes(self):
        """Ouvre les campagnes à venir ; celles de 2019, seulement si on le demande."""
        proposees = installation.campagnes_a_proposer()
        for campagne in proposees:
            self.stdout.write(f"campagne : {campagne}, échéance le {campagne.echeance_le:%d/%m/%Y}")
        if not proposees or (self.demande and not self.accepte("Ouvrir ces campagnes ?")):
            return
        if self.demande and self.accepte("Et celles que la circulaire date de 2019 et 2020 ?"):
            proposees += datees_par_la_circulaire()
        self.stdout.write(f"campagnes ouvertes : {ouvrir(proposees)}")

    def controler(self):
        """Écrit la liste de contrôle."""
        points = installation.points_de_controle()
        self.stdout.write("\nListe de contrôle")
        for fait, texte in points:
            self.stdout.write(f"  {'[x]' if fait else '[ ]'} {texte}")
        restent = sum(not fait for fait, _ in points)
        self.stdout.write(
            f"Reste à faire : {compter(restent, 'point')}, puis relancez cette commande."
            if restent
            else "Tout est fait."
        )


def _prive(chemin, drapeaux):
    """Ouvre un fichier que les autres comptes ne lisent pas : il porte des secrets."""
    return os.open(chemin, drapeaux, mode=0o640)
