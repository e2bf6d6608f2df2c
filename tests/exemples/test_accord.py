"""Une même question, un même chiffre : tableau national, tableau de région, bilan, synthèses,
exports et API, sur des saisies tirées au hasard.
"""

import datetime
import json
from decimal import Decimal

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from comptes.models import Jeton
from mesures.models import Mesure, Niveau
from paqte.models import Indicateur
from quartiers.models import Departement, Region
from remontees.periodes import Annee, Semestre
from tests.factories import (
    AxeFactory,
    BilanFactory,
    CampagneFactory,
    ContratFactory,
    ConventionFactory,
    DepartementFactory,
    EngagementFactory,
    IndicateurFactory,
    IndicateurNationalFactory,
    MesureFactory,
    ProtocoleFactory,
    RegionFactory,
    ResultatFactory,
    SyntheseFactory,
    UtilisateurFactory,
    ValeurFactory,
)
from tests.factories.regions import SyntheseRegionaleFactory

pytestmark = pytest.mark.django_db

# Les départements et leur région : la première en a deux.
REGIONS = {"59": "32", "62": "32", "13": "93"}
CODES = sorted(REGIONS)
SEMESTRE, ANNEE = Semestre(2019, 2), Annee(2020)
# Le 15 mars 2020 est passé, et rien n'est encore fini.
LE = time_machine.travel("2020-06-15T12:00:00+02:00", tick=False)
# Un exemple prend une seconde : en chercher un plus petit prendrait l'heure.
PHASES = [Phase.explicit, Phase.generate]
FIN = datetime.date(2022, 12, 31)

nombres = st.integers(min_value=0, max_value=10_000)
conventions = st.lists(st.tuples(st.sampled_from(CODES), st.none() | nombres), max_size=6)
contrats = st.lists(
    st.tuples(
        st.sampled_from(CODES),
        st.sampled_from(["a_engager", "en_negociation", "signe"]),
        st.sets(st.sampled_from(["1", "1.a", "2", "3"]), max_size=3),
    ),
    max_size=5,
)
niveaux = st.lists(st.sampled_from(Niveau.values), min_size=3, max_size=3)
valeurs = st.dictionaries(st.sampled_from(CODES), nombres)


def poser(conventions, contrats, niveaux, valeurs):
    """Écrit ce qui est tiré : conventions et résultats, contrats et engagements, niveaux."""
    CampagneFactory(periode=str(SEMESTRE))
    CampagneFactory(genre="synthese", periode=str(ANNEE))
    for code, region in REGIONS.items():
        DepartementFactory(code=code, region=RegionFactory(code=region, nom=f"Région {region}"))
    axe, indicateur = AxeFactory(), IndicateurFactory(code="stages", axe=AxeFactory())
    for code, valeur in conventions:
        convention = ConventionFactory(entreprise__departement_id=code, axes=[axe])
        if valeur is not None:
            ResultatFactory(
                convention=convention,
                indicateur=indicateur,
                semestre=str(SEMESTRE),
                valeur=valeur,
            )
    mesures = [MesureFactory(code=str(rang)) for rang in (1, 2, 3)]
    for mesure, niveau in zip(mesures, niveaux, strict=True):
        mesure.changements.create(niveau=niveau, le="2019-01-22", motif="Annexe 3")
    mesures.append(MesureFactory(code="1.a", parent=mesures[0]))
    for code, avancement, declinees in contrats:
        signe_le = datetime.date(2019, 3, 1) if avancement == "signe" else None
        protocole = ProtocoleFactory(
            contrat=ContratFactory(departement_id=code, fin_le=FIN),
            avancement=avancement,
            signe_le=signe_le,
        )
        if declinees:
            EngagementFactory(
                protocole=protocole, mesures=[m for m in mesures if m.code in declinees]
            )
    compte = IndicateurNationalFactory(code="24-1", mesure=mesures[0])
    for code, nombre in valeurs.items():
        ValeurFactory(indicateur=compte, code=code, nombre=nombre)


