"""Les espaces qu'une ligne ne coupe pas, posées partout au même endroit."""

import pytest
from django.core import mail
from django.urls import reverse

from socle.courriel import annoncer
from socle.typographie import proteger_html, proteger_texte
from tests.peser import secondes_de_calcul

_ = "\u00a0"


@pytest.fixture(autouse=True)
def _avec_typographie(settings):
    settings.TYPOGRAPHIE = True


@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [
        ("Objet : bilan ; suite", f"Objet{_}: bilan{_}; suite"),
        ("Vraiment ? Oui !", f"Vraiment{_}? Oui{_}!"),
        ("« seconde chance »", f"«{_}seconde chance{_}»"),
        ("12 % de 5 €", f"12{_}% de 5{_}€"),
        ("1 300 postes", f"1{_}300{_}postes"),
        ("le 15 mars 2019", f"le 15{_}mars{_}2019"),
        ("du 1er août 2019", f"du 1er{_}août{_}2019"),
        ("3 sur 12 (0 sur 1)", f"3{_}sur{_}12 (0{_}sur{_}1)"),
        ("circulaire n° 6057/SG", f"circulaire n°{_}6057/SG"),
        ("Nord (59)", f"Nord{_}(59)"),
        ("La Réunion (974), Haute-Corse (2B)", f"La Réunion{_}(974), Haute-Corse{_}(2B)"),
        ("M. Dupont et Mme Durand", f"M.{_}Dupont et Mme{_}Durand"),
    ],
)
def test_l_espace_devient_insecable(ecrit, lu):
    assert proteger_texte(ecrit) == lu
    assert proteger_html(f"<p>{ecrit}</p>") == f"<p>{lu}</p>"


@pytest.mark.parametrize(
    "texte",
    [
        "l’annexe 2 de la circulaire",
        "de 2018 à 2022",
        "le 1er Contrat, en mars quatre fois",
        "Quartiers 2030, sur 12",
        "rien (ou presque)",
        "https://exemple.fr :8000",
        "un :root",
        "Première ligne\n: seconde",
    ],
)
def test_le_reste_ne_change_pas(texte):
    assert proteger_texte(texte) == texte


@pytest.mark.parametrize(
    "page",
    [
        '<p title="Objet : rien">a</p>',
        "<textarea>Objet : saisi</textarea>",
        "<script>a ? b : c</script>",
        "<style>a :hover {}</style>",
        "<!-- Attend : contenu -->",
        "<pre>a : b</pre>",
        "<p>\n  </p>\n<p></p>",
    ],
)
def test_seul_ce_qui_se_lit_change(page):
    assert proteger_html(page) == page


def test_une_page_servie_perd_le_retrait_de_ses_gabarits():
    assert proteger_html("<ul>\n    <li>a b</li>\n\n  </ul>", serree=True) == (
        "<ul>\n<li>a b</li>\n</ul>"
    )


@pytest.mark.parametrize(
    "page",
    [
        "<textarea>\n    \n  deux\n</textarea>",
        "<pre>\n    un\n</pre>",
        "<b>un</b> <b>deux</b>",
        f"<p>\n{_}\n</p>",
    ],
)
def test_aucun_blanc_qui_se_voit_ne_se_perd(page):
    assert proteger_html(page, serree=True) == page


def test_une_balise_ne_cache_pas_le_signe_qui_la_suit():
    assert proteger_html("<b>Nord</b> : trois") == f"<b>Nord</b>{_}: trois"
    assert proteger_html("<p>Nord\n  ?</p>") == f"<p>Nord{_}?</p>"


def test_une_page_du_portail_est_protegee(client, agent_59):
    client.force_login(agent_59)
    page = client.get(reverse("accueil")).text
    assert " : " not in "".join(proteger_html(page).split("<title>")[0])
    assert proteger_html(page) == page
    assert f"{_}:" in page


def test_un_courriel_est_protege(agent_59):
    annoncer("Objet", "C’est fait !", ["a@exemple.fr"], chemin="/", par=agent_59, mot="12 %")
    [message] = mail.outbox
    assert f"C’est fait{_}!" in message.body
    assert f"«{_}12{_}%{_}»" in message.body
    assert f"C’est fait{_}!" in message.alternatives[0].content


@pytest.mark.parametrize("motif", [" ", "\t ", "« ", "1 ", "<", "<!--", "<script "])
def test_soixante_mille_signes_se_lisent_une_fois(motif):
    debut = secondes_de_calcul()
    proteger_html(f"<p>a{motif * 60_000}b</p>")
    assert secondes_de_calcul() - debut < 2
