"""Une section dit ce qui lui manque, et s'ouvre tant qu'il y reste à faire ou à lire."""

import pytest
from django.urls import reverse

from remontees.models import Manque
from remontees.registre import remontees
from remontees.sections import Section, remplissages
from tests.factories import synthese_complete

SECTIONS = (
    Section("recit", "1. Récit", ("id_recit", "reprise-recit")),
    Section("contrats", "2. Contrats", ("id_contrats",)),
)


@pytest.mark.parametrize(
    "manque",
    [
        Manque("Récit absent.", "/bilans/#id_recit"),
        Manque("À confirmer.", "/bilans/#reprise-recit"),
        Manque("À dater ailleurs.", "/contrats/4/protocole/", "id_recit"),
    ],
)
def test_un_manque_est_a_la_section_ou_il_se_complete(manque):
    recit, contrats = remplissages(SECTIONS, [manque]).values()
    assert (recit.manques, recit.est_ouverte) == ([manque], True)
    assert (contrats.manques, contrats.est_ouverte) == ([], False)


@pytest.mark.parametrize("ancres", [{"refusees": ["id_contrats"]}, {"a_lire": ["id_contrats"]}])
def test_une_erreur_ou_un_mot_ouvre_sa_section(ancres):
    etats = remplissages(SECTIONS, [], **ancres)
    assert [cle for cle, etat in etats.items() if etat.est_ouverte] == ["contrats"]


def test_chaque_texte_de_chaque_remontee_est_dans_une_section():
    oublis = [
        f"{modele.__name__}.{champ}"
        for modele in remontees()
        if modele.sections
        for champ in {*modele.textes_exiges, *modele.textes_repris}
        if not any(f"id_{champ}".startswith(section.reperes) for section in modele.sections)
    ]
    assert oublis == []


@pytest.mark.django_db
@pytest.mark.usefixtures("sans_rendu")
def test_un_commentaire_du_cget_ouvre_la_section_qu_il_commente(
    client, agent_59, valideur_59, cget
):
    synthese = synthese_complete()
    synthese.transmettre(valideur_59)
    synthese.refresh_from_db()
    synthese.commenter(cget, "exemples", "Où ?")
    synthese.renvoyer(cget, "À préciser.")
    client.force_login(agent_59)
    page = client.get(reverse("synthese", args=[synthese.periode, "59"]))
    ouvertes = [cle for cle, etat in page.context["sections"].items() if etat.est_ouverte]
    assert ouvertes == ["exemples"]
    assert page.text.count('<details class="depliant" open>') == 1
