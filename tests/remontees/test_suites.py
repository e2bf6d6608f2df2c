"""Ce qui précède une remontée, ce qui en est transmis, et ce qu'elle doit encore."""

import datetime
from types import SimpleNamespace

import pytest
from django.http import Http404
from django.utils import timezone

from contrats.models import Synthese
from regions.models import SyntheseRegionale
from remontees.models import Campagne, EnvoiAnterieur
from remontees.periodes import Annee
from tests.factories import (
    BilanFactory,
    DepartementFactory,
    ReferentFactory,
    RegionFactory,
    SyntheseFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]


@pytest.fixture
def nord(db):
    return DepartementFactory(code="59", nom="Nord")


def ouvrir(genre="synthese", periode="2019"):
    return Campagne.objects.create(
        genre=genre, periode=periode, ouverture_le="2018-01-22", echeance_le="2019-03-15"
    )


def envoi(code="59", periode="2019"):
    """Une synthèse envoyée hors du portail."""
    return EnvoiAnterieur.objects.create(
        genre="synthese", periode=periode, departement_id=code, envoye_le="2019-03-14"
    )


# Celles d'avant.


@pytest.fixture
def suivies(nord):
    """Les synthèses de quatre années du Nord, et une d'ailleurs."""
    SyntheseFactory(departement=DepartementFactory(code="13"), periode="2019")
    return {
        annee: SyntheseFactory(departement=nord, periode=str(annee))
        for annee in (2018, 2020, 2017, 2019)
    }


def test_les_precedentes_sont_du_meme_territoire_de_la_derniere_a_la_premiere(suivies):
    assert [*Synthese.objects.precedentes(suivies[2020])] == [
        suivies[2019],
        suivies[2018],
        suivies[2017],
    ]


def test_juste_avant_vient_la_periode_qui_precede_et_nulle_autre(suivies):
    assert Synthese.objects.juste_avant(suivies[2020]).get() == suivies[2019]
    assert not Synthese.objects.juste_avant(suivies[2017]).exists()


def verser(user, periode, *textes):
    """Pose autant de versions d'une synthèse du Nord, sans rien en figer d'autre qu'un texte."""
    synthese = SyntheseFactory(departement_id="59", periode=periode, etat="transmise")
    for numero, texte in enumerate(textes, start=1):
        synthese.transmissions.create(
            departement=synthese.departement,
            numero=numero,
            donnees={"format": 7, "texte": texte},
            pdf=b"",
            transmise_le=timezone.now(),
            transmise_par=user,
        )


def test_le_contenu_transmis_avant_est_celui_de_la_derniere_version_de_la_derniere_periode(
    nord, valideur_59, monkeypatch
):
    septieme = SimpleNamespace(model_validate=lambda donnees: ("lu par le 7", donnees["texte"]))
    monkeypatch.setattr(Synthese, "formats", {7: septieme})
    verser(valideur_59, "2017", "Un.", "Deux.", "Trois.")
    verser(valideur_59, "2018", "Quatre.", "Cinq.")
    avant = Synthese.objects.contenu_transmis_avant(Synthese(departement=nord, periode="2019"))
    assert avant == ("lu par le 7", "Cinq.")


def test_rien_n_est_transmis_avant_la_premiere_ni_par_un_brouillon(suivies):
    for annee in (2017, 2020):
        assert Synthese.objects.contenu_transmis_avant(suivies[annee]) is None


# Ce qui est transmis, ce qui est à rendre.


def test_un_brouillon_est_transmis_quand_il_a_deja_une_version(nord, valideur_59):
    verser(valideur_59, "2019", "Une version, puis une rectification.")
    Synthese.objects.update(etat="brouillon")
    for periode, etat in (("2018", "brouillon"), ("2017", "a_signer"), ("2016", "transmise")):
        SyntheseFactory(departement=nord, periode=periode, etat=etat)
    assert [str(synthese.periode) for synthese in Synthese.objects.transmises()] == ["2019", "2016"]


def test_n_est_a_rendre_que_ce_que_le_cget_attend_pour_un_jour(nord):
    jour = datetime.date(2019, 5, 2)
    a_rendre = SyntheseFactory(departement=nord, etat="a_completer", retour_pour_le=jour)
    SyntheseFactory(departement=nord, periode="2018", etat="a_completer")
    SyntheseFactory(departement=nord, periode="2017", etat="transmise", retour_pour_le=jour)
    assert [*Synthese.objects.a_rendre()] == [a_rendre]


def test_ce_qui_est_a_rendre_se_nomme_sans_autre_requete(nord, django_assert_num_queries):
    jour = datetime.date(2019, 5, 2)
    SyntheseFactory(departement=nord, etat="a_completer", retour_pour_le=jour)
    with django_assert_num_queries(1):
        assert [(str(s), str(s.region)) for s in Synthese.objects.a_rendre()]