class Lecteur:
    """Le CGET, qui lit la même chose partout."""

    def __init__(self):
        cget = UtilisateurFactory(role="cget", national=True)
        self.client = Client()
        self.client.force_login(cget)
        _, self.secret = Jeton.objects.creer(cget, "Essai", "api")

    def page(self, nom, *arguments, **choix):
        return self.client.get(reverse(nom, args=arguments), choix).context

    def national(self, **choix):
        return self.page("national:tableau", semestre=str(SEMESTRE), annee=str(ANNEE), **choix)

    def export(self, jeu):
        reponse = self.client.get(reverse("export", args=[jeu, "json"]))
        return json.loads(reponse.getvalue())

    def api(self, jeu):
        entete = {"Authorization": f"Bearer {self.secret}"}
        return self.client.get(f"/api/{jeu}", {"nombre": 1000}, headers=entete).json()["lignes"]


def additionner(nombres):
    """Rend la somme des nombres donnés, None sans aucun."""
    donnes = [Decimal(str(nombre)) for nombre in nombres if nombre is not None]
    return sum(donnes) if donnes else None


def des_resultats(lecteur):
    """Rend, de chaque source, les stages de la nation et de chaque département."""
    par_jeu = {}
    for source, lignes in (
        ("export", lecteur.export("resultats")),
        ("api", lecteur.api("resultats")),
    ):
        par_jeu[source] = {
            code: additionner(ligne["resultat"] for ligne in lignes if ligne["departement"] == code)
            for code in CODES
        }
    bilans = {}
    for code in CODES:
        contenu = BilanFactory(departement_id=code, periode=str(SEMESTRE)).contenu()
        (axe,) = contenu["resultats"]["axes"]
        bilans[code] = additionner([axe["indicateurs"][0]["valeur"]])
    return par_jeu | {"bilan": bilans}


def du_tableau(contexte):
    """Rend les stages du semestre qu'imprime un tableau national ou régional."""
    [(_, total)] = contexte["paqte"]["resultats"]
    return total.realise


def verifier_les_resultats(lecteur):
    sources = des_resultats(lecteur)
    assert sources["export"] == sources["api"] == sources["bilan"]
    par_departement = sources["bilan"]
    assert du_tableau(lecteur.national()) == additionner(par_departement.values())
    for region in Region.objects.all():
        siens = [par_departement[code] for code in CODES if REGIONS[code] == region.pk]
        assert du_tableau(lecteur.national(region=region.pk)) == additionner(siens)


def verifier_les_contrats(lecteur):
    syntheses = {
        code: SyntheseFactory(departement_id=code, periode=str(ANNEE)).contenu() for code in CODES
    }
    lignes = lecteur.export("contrats")
    assert lignes == lecteur.api("contrats")
    national = {ligne.departement.pk: ligne for ligne in lecteur.national()["suivi"].lignes}
    for code, contenu in syntheses.items():
        siens = [ligne for ligne in lignes if ligne["departement"] == code]
        signes = sum(ligne["protocole"] == "Signé" for ligne in siens)
        totaux = contenu["totaux"]
        assert totaux["contrats"] == national[code].contrats == len(siens)
        assert totaux["signe"] == national[code].signes == signes


def verifier_les_mesures(lecteur):
    lignes = lecteur.export("mesures")
    assert lignes == lecteur.api("mesures")
    niveaux = [ligne["niveau_engagement"] for ligne in lignes if "." not in ligne["mesure"]]
    comptes = lecteur.page("mesures:tableau")["tableau"].comptes
    assert {c["niveau"].label: c["nombre"] for c in comptes} == {
        niveau.label: niveaux.count(niveau.label) for niveau in Niveau
    }
    for code in CODES:
        declinees = SyntheseFactory._meta.model.objects.get(departement=code).contenu()
        page = lecteur.page("territoires:fiche", code)
        fiche = page["mesures"]
        tableau = lecteur.page("mesures:tableau", departement=code)["tableau"]
        attendu = declinees["mesures_nombre"]
        assert attendu == len(tableau.principales) == sum(faites for _, faites, _, _ in fiche)
        signees = sum(ligne.signes > 0 for ligne in tableau.principales)
        assert declinees["mesures_signees"] == signees == sum(s for _, _, s, _ in fiche)
        dites = page["mesures_declinees"]["declinaisons"]
        assert declinees["declinaisons"] == tableau.declinaisons == dites


