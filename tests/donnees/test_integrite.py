"""L'intégrité de ce qui est figé : chaque altération se voit, rien d'intact n'est accusé."""

import gc

import pytest
from django.core.management import CommandError, call_command

from donnees.integrite import fautes
from national import taches
from national.models import Recueil
from paqte.models import Bilan
from remontees.models import Transmission
from tests.documents import effacer
from tests.factories import bilan_complet

pytestmark = pytest.mark.django_db


@pytest.fixture
def transmission(valideur_59):
    return bilan_complet().transmettre(valideur_59)


@pytest.fixture
def recueil(transmission, cget):
    recueil = Recueil.objects.create(
        genre="bilan", periode="2019-s1", format="zip", demande_par=cget
    )
    taches.fabriquer(recueil.pk)
    recueil.refresh_from_db()
    return recueil


def test_ce_qui_est_intact_n_est_pas_accuse(recueil, capsys):
    call_command("verifier_integrite")
    assert "intact" in capsys.readouterr().out


def test_un_brouillon_n_est_pas_une_faute():
    bilan_complet()
    assert list(fautes()) == []


def test_un_pdf_change_d_un_octet_est_vu_et_le_code_de_sortie_le_dit(transmission, capsys):
    octets = bytearray(transmission.pdf)
    octets[-1] ^= 1
    Transmission.objects.update(pdf=bytes(octets))
    with pytest.raises(CommandError, match="1 faute"):
        call_command("verifier_integrite")
    assert "n’a plus l’empreinte" in capsys.readouterr().out


def test_des_donnees_changees_dans_la_base_sont_vues(transmission):
    Transmission.objects.update(donnees=transmission.donnees | {"strategie": "Réécrite."})
    (faute,) = fautes()
    assert "ne sont plus celles que porte le PDF" in faute


def test_un_pdf_remplace_par_autre_chose_donne_deux_fautes(transmission):
    Transmission.objects.update(pdf=b"plus un PDF")
    assert len(list(fautes())) == 2


def test_une_version_effacee_est_vue(transmission, valideur_59, cget):
    bilan = Bilan.objects.get()
    bilan.renvoyer(cget, "Précisez.")
    bilan.transmettre(valideur_59)
    effacer(Transmission.objects.filter(numero=1))
    (faute,) = fautes()
    assert "1 version pour un dernier numéro 2" in faute


def test_une_remontee_transmise_sans_version_est_vue(transmission):
    effacer(Transmission.objects.all())
    (faute,) = fautes()
    assert "aucune version n’est figée" in faute


@pytest.mark.parametrize(
    ("champs", "faute"),
    [({"contenu": None}, "manque"), ({"contenu": b"rien"}, "abîmé"), ({"format": "pdf"}, "abîmé")],
)
def test_un_recueil_abime_est_vu(recueil, champs, faute):
    Recueil.objects.update(**champs)
    (trouvee,) = fautes()
    assert faute in trouvee


def test_un_recueil_qui_porte_un_autre_pdf_est_vu(recueil):
    Transmission.objects.update(sha256="0" * 64)
    assert any("n’est pas une version figée" in faute for faute in fautes())


def vivantes():
    """Compte les versions figées que Python garde en mémoire, hors celles qu'il va ramasser."""
    gc.collect()
    return sum(type(objet) is Transmission for objet in gc.get_objects())


def test_les_versions_se_lisent_une_par_une(transmission):
    for numero in (2, 3, 4):
        transmission.pk, transmission.numero, transmission.code = None, numero, f"VERSION{numero}"
        transmission.save()
    Transmission.objects.update(sha256="0" * 64)
    avant = vivantes()
    assert [vivantes() - avant for _ in fautes()] == [1, 1, 1, 1]