# Ce qui reste dû.


def test_le_complement_du_s_attend_pour_son_jour_meme_d_un_envoi_hors_portail(nord):
    envoi()
    jour = datetime.date(2019, 5, 2)
    demande = {"commentaire_retour": "Précisez.", "retour_pour_le": jour}
    SyntheseFactory(departement=nord, etat="a_completer", **demande)
    (due,) = Synthese.objects.dues(ouvrir())
    assert (due.pour_le, due.etat, due.demande) == (jour, "à compléter", "Précisez.")


@pytest.mark.parametrize("etat", ["transmise", "acceptee"])
def test_ce_qui_est_parti_n_est_plus_du(nord, etat):
    SyntheseFactory(departement=nord, etat=etat)
    assert Synthese.objects.dues(ouvrir()) == []


def test_ce_qui_fut_envoye_hors_portail_n_est_plus_du(nord):
    envoi()
    assert Synthese.objects.dues(ouvrir()) == []


@pytest.mark.parametrize("autre", [{"code": "62"}, {"periode": "2018"}])
def test_un_envoi_hors_portail_ne_vaut_que_pour_son_territoire_et_sa_periode(nord, autre):
    DepartementFactory(code="62")
    envoi(**autre)
    dues = {due.territoire.pk for due in Synthese.objects.dues(ouvrir())}
    assert dues == {"59", "62"} - {autre.get("code")}


def test_chaque_region_doit_sa_synthese():
    nos_regions = {RegionFactory(code="32"), RegionFactory(code="84")}
    dues = SyntheseRegionale.objects.dues(ouvrir("synthese_regionale"))
    assert {due.territoire for due in dues} == nos_regions


def test_ce_qui_est_du_mene_a_sa_page_et_previent_le_referent(nord):
    ReferentFactory(departement=nord, courriel="referent@exemple.gouv.fr")
    bilan = BilanFactory(departement=nord)
    (due,) = type(bilan).objects.dues(ouvrir("bilan", "2019-s1"))
    assert due.lien == bilan.get_absolute_url()
    assert due.autres_adresses == {"referent@exemple.gouv.fr"}


def test_ce_qui_part_du_portail_apres_un_envoi_compte_pour_ce_qu_il_est(nord):
    DepartementFactory(code="62")
    SyntheseFactory(departement=nord, etat="transmise")
    for code in ("59", "62"):
        envoi(code)
    (ligne,) = Synthese.objects.avancement(["59", "62"], [ouvrir()])
    assert (ligne["transmise"], ligne["anterieure"], ligne["a_commencer"]) == (1, 1, 0)


# Ce qui s'ouvre, et avec ses versions.


def test_la_campagne_d_un_autre_genre_n_ouvre_pas_la_synthese(agent_59):
    ouvrir("college")
    with pytest.raises(Http404):
        Synthese.objects.ouvrir(agent_59, Annee(2019), "59")
    ouvrir()
    assert Synthese.objects.ouvrir(agent_59, Annee(2019), "59").pk is None


def test_la_derniere_version_se_lit_sans_son_document(nord, valideur_59):
    verser(valideur_59, "2019", "Un.", "Deux.")
    derniere = Synthese.objects.get().derniere_transmission()
    assert (derniere.numero, derniere.get_deferred_fields()) == (2, {"pdf"})


def test_les_versions_se_lisent_sans_leur_document_ni_leurs_donnees(
    transmise, django_assert_num_queries
):
    with django_assert_num_queries(2):
        (synthese,) = Synthese.objects.avec_versions()
        (version,) = synthese.transmissions.all()
    assert version.get_deferred_fields() == {"pdf", "donnees"}
    assert not hasattr(version, "lue")


def test_le_cget_sait_ce_qu_il_a_ouvert_et_lui_seul(transmise, cget, ministere, agent_59):
    def versions(user):
        (synthese,) = Synthese.objects.avec_versions(user)
        return list(synthese.transmissions.all())

    assert [version.lue for version in versions(cget)] == [False]
    transmise.derniere_transmission().lue_par.add(cget)
    assert [version.lue for version in versions(cget)] == [True]
    for user in (ministere, agent_59):
        assert not hasattr(versions(user)[0], "lue")


def test_le_suivi_d_un_territoire_ne_le_relit_pas_pour_chaque_remontee(nord, cget):
    for periode in ("2019", "2020"):
        SyntheseFactory(departement_id="59", periode=periode)
    lignes = Synthese.objects.suivi(cget, [nord], [Annee(2019), Annee(2020)], [])
    assert [ligne.territoire is nord for ligne in lignes] == [True, True]
