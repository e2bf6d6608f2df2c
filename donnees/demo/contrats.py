"""Des contrats de ville fictifs, leurs protocoles, engagements, projets et cibles."""

import datetime
import random

from django.utils import timezone

from contrats.models import (
    Abattement,
    Avancement,
    CibleTerritoriale,
    College,
    ContratDeVille,
    Decision,
    Engagement,
    EngagementDijon,
    Etape,
    Exoneration,
    GrandProjet,
    Prolongation,
    Protocole,
    Signataire,
)
from mesures.models import Indicateur, Mesure
from quartiers.models import Quartier, entree_en_vigueur
from remontees.periodes import Semestre
from textes.models import Texte

from .conventions import siren_fictif

SIGNATAIRES = (
    (Signataire.Nature.ETAT, "Préfecture", "le préfet"),
    (Signataire.Nature.EPCI, "Agglomération fictive", "le président"),
    (Signataire.Nature.COMMUNE, "Commune fictive", "le maire"),
    (Signataire.Nature.CAF, "Caisse d’allocations familiales", "la directrice"),
)
DECISIONS = (
    ("Chaque service désigne un correspondant pour les contrats de ville.", "Sous-préfet ville"),
    ("Un point sur l’emploi des habitants, quartier par quartier.", "Service de l’emploi"),
)
PILOTES = {
    "etat": "Délégué du préfet",
    "epci": "Direction de la cohésion de l’agglomération",
    "commune": "Direction de la vie des quartiers",
}
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
        if departement.code == "59":
            for contrat in contrats:
                _prolonger(contrat)
        if len(contrats) > 3:
            _reunir(departement, contrats[-2:])
            contrats = contrats[:-2]
        _succeder(hasard, departement, contrats[::2], modeles)
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
    _exonerer(contrat, hasard.randrange(200, 3000))
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


