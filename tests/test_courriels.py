"""Chaque courriel du portail, lu en texte et en HTML : ce qu'il dit, où il mène, à qui répondre."""

import html
import re
from datetime import timedelta

import pytest
from django.conf import settings as reglages
from django.core import mail
from django.test import RequestFactory
from django.test.signals import template_rendered
from django.utils import timezone

from comptes import courriel as des_comptes
from comptes.models import Delegation, Jeton
from courriels.annonces import envoyer_les_resumes
from mesures import courriel as des_mesures
from mesures.models import Appreciation, ChangementDeNiveau, Collecte, Ministere
from national import taches
from national.abonnement import Abonnement
from national.models import Recueil
from paqte.demandes import demander_a, envoyer_les_courriers
from paqte.models import Bilan, Convention
from remontees.models import Campagne, PieceJointe, Prolongation
from remontees.ouvertures import annoncer_les_campagnes
from remontees.relances import attendues, rappeler
from tests.factories import ContactCgetFactory, ContestationFactory, ValeurFactory, bilan_complet
from tests.factories.demandes import acier_du_nord

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]

SITE = "https://quartiers.exemple.fr"
# Le lien d'un compte y est écrit d'après la demande, et non d'après le réglage.
SANS_LE_SITE = ("votre compte est ouvert", "nouveau mot de passe")
# Ce que le portail dit de lui-même à qui l'a demandé, ou à une entreprise, qui a sa phrase.
SANS_REPONSE = (*SANS_LE_SITE, "Accusé", "Quartiers", "Votre ministère", "PAQTE : ", "Recueil")


@pytest.fixture
def gabarits(settings):
    """Les gabarits rendus pendant le test."""
    settings.ADRESSE_DU_PORTAIL = SITE
    rendus = set()

    def noter(sender, template, **signal):
        rendus.add(template.name)

    template_rendered.connect(noter)
    yield rendus
    template_rendered.disconnect(noter)


def campagne(genre="bilan", periode="2019-s1"):
    aujourdhui = timezone.localdate()
    ouverte = Campagne.objects.create(
        genre=genre,
        periode=periode,
        ouverture_le=aujourdhui,
        echeance_le=aujourdhui + timedelta(days=20),
        consignes="Cinq pages au plus.",
    )
    PieceJointe.objects.create(campagne=ouverte, nom="modele.odt", contenu=b"modele")
    return ouverte


def parapheur(agent, valideur, cget):
    """Un bilan soumis, rendu, transmis, commenté, renvoyé, accepté, défait, rectifié."""
    bilan_complet(next(iter(agent.perimetres.all())).departement)
    ContactCgetFactory(courriel=cget.email, departements=["59"])
    ouverte = campagne()
    annoncer_les_campagnes()
    rappeler(cget, [a for a in attendues(ouverte) if a.est_joignable], "C’est pressé.")
    for geste in (
        lambda b: b.soumettre(agent),
        lambda b: b.retourner(valideur, "La fin est sèche."),
        lambda b: b.soumettre(agent, valideur),
        lambda b: b.transmettre(valideur),
        lambda b: b.commenter(cget, "obstacles", "Lesquels ?"),
        lambda b: b.renvoyer(cget, "Précisez.", timezone.localdate() + timedelta(days=9)),
        lambda b: b.commentaires.update(reponse="Les banques."),
        lambda b: b.transmettre(valideur),
        lambda b: b.accepter(cget),
        lambda b: b.defaire(cget),
        lambda b: b.rectifier(agent, "Un total est faux."),
        lambda b: b.abandonner_la_rectification(agent),
        lambda b: b.rectifier(agent, "Deux totaux sont faux."),
    ):
        geste(Bilan.objects.get())
    delai = Prolongation(
        campagne=ouverte,
        departement_id="59",
        jusqu_au=timezone.localdate() + timedelta(days=40),
        motif="Trois entreprises tardent.",
    )
    delai.demander(agent)
    delai.decider(cget, "accordee", delai.jusqu_au, "Cette fois.")


