"""Chaque page à formulaire est valide ; chaque champ, chaque erreur est au système de design."""

import pytest
from django.db import transaction
from django.forms.formsets import ManagementForm
from lxml import html

from tests.adresses import adresses
from tests.formulaires import formulaires_de
from tests.matrice import lire_la_matrice
from tests.validite import fautes

pytestmark = pytest.mark.django_db

PERSONNES = ("valideur_59", "cget", "administrateur", "anonyme")
# Une sorte de champ (XPath), la classe qu'il porte, celle du cadre où il est.
CHAMPS = (
    ("self::select", "fr-select", "fr-select-group"),
    ("self::textarea", "fr-input", "fr-input-group"),
    ("@type='checkbox'", "", "fr-checkbox-group"),
    ("@type='radio'", "", "fr-radio-group"),
    ("@type='file'", "fr-upload", "fr-upload-group"),
    ("self::input", "fr-input", "fr-input-group"),
)
A_PLUSIEURS_CHOIX = "//main//input[@type='radio' or @type='checkbox'][@name=preceding::input/@name]"


def de_classe(*noms):
    """Rend le prédicat XPath d'un élément qui porte ces classes."""
    return " and ".join(
        f"contains(concat(' ', normalize-space(@class), ' '), ' {nom} ')" for nom in noms
    )


MESSAGE = f"//*[{de_classe('fr-messages-group')}]/p[{de_classe('fr-message', 'fr-message--error')}]"
ALERTE = f"//*[{de_classe('fr-alert--error')}]"


def etrangers(document):
    """Donne ce qui n'est pas au système de design : champ sans sa classe ou son cadre, liste."""
    for champ in document.xpath("//main//*[self::input or self::select or self::textarea]"):
        if champ.get("type") in {"hidden", "submit"}:
            continue
        sienne, cadre = next((c, cadre) for sorte, c, cadre in CHAMPS if champ.xpath(sorte))
        classes = [*champ.get("class", "").split(), ""]
        if sienne not in classes or not champ.xpath(f"ancestor::*[{de_classe(cadre)}]"):
            yield champ
    for choix in document.xpath(A_PLUSIEURS_CHOIX):
        if not choix.xpath(f"ancestor::fieldset[{de_classe('fr-fieldset')}]"):
            yield choix
    yield from document.xpath(f"//ul[{de_classe('errorlist')}]")


def tues(document, formulaires):
    """Donne chaque erreur qu'on ne lit pas là où le système de design la montre."""
    dites = {message.text_content().strip() for message in document.xpath(MESSAGE)}
    alertes = " ".join(alerte.text_content() for alerte in document.xpath(ALERTE))
    for form in formulaires:
        yield from (erreur for erreur in form.non_field_errors() if erreur not in alertes)
        for champ in form.visible_fields():
            yield from (f"{champ.name} : {e}" for e in champ.errors if e.strip() not in dites)


def mal_dits(document, formulaires):
    """Donne le titre qui ne dit pas une saisie refusée, et le champ exigé qui se dit facultatif."""
    refuses = [form for form in formulaires if form.errors]
    titre = document.xpath("string(//title)")
    if refuses and not titre.strip().startswith("Erreur : "):
        yield f"titre « {titre.strip()} »"
    for form in refuses:
        for champ in form.visible_fields():
            etiquettes = document.xpath(f"//label[@for='{champ.id_for_label}']")
            dit = any("(facultatif)" in etiquette.text_content() for etiquette in etiquettes)
            if dit and champ.errors and champ.data in (None, ""):
                yield f"{champ.name} : exigé, et dit facultatif"


def champs_de(page):
    """Rend {champ: None} de ce que la page enverrait ; ce qui compte des lignes garde sa valeur."""
    return {
        champ.html_name: champ.value() if isinstance(form, ManagementForm) else None
        for form in formulaires_de(page)
        for champ in form
    }


def essais(client, adresse, page, champs):
    """Donne ce que répond une adresse à un envoi vide, à un envoi faux, à un filtre faux."""
    comptes = {nom: valeur for nom, valeur in champs.items() if valeur is not None}
    formulaires = html.fromstring(page.content).xpath("//main//form")
    if any(form.method == "POST" for form in formulaires):
        yield client.post(adresse, {"csrfmiddlewaretoken": "x"} | comptes)
        yield client.post(adresse, dict.fromkeys(champs, "?") | comptes)
    if any(form.method == "GET" for form in formulaires):
        yield client.get(adresse, dict.fromkeys(champs, "?"))


@pytest.fixture
def pages(client, request, sans_rendu, valideur_59):
    """Donne (ligne, page) de chaque page à formulaire du portail, telle quelle puis mal remplie."""

    def donner():
        posees, vues, matrice = adresses(valideur_59), set(), lire_la_matrice()
        for personne in PERSONNES:
            ouvert = type(client)()
            if personne != "anonyme":
                ouvert.force_login(request.getfixturevalue(personne))
            for ligne, adresse in posees.items():
                if " " in ligne or ligne.startswith(("admin:", "api:")):
                    continue
                if not matrice[ligne][personne].startswith("200"):
                    continue
                page = ouvert.get(adresse)
                champs = champs_de(page)
                if champs and (ligne, *champs) not in vues:
                    vues.add((ligne, *champs))
                    yield ligne, page
                    with transaction.atomic():
                        yield from ((ligne, page) for page in essais(ouvert, adresse, page, champs))
                        transaction.set_rollback(True)
        assert len(vues) > 80

    return donner()


def test_chaque_page_est_valide_et_chaque_champ_au_systeme_de_design(pages):
    defauts, erreurs = {}, 0
    for ligne, page in pages:
        formulaires = [form for form in formulaires_de(page) if form.is_bound]
        erreurs += sum(len(form.errors) for form in formulaires)
        # Une redirection n'a que le contexte du courriel parti.
        if page.context and page.content:
            document = html.fromstring(page.text)
            defauts |= dict.fromkeys(fautes(page.text), ligne)
            if page.status_code == 422:
                defauts |= dict.fromkeys(mal_dits(document, formulaires), ligne)
            defauts |= {html.tostring(element): ligne for element in etrangers(document)}
            defauts |= dict.fromkeys(tues(document, formulaires), ligne)
    assert erreurs > 300
    assert defauts == {}


@pytest.mark.parametrize(
    ("adresse", "nom", "dit"),
    [
        ("/contrats/ajouter/", "perimetre", "Sélectionner une option"),
        ("/contrats/ajouter/", "succede_a", "Non renseigné"),
    ],
)
def test_le_choix_vide_d_une_liste_se_dit_en_toutes_lettres(client, agent_59, adresse, nom, dit):
    client.force_login(agent_59)
    page = html.fromstring(client.get(adresse).text)
    (vide,) = page.xpath(f"//select[@name='{nom}']/option[@value='']")
    assert vide.text == dit


@pytest.mark.parametrize("adresse", ["/jetons/", "/mes-courriels/"])
def test_le_resume_des_erreurs_mene_a_un_groupe_qui_est_la(client, agent_59, adresse):
    client.force_login(agent_59)
    page = html.fromstring(client.post(adresse, {"rythme": "?", "portee": "?"}).text)
    liens = page.xpath(f"{ALERTE}//a/@href")
    assert [lien for lien in liens if not page.xpath(f"//*[@id='{lien[1:]}']")] == []
    assert any(lien.startswith("#checkboxes-") for lien in liens)
