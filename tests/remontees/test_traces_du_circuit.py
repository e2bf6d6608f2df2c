"""Chaque pas d'une remontée garde qui l'a fait et quand, et ne fait rien sans le droit."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from contrats.models import Synthese
from paqte.models import Bilan
from remontees.models import Conflit
from remontees.models.en_pages import EnPages
from tests.factories import (
    BilanFactory,
    DepartementFactory,
    SyntheseFactory,
    UtilisateurFactory,
    bilan_complet,
    synthese_complete,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]

# {pas: (l'état d'où il part, ce qui se fait, qui le fait)}
PAS = {
    "soumettre": ("brouillon", lambda b, user: b.soumettre(user), "agent_59"),
    "reprendre": ("a_signer", lambda b, user: b.reprendre_la_main(user), "agent_59"),
    "retourner": ("a_signer", lambda b, user: b.retourner(user, "La fin."), "valideur_59"),
    "transmettre": ("a_signer", lambda b, user: b.transmettre(user), "valideur_59"),
    "renvoyer": ("transmise", lambda b, user: b.renvoyer(user, "Où ?"), "cget"),
    "accepter": ("transmise", lambda b, user: b.accepter(user), "cget"),
    "defaire": ("acceptee", lambda b, user: b.defaire(user), "cget"),
}


@pytest.fixture
def en_etat(bilan, agent_59, valideur_59, cget):
    """Mène le bilan jusqu'à un état ; le rend tel qu'il est gardé."""

    def mener(etat):
        if etat == "a_signer":
            bilan.soumettre(agent_59)
        elif etat != "brouillon":
            bilan.transmettre(valideur_59)
        if etat == "acceptee":
            bilan.accepter(cget)
        return Bilan.objects.get()

    return mener


@pytest.mark.parametrize("pas", PAS)
def test_chaque_pas_dit_qui_l_a_fait_et_compte_pour_un(en_etat, request, pas):
    depuis, faire, nom = PAS[pas]
    user, avant = request.getfixturevalue(nom), en_etat(depuis)
    faire(avant, user)
    apres = Bilan.objects.get()
    assert (apres.modifie_par, apres.verrou) == (user, avant.verrou + 1)


def test_chaque_enregistrement_compte_pour_un(agent_59):
    bilan = BilanFactory(departement_id="59")
    for verrou in (0, 1, 2):
        assert Bilan.objects.get().verrou == verrou
        bilan.enregistrer(agent_59, verrou)


@pytest.mark.parametrize("pas", ["reprendre", "retourner", "transmettre"])
def test_ce_qui_finit_une_soumission_dit_qui_et_quand(en_etat, request, pas):
    depuis, faire, nom = PAS[pas]
    user, bilan = request.getfixturevalue(nom), en_etat(depuis)
    faire(bilan, user)
    soumission = Bilan.objects.get().soumission
    assert soumission.finie_par == user
    assert soumission.finie_le >= soumission.soumise_le


def test_une_autre_prefecture_ne_reprend_pas_la_main(soumis, agent_13, cget):
    for user in (agent_13, cget):
        with pytest.raises(PermissionDenied):
            soumis.reprendre_la_main(user)
    assert Bilan.objects.get().etat == "a_signer"


def test_ce_qui_attend_une_signature_ne_l_attend_que_de_sa_prefecture(soumis, agent_59, agent_13):
    assert soumis.attend_la_signature_de_la_maison(agent_59)
    assert not soumis.attend_la_signature_de_la_maison(agent_13)


# Ce qui fut lu est ce qui part.


def test_ce_qui_part_est_ce_qui_fut_lu(bilan, agent_59, valideur_59):
    lue = bilan.lecture(bilan.contenu())
    bilan.soumettre(agent_59, lue=lue)
    with pytest.raises(Conflit):
        Bilan.objects.get().transmettre(valideur_59, lue=lue)
    soumis = Bilan.objects.get()
    assert soumis.transmettre(valideur_59, lue=soumis.lecture(soumis.contenu())).numero == 1


def test_on_ne_soumet_pas_ce_qui_a_change_depuis_la_lecture(bilan, agent_59):
    lue = bilan.lecture(bilan.contenu())
    bilan.strategie = "Aller vers les grandes entreprises."
    bilan.enregistrer(agent_59, bilan.verrou)
    with pytest.raises(Conflit):
        Bilan.objects.get().soumettre(agent_59, lue=lue)


def test_un_document_trop_long_ne_se_soumet_pas(monkeypatch, agent_59):
    def trop_longue(self):
        raise ValidationError("La synthèse fait 6 pages.")

    monkeypatch.setattr(EnPages, "verifier", trop_longue)
    with pytest.raises(ValidationError, match="6 pages"):
        synthese_complete().soumettre(agent_59)
    assert Synthese.objects.get().etat == "brouillon"


# Qui a écrit, quand sa campagne veut que qui écrit ne transmette pas.


def test_nul_n_a_ecrit_ce_qui_n_est_pas_commence(valideur_59):
    assert not Bilan(departement_id="59", periode="2019-s1").a_ecrit(valideur_59)


def test_commencer_un_document_vide_n_est_pas_l_ecrire(bilan, valideur_59):
    vide = bilan_complet(
        UtilisateurFactory(departements=["62"]).perimetres.get().departement,
        modifie_par=valideur_59,
        **dict.fromkeys(Bilan().parties()["Textes"], ""),
    )
    assert not vide.a_ecrit(valideur_59)
    vide.obstacles = "Néant."
    vide.enregistrer(valideur_59, vide.verrou)
    assert vide.a_ecrit(valideur_59)


def test_avoir_soumis_la_version_d_avant_n_est_pas_ecrire_celle_ci(bilan, valideur_59, cget):
    bilan.soumettre(valideur_59)
    assert bilan.a_ecrit(valideur_59)
    bilan.transmettre(UtilisateurFactory(role="valideur", departements=["59"]))
    bilan.renvoyer(cget, "Précisez.")
    assert not bilan.a_ecrit(valideur_59)


# Ce qui s'inscrit, et ce qui s'en relit.


def test_une_remontee_inscrite_est_gardee_et_n_est_pas_une_autre():
    departement = DepartementFactory(code="59")
    d_avant = SyntheseFactory(departement=departement, periode="2018")
    neuve = Synthese(departement=departement, periode="2019")
    neuve.inscrire(demarches="Le collège.")
    assert neuve.pk != d_avant.pk
    assert Synthese.objects.get(pk=neuve.pk).demarches == "Le collège."
    neuve.validate_constraints()
    seconde = Synthese(departement=departement, periode="2019")
    seconde.inscrire()
    assert (seconde.pk, seconde.cree_le) == (neuve.pk, neuve.cree_le)
