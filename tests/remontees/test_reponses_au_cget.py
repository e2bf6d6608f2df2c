"""Ce que la préfecture répond aux commentaires part avec la version, et une seule fois."""

import pytest
from django.utils import timezone

from courriels.annonces import envoyer_les_resumes
from paqte.models import Bilan
from remontees import courriel
from remontees.models import Transmission
from tests.factories import BilanFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]


@pytest.fixture
def repondu(bilan, valideur_59, cget):
    """Un bilan renvoyé avec deux commentaires, dont un est clos ; l'autre a sa réponse."""
    bilan.transmettre(valideur_59)
    clos = bilan.commenter(cget, "exemples", "Où ?")
    ouvert = bilan.commenter(cget, "obstacles", "Lesquels ?")
    bilan.clore(cget, clos)
    bilan.renvoyer(cget, "Précisez.")
    ouvert.reponse = "Les banques."
    ouvert.save()
    envoyer_les_resumes()
    return Bilan.objects.get()


def resume_de(personne, boite):
    """Ce que dit à cette personne le courriel du jour, qui regroupe ce qui n'est pas pressé."""
    boite.clear()
    envoyer_les_resumes()
    return "\n".join(message.body for message in boite if personne.email in message.to)


def test_qui_a_commente_lit_la_reponse_une_fois_transmise_et_une_seule(
    repondu, valideur_59, cget, mailoutbox
):
    assert "Les banques." not in resume_de(cget, mailoutbox)
    repondu.transmettre(valideur_59)
    dit = resume_de(cget, mailoutbox)
    assert "Lesquels ?\nRéponse : Les banques." in dit
    assert "Où ?" not in dit
    repondu.renvoyer(cget, "Encore.")
    repondu.transmettre(valideur_59)
    assert "Les banques." not in resume_de(cget, mailoutbox)


# Sans le document : seules comptent les réponses.


@pytest.fixture
def sans_document(monkeypatch):
    """Une version ne fige ici rien, et n'écrit qu'à qui a commenté ; rend ce qui lui est dit."""
    dites = []

    def figer(versions, remontee, user, contenu):
        return versions.create(
            remontee=remontee,
            departement=remontee.departement,
            numero=remontee.transmissions.count() + 1,
            donnees=contenu,
            pdf=b"",
            transmise_le=timezone.now(),
            transmise_par=user,
        )

    monkeypatch.setattr(Bilan, "_relire", lambda bilan, lue: {})
    monkeypatch.setattr(type(Transmission.objects.all()), "figer", figer)
    monkeypatch.setattr(Transmission, "envoyer", lambda version: None)
    monkeypatch.setattr(courriel, "envoyer_reponses", lambda *dit: dites.append(dit))
    return dites


@pytest.fixture
def a_completer(valideur_59, cget):
    """Un bilan renvoyé avec trois commentaires, dont deux ont leur réponse."""
    bilan = BilanFactory(departement_id="59", etat="a_completer")
    for champ, reponse in (("obstacles", "Les banques."), ("strategie", "Oui."), ("exemples", "")):
        bilan.commentaires.create(champ=champ, texte="Quoi ?", auteur=cget, reponse=reponse)
    return bilan


def test_seules_les_reponses_nouvelles_partent_avec_la_version(
    a_completer, sans_document, valideur_59
):
    for _ in range(2):
        Bilan.objects.update(etat="a_completer")
        a_completer.transmettre(valideur_59)
    (premiere, repondus), (seconde, deja_dites) = sans_document
    assert [commentaire.reponse for commentaire in repondus] == ["Les banques.", "Oui."]
    assert (premiere.numero, seconde.numero, deja_dites) == (1, 2, [])


def test_une_reponse_transmise_se_lit_desormais_hors_de_la_prefecture(
    a_completer, sans_document, valideur_59, cget
):
    def lues():
        par_partie = Bilan.objects.get().commentaires_par_partie(cget)
        return [commentaire.reponse for (commentaire,) in par_partie.values()]

    assert lues() == ["", "", ""]
    a_completer.transmettre(valideur_59)
    assert lues() == ["Les banques.", "Oui.", ""]


def test_qui_a_commente_se_lit_avec_les_reponses(
    a_completer, sans_document, valideur_59, cget, django_assert_num_queries
):
    a_completer.transmettre(valideur_59)
    ((_, repondus),) = sans_document
    with django_assert_num_queries(0):
        assert {commentaire.auteur for commentaire in repondus} == {cget}