def _exonerer(contrat, logements):
    """Deux années de mesures fiscales : ce qui est abattu, ce qui est rendu en contrepartie."""
    for annee in (2019, 2020):
        Abattement.objects.create(
            contrat=contrat,
            bailleur="Bailleur fictif",
            annee=annee,
            convention_le=datetime.date(2016, 1, 1),
            logements=logements,
            montant=180 * logements,
            contreparties=150 * logements,
            usages="Entretien renforcé, gardiennage, médiation.",
        )
    Exoneration.objects.create(
        contrat=contrat,
        annee=2020,
        impot=Exoneration.Impot.CFE,
        commerces=logements // 100,
        montant=900 * (logements // 100),
    )


def _prolonger(contrat):
    """La loi de finances pour 2019 a porté à 2022 les contrats qui finissaient en 2020."""
    contrat.fin_le = datetime.date(2020, 12, 31)
    contrat.save()
    Prolongation.objects.create(
        contrat=contrat,
        fin_le=datetime.date(2022, 12, 31),
        texte=Texte.objects.get(slug="loi-2018-1317"),
    )


def _renover(hasard, contrat):
    avancement = hasard.choices(Avancement.values, weights=[20, 30, 50])[0]
    negociation = datetime.date(2019, 1, 25) + datetime.timedelta(days=hasard.randrange(60))
    # La moitié à l'échéance, fin juillet 2019 ; les derniers un an après l'annonce.
    jours = hasard.randrange(90)
    signature = datetime.date(2019, 4, 12) + datetime.timedelta(days=jours + jours**2 // 30)
    return Protocole.objects.create(
        contrat=contrat,
        avancement=avancement,
        negociation_le=None if avancement == Avancement.A_ENGAGER else negociation,
        signature_prevue_le=signature,
        signe_le=signature if avancement == Avancement.SIGNE else None,
        **(PRINCIPES if avancement == Avancement.SIGNE else {}),
    )


def _succeder(hasard, departement, anciens, modeles):
    """Une seconde génération de contrats, aux quartiers de la liste de 2024, en négociation."""
    quartiers = list(Quartier.objects.filter(departement=departement, millesime=2024))
    # La liste de 2024 ne vaut outre-mer qu'un an plus tard.
    signature = entree_en_vigueur(2024, departement.pk) + datetime.timedelta(days=90)
    for rang, ancien in enumerate(anciens):
        contrat = ContratDeVille.objects.create(
            nom=f"{ancien.nom}, 2024-2030",
            departement=departement,
            porteur=ancien.porteur,
            porteur_nom=ancien.porteur_nom,
            porteur_siren=ancien.porteur_siren,
            perimetre=ancien.perimetre,
            signe_le=signature + datetime.timedelta(days=rang),
            fin_le=datetime.date(2030, 12, 31),
            succede_a=ancien,
            conventions_associations=20 + rang,
            conventions_pluriannuelles=8,
        )
        contrat.quartiers.set(quartiers[rang :: len(anciens)])
        protocole = _negocier(contrat, signature)
        _promettre(hasard, protocole, None, modeles, 2025)


def _negocier(contrat, depuis):
    """Un protocole sur deux est signé, à des dates que le nom du contrat tire : la courbe monte."""
    hasard = random.Random(contrat.nom)
    signe_le = depuis + datetime.timedelta(days=hasard.randrange(210, 900))
    signe = hasard.random() < 1 / 2 and signe_le <= timezone.localdate()
    return Protocole.objects.create(
        contrat=contrat,
        avancement=Avancement.SIGNE if signe else Avancement.EN_NEGOCIATION,
        negociation_le=depuis + datetime.timedelta(days=200),
        signature_prevue_le=signe_le if signe else datetime.date(2026, 12, 15),
        signe_le=signe_le if signe else None,
        **(PRINCIPES if signe else {}),
    )


def _promettre(hasard, protocole, projet, modeles, annee=2020):
    choisis = hasard.sample(modeles["dijon"], hasard.randint(3, 9))
    engagements = [
        Engagement(
            protocole=protocole,
            partie="etat" if dijon.partie == "etat" else hasard.choice(["epci", "commune"]),
            texte=f"{dijon.texte} : première étape d’ici fin {annee}.",
            domaine=dijon.domaine,
            engagement_dijon=dijon,
            projet=projet if rang == 0 else None,
            indicateur="Actions menées",
            unite="actions",
            reference=0,
            cible=hasard.randrange(2, 40),
            echeance_le=datetime.date(annee, 12, 31),
            etat=hasard.choice(Engagement.Etat.values[:3]),
        )
        for rang, dijon in enumerate(choisis)
    ]
    for engagement in engagements:
        engagement.pilote = PILOTES[engagement.partie]
        engagement.preparer_recherche()
    enregistres = Engagement.objects.bulk_create(engagements)
    premier = enregistres[0]
    Etape.objects.bulk_create(
        Etape(engagement=premier, libelle=libelle, prevue_le=datetime.date(annee, mois, 15))
        for mois, libelle in ((3, "Réunir les partenaires"), (9, "Ouvrir la première action"))
    )
    lien = Engagement.mesures.through
    lien.objects.bulk_create(
        [
            lien(engagement=engagement, mesure=mesure)
            for engagement in enregistres
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
    college = College.objects.create(
        departement=departement,
        date=semestre.debut + datetime.timedelta(days=12),
        recteur=True,
        ars=semestre != Semestre(2019, 1),
        services="Préfecture, DDCS, DIRECCTE, police.",
    )
    for rang, (texte, porteur) in enumerate(DECISIONS):
        Decision.objects.create(
            departement=departement,
            organe=Decision.Organe.COLLEGE,
            college=college,
            prise_le=college.date,
            texte=texte,
            porteur=porteur,
            pour_le=college.date + datetime.timedelta(days=90),
            faite_le=college.date if rang == 0 else None,
        )