def des_syntheses(codes):
    """Rend les mesures que déclinent les synthèses de ces départements, et celles qui sont signées.

    Une déclinaison n'en est pas une.
    """
    mesures = [
        mesure
        for synthese in SyntheseFactory._meta.model.objects.filter(departement__in=codes)
        for programme in synthese.contenu()["mesures"]
        for mesure in programme["mesures"]
        if "." not in mesure["code"]
    ]
    return {m["code"] for m in mesures}, {m["code"] for m in mesures if m["signes"]}


def verifier_les_syntheses_regionales(lecteur):
    niveaux = [
        ligne["niveau_engagement"]
        for ligne in lecteur.export("mesures")
        if "." not in ligne["mesure"]
    ]
    for region in Region.objects.all():
        contenu = SyntheseRegionaleFactory(region=region, periode=str(ANNEE)).contenu()
        for ligne in contenu["mesures"]["niveaux"]:
            assert ligne["nation"]["nombre"] == niveaux.count(ligne["libelle"])
        siens = [code for code in CODES if REGIONS[code] == region.pk]
        declinees, signees = des_syntheses(siens)
        comptes = contenu["mesures"]
        assert (comptes["declinees"], comptes["signees"]) == (len(declinees), len(signees))
        assert sum(ligne["signees"] for ligne in comptes["niveaux"]) == len(signees)
        tableau, paqte = lecteur.national(region=region.pk), contenu["paqte"]
        assert paqte["signatures"]["region"]["conventions"] == tableau["paqte"]["en_cours"]
        imprimes = [ligne["region"]["realise"] for ligne in paqte["resultats"]]
        # Sans aucun résultat nulle part, la synthèse n'en imprime pas la table.
        assert (imprimes or [None]) == [du_tableau(tableau)]


def verifier_les_valeurs(lecteur):
    lignes = lecteur.export("valeurs")
    assert lignes == lecteur.api("valeurs")
    attendu = additionner(ligne["nombre"] for ligne in lignes)
    ligne = next(li for li in lecteur.page("mesures:tableau")["lignes"] if li.mesure.code == "1")
    [fiche] = lecteur.page("mesures:detail", "1")["indicateurs"]
    [objectif] = lecteur.page("mesures:objectifs")["lignes"]
    lues = [ligne.indicateurs[0].somme, fiche.somme, objectif.constat]
    assert [somme and somme.nombre for somme in lues] == [attendu] * 3


def verifier_l_accord(**tire):
    """Écrit ce qui est tiré, lit partout, et ne laisse rien."""
    cache.clear()
    with transaction.atomic(), LE:
        poser(**tire)
        lecteur = Lecteur()
        verifier_les_resultats(lecteur)
        verifier_les_contrats(lecteur)
        verifier_les_mesures(lecteur)
        verifier_les_syntheses_regionales(lecteur)
        verifier_les_valeurs(lecteur)
        transaction.set_rollback(True)
    for modele in (Departement, Indicateur, Mesure):
        assert not modele.objects.exists()


@settings(max_examples=3, phases=PHASES)
@given(conventions=conventions, contrats=contrats, niveaux=niveaux, valeurs=valeurs)
def test_la_meme_question_a_partout_le_meme_chiffre(conventions, contrats, niveaux, valeurs):
    verifier_l_accord(conventions=conventions, contrats=contrats, niveaux=niveaux, valeurs=valeurs)


@pytest.mark.long
@settings(max_examples=40, phases=PHASES)
@given(conventions=conventions, contrats=contrats, niveaux=niveaux, valeurs=valeurs)
def test_la_meme_question_a_toujours_le_meme_chiffre(conventions, contrats, niveaux, valeurs):
    verifier_l_accord(conventions=conventions, contrats=contrats, niveaux=niveaux, valeurs=valeurs)
