"""Des contrats de ville fictifs, leurs protocoles, engagements, projets et cibles."""

import datetime

from contrats.models import (
    Abattement,
    Avancement,
    CibleTerritoriale,
    College,
    ContratDeVille,
    Engagement,
    EngagementDijon,
    GrandProjet,
    Protocole,
    Signataire,
)
from mesures.models import Indicateur, Mesure
from quartiers.models import Quartier
from remontees.periodes import Semestre

from .conventions import siren_fictif

SIGNATAIRES = (
    (Signataire.Nature.ETAT, "Préfecture", "le préfet"),
    (Signataire.Nature.EPCI, "Agglomération fictive", "le président"),
    (Signataire.Nature.COMMUNE, "Commune fictive", "le maire"),
    (Signataire.Nature.CAF, "Caisse d’allocations familiales", "la directrice"),
)
PRINCIPES = {
    "approche_globale": "Le logement, l’école et l’emploi avancent ensemble ; les crédits de droit "
    "commun sont mobilisés d’abord.",
    "differenciation": "Chaque quartier a sa feuille de route, selon ses atouts et ses besoins.",
    "responsabilisation": "Chaque signataire rend compte deux fois par an de ses engagements.",
    "enfance": "Les cités éducatives et le soutien aux parents sont au premier rang.",
    "conseils_citoyens": "Les conseils citoyens ont relu le projet de protocole en deux réunions.",
    "associations": "Douze associations ont répondu à la consultation.",
    "entreprises": "Le club d’entreprises porte les engagements d’emploi et de stages.",
}


def creer_contrats(hasard, parts):
    """Crée le nombre voulu de contrats par département ; rend leur nombre."""
    modeles = {
        "dijon": list(EngagementDijon.objects.select_related("domaine")),
        "mesures": list(Mesure.objects.all()),
        "indicateurs": list(Indicateur.objects.chiffres().filter(cible__isnull=False)),
    }
    for departement, nombre in parts.items():
        contrats = _signer(departement, nombre)
        for contrat in contrats:
            _engager(hasard, contrat, modeles)
        if len(contrats) > 3:
            _reunir(departement, contrats[-2:])
        if departement.code != "59":
            _reunir_le_college(departement, Semestre.courant())
        _reunir_le_college(departement, Semestre(2019, 1))
    return ContratDeVille.objects.count()


def _signer(departement, nombre):
    quartiers = list(Quartier.objects.filter(departement=departement, millesime=2015))
    contrats = []
    for rang in range(nombre):
        communal = rang >= nombre // 2
        contrat = ContratDeVille.objects.create(
            nom=f"Contrat de ville fictif {departement.code}-{rang + 1}",
            departement=departement,
            porteur="commune" if communal else "epci",
            porteur_nom=f"{'Commune' if communal else 'Agglomération'} fictive {rang + 1}",
            porteur_siren="" if communal else siren_fictif(9000 + rang),
            perimetre="communal" if communal else "intercommunal",
            signe_le=datetime.date(2015, 6, 1) + datetime.timedelta(days=rang),
            evaluation_faite=rang % 2 == 0,
            evaluation_le=datetime.date(2018, 11, 15) if rang % 2 == 0 else None,
            evaluation="Simplifier la gouvernance, mieux suivre l’emploi." if rang % 2 == 0 else "",
        )
        contrat.quartiers.set(quartiers[rang::nombre])
        contrats.append(contrat)
    return contrats


