"""Les guides de docs/ se lisent dans le portail, chacun le sien d'abord."""

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from lxml import html

from accueil import guides
from comptes.models import Utilisateur

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", Utilisateur.Role)
def test_chaque_role_a_son_guide_en_tete_et_les_autres_ensuite(role):
    premier, *autres = guides.guides_de(Utilisateur(role=role))
    assert premier.nom == guides.SIEN[role]
    assert {premier.nom, *(guide.nom for guide in autres)} == set(guides.NOMS)


@pytest.mark.parametrize("nom", guides.NOMS)
def test_un_guide_se_lit_entier_et_ses_liens_et_images_existent(client, agent_59, nom):
    client.force_login(agent_59)
    page = html.fromstring(client.get(reverse("guide", args=[nom])).text)
    # Un guide peut montrer, entre accents graves, les signes de la mise en forme.
    textes = page.xpath("//main//text()[not(ancestor::code)]")
    texte = " ".join(" ".join(textes).split())
    document = (guides.DOSSIER / f"guide-{nom}.md").read_text()
    for mots in ("**", "](", "\n#"):
        assert mots not in texte
    assert document.splitlines()[0].removeprefix("# ") == page.xpath("//h1/text()")[0]
    assert len(page.xpath("//main//img")) == document.count("![")
    for image in page.xpath("//main//img"):
        assert image.get("alt")
        assert finders.find(image.get("src").removeprefix("/static/"))
    ancres = set(page.xpath("//*/@id"))
    for lien in page.xpath("//main//a/@href"):
        adresse, _, ancre = lien.partition("#")
        assert not adresse or client.get(adresse).status_code == 200
        assert adresse or ancre in ancres


def test_un_guide_inconnu_n_existe_pas(client, agent_59):
    client.force_login(agent_59)
    assert client.get(reverse("guide", args=["nul"])).status_code == 404


def test_l_image_d_un_conteneur_porte_ce_que_lit_le_portail(settings):
    ecartes = (settings.BASE_DIR / ".dockerignore").read_text().split()
    assert {"!docs/guide-*.md", "!docs/rgaa.md", "!docs/images"} <= set(ecartes)
