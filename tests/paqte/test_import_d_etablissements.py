"""L'import des conventions de plusieurs établissements d'un même SIREN."""

import pytest

from paqte.conventions import analyser_conventions
from paqte.lecture import lire_conventions
from paqte.models import Convention, Entreprise
from tests.factories import CibleFactory, ConventionFactory, EntrepriseFactory

from .signataires import LIGNE, analyser, importer, tableau

pytestmark = pytest.mark.django_db

SIREN = "552100554"
LILLE, ROUBAIX = "55210055400013", "55210055400021"


def ligne(siret, **champs):
    return LIGNE | {"N° SIRET": siret} | champs


def test_deux_etablissements_d_un_siren_signent_chacun(client, agent_59, nord):
    client.force_login(agent_59)
    octets = tableau(ligne(LILLE), ligne(ROUBAIX) | {"Raison sociale": "Acier de Roubaix"})
    assert importer(client, octets).status_code == 302
    assert [e.numeros for e in Entreprise.objects.order_by("etablissement")] == [
        (SIREN, LILLE),
        (SIREN, ROUBAIX),
    ]
    assert Convention.objects.count() == 2


def test_un_seul_siret_ne_dit_que_le_siren(nord):
    (creee,) = analyser(nord, ligne(LILLE)).crees
    assert creee.entreprise.numeros == (SIREN, "")


def test_un_siret_retrouve_son_etablissement(nord):
    for siret in (LILLE, ROUBAIX):
        EntrepriseFactory(departement=nord, siren=SIREN, etablissement=siret, nom=siret)
    (creee,) = analyser(nord, ligne(ROUBAIX)).crees
    assert creee.entreprise.numeros == (SIREN, ROUBAIX)


def test_un_etablissement_de_plus_ne_prend_pas_la_place_de_l_autre(nord):
    lille = EntrepriseFactory(departement=nord, siren=SIREN, etablissement=LILLE)
    (creee,) = analyser(nord, ligne(ROUBAIX)).crees
    assert creee.entreprise.numeros == (SIREN, ROUBAIX)
    assert creee.entreprise.pk != lille.pk


@pytest.mark.parametrize(
    ("connu", "siret", "motif"),
    [
        ([LILLE, ROUBAIX], SIREN, "donnez le SIRET"),
        ([""], ROUBAIX, "enregistrée sans SIRET"),
        ([], "000000018", ""),
    ],
)
def test_une_ligne_qui_ne_designe_pas_un_etablissement_est_refusee(nord, connu, siret, motif):
    for etablissement in connu:
        EntrepriseFactory(departement=nord, siren=SIREN, etablissement=etablissement)
    refus = analyser(nord, ligne(LILLE), ligne(siret)).refus
    assert [motif in un.motif for un in refus if un.ligne == 3] == ([True] if motif else [])


def test_un_siret_et_un_siren_sont_de_la_meme_entreprise(nord):
    (refus,) = analyser(nord, ligne(LILLE) | {"SIREN": "000000018"}).refus
    assert "d’une autre entreprise" in refus.motif


def test_un_nom_que_portent_deux_etablissements_ne_suffit_pas(nord):
    for siret in (LILLE, ROUBAIX):
        EntrepriseFactory(
            departement=nord, siren=SIREN, etablissement=siret, nom=LIGNE["Raison sociale"]
        )
    (refus,) = analyser(nord, ligne("")).refus
    assert "plusieurs portent ce nom" in refus.motif


def test_l_export_des_conventions_d_etablissements_s_importe_sans_rien_changer(
    client, agent_59, nord
):
    for siret in (LILLE, ROUBAIX):
        entreprise = EntrepriseFactory(departement=nord, siren=SIREN, etablissement=siret)
        convention = ConventionFactory(entreprise=entreprise)
        convention.axes.set([CibleFactory(convention=convention).indicateur.axe])
    client.force_login(agent_59)
    octets = client.get("/paqte/conventions/?format=xlsx").content
    apercu = analyser_conventions(lire_conventions(octets, "c.xlsx"), nord)
    assert (apercu.refus, apercu.crees, apercu.modifies, apercu.inchanges) == ([], [], [], 2)