def _engager(hasard, contrat, modeles):
    Signataire.objects.bulk_create(
        [Signataire(contrat=contrat, nature=n, nom=nom, qualite=q) for n, nom, q in SIGNATAIRES]
    )
    Abattement.objects.create(
        contrat=contrat,
        bailleur="Bailleur fictif",
        convention_le=datetime.date(2016, 1, 1),
        logements=hasard.randrange(200, 3000),
        usages="Entretien renforcé, gardiennage, médiation.",
    )
    projet = GrandProjet.objects.create(
        contrat=contrat,
        nom="Cité éducative du quartier",
        nature=GrandProjet.Nature.CITE_EDUCATIVE,
        presentation="L’école, le centre social et la médiathèque accueillent les enfants de la "
        "crèche au collège, jusqu’à 18 h 30.",
        debut_le=datetime.date(2019, 9, 1),
        fin_le=datetime.date(2022, 8, 31),
    )
    protocole = _renover(hasard, contrat)
    if protocole.avancement != Avancement.A_ENGAGER:
        _promettre(hasard, protocole, projet, modeles)
        _viser(hasard, contrat, modeles["indicateurs"])


def _renover(hasard, contrat):
    avancement = hasard.choices(Avancement.values, weights=[20, 30, 50])[0]
    negociation = datetime.date(2019, 3, 1) + datetime.timedelta(days=hasard.randrange(60))
    signature = datetime.date(2019, 6, 15) + datetime.timedelta(days=hasard.randrange(90))
    return Protocole.objects.create(
        contrat=contrat,
        avancement=avancement,
        negociation_le=None if avancement == Avancement.A_ENGAGER else negociation,
        signature_prevue_le=signature,
        signe_le=signature if avancement == Avancement.SIGNE else None,
        **(PRINCIPES if avancement == Avancement.SIGNE else {}),
    )


def _promettre(hasard, protocole, projet, modeles):
    choisis = hasard.sample(modeles["dijon"], hasard.randint(3, 9))
    engagements = [
        Engagement(
            protocole=protocole,
            partie="etat" if dijon.partie == "etat" else hasard.choice(["epci", "commune"]),
            texte=f"{dijon.texte} : première étape d’ici fin 2020.",
            domaine=dijon.domaine,
            engagement_dijon=dijon,
            projet=projet if rang == 0 else None,
            indicateur="Actions menées",
            unite="actions",
            reference=0,
            cible=hasard.randrange(2, 40),
            echeance_le=datetime.date(2020, 12, 31),
            etat=hasard.choice(Engagement.Etat.values[:3]),
        )
        for rang, dijon in enumerate(choisis)
    ]
    for engagement in engagements:
        engagement.preparer_recherche()
    lien = Engagement.mesures.through
    lien.objects.bulk_create(
        [
            lien(engagement=engagement, mesure=mesure)
            for engagement in Engagement.objects.bulk_create(engagements)
            for mesure in hasard.sample(modeles["mesures"], hasard.randint(0, 2))
        ]
    )


def _viser(hasard, contrat, indicateurs):
    indicateur = hasard.choice(indicateurs)
    CibleTerritoriale.objects.create(
        departement=contrat.departement,
        contrat=contrat,
        indicateur=indicateur,
        reference=0,
        cible=max(indicateur.cible // 20, 1),
        echeance_le=datetime.date(2020, 12, 31),
        valeur=max(indicateur.cible // 40, 1),
        valeur_le=datetime.date(2020, 6, 30),
    )


def _reunir(departement, contrats):
    agglomeration = ContratDeVille.objects.create(
        nom=f"Contrat d’agglomération fictif {departement.code}",
        departement=departement,
        porteur="epci",
        porteur_nom=f"Agglomération fictive {departement.code}",
        porteur_siren=siren_fictif(9999),
        perimetre="agglomeration",
        signe_le=datetime.date(2019, 6, 1),
    )
    agglomeration.reunir(contrats)
    Protocole.objects.create(contrat=agglomeration, signature_prevue_le=datetime.date(2019, 7, 31))


def _reunir_le_college(departement, semestre):
    College.objects.create(
        departement=departement,
        date=semestre.debut + datetime.timedelta(days=12),
        services="Préfecture, rectorat, DDCS, DIRECCTE, ARS, police, justice.",
        decisions="Chaque service désigne un correspondant pour les contrats de ville.",
    )