def mesures(agent, ministere):
    valeur = ValeurFactory(code="59")
    mesure = valeur.indicateur.mesure
    proposee = Appreciation(
        mesure=mesure, departement_id="59", par=agent, niveau="atteint", commentaire="Tout y est."
    )
    des_mesures.envoyer_proposition(proposee)
    contestation = ContestationFactory(valeur=valeur, par=agent)
    mesure.chef_de_file = Ministere.objects.create(nom="Ministère de la Ville")
    mesure.chef_de_file.membres.add(ministere)
    mesure.save()
    des_mesures.envoyer_contestation(contestation)
    des_mesures.envoyer_reponse(contestation, ministere)
    des_mesures.envoyer_niveau(
        ChangementDeNiveau(
            mesure=mesure, niveau="atteint", motif="Publié.", le=timezone.localdate(), par=agent
        )
    )
    des_mesures.envoyer_attribution(mesure.chef_de_file, [mesure])
    collecte = Collecte(periode="2019-s1", echeance_le=timezone.localdate())
    des_mesures.envoyer_relance(collecte, ministere, [valeur.indicateur])


def comptes(agent, valideur, administrateur):
    request = RequestFactory().get("/")
    request.user = administrateur
    des_comptes.envoyer_invitation(agent, request)
    des_comptes.envoyer_premiere_invitation(administrateur)
    agent.set_password("x")
    agent.save()
    des_comptes.envoyer_oubli(agent.email, "https", "quartiers.exemple.fr")
    jeton, _ = Jeton.objects.creer(agent, "Agenda", Jeton.Portee.AGENDA)
    des_comptes.envoyer_jeton(jeton, f"{SITE}/jetons/")
    jour = timezone.localdate()
    des_comptes.envoyer_delegation(Delegation(de=valideur, a=agent, du=jour, au=jour))


def test_chaque_courriel_se_lit_en_texte_et_en_html(
    gabarits, agent_59, valideur_59, cget, ministere, administrateur
):
    parapheur(agent_59, valideur_59, cget)
    mesures(agent_59, ministere)
    comptes(agent_59, valideur_59, administrateur)
    departement = Bilan.objects.get().departement
    acier_du_nord(departement)
    demander_a(Convention.objects.all(), Bilan.objects.get().periode, agent_59)
    envoyer_les_courriers(timezone.localtime() + timedelta(days=2))
    taches._prevenir(Recueil(genre="bilan", periode="2019-s1", format="zip", demande_par=cget))
    abonnement = Abonnement(utilisateur=cget, rythme=Abonnement.Rythme.SEMAINE)
    taches._envoyer_le_tableau(abonnement, "Tableau national", "tableau.pdf", b"%PDF")
    envoyer_les_resumes()
    dossier = reglages.BASE_DIR / "templates"
    ecrits = {str(g.relative_to(dossier)) for g in dossier.rglob("courriel*.txt")}
    assert ecrits <= gabarits
    assert len(mail.outbox) > 25
    for message in mail.outbox:
        lire(message)


def lire(message):
    """Un message dit quoi et quand, mène quelque part, et se lit de même en texte et en HTML."""
    (en_html,) = (a.content for a in message.alternatives if a.mimetype == "text/html")
    sans_liens = re.sub(r"</?a\b[^>]*>", "", en_html.partition("<hr>")[2])
    lu = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", sans_liens)).split())
    assert lu == " ".join(message.body.split()), message.subject
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert 10 < len(message.subject) < 200
    assert "\n" not in message.subject
    for reste in ("{{", "{%", "None", "&#x27;", "&amp;"):
        assert reste not in message.body
    lien = re.search(r"https?://[^\s,]+", message.body)
    assert lien, message.subject
    assert f'href="{html.escape(lien[0])}"' in en_html
    if not any(sans in message.subject for sans in SANS_LE_SITE):
        assert SITE in message.body, message.subject
    if not any(sans in message.subject for sans in SANS_REPONSE):
        assert "Pour répondre : " in message.body, message.subject
    assert all(message.to)
