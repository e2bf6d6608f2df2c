"""Relire un PDF transmis : données, format, pages ; refuser l’abîmé et le contrefait."""

import functools
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from paqte.models import Bilan
from remontees.relecture import PdfRefuse, relire
from tests.documents import avec_donnees, figer_ailleurs, jointes, lire_archive
from tests.factories import (
    DepartementFactory,
    UtilisateurFactory,
    bilan_complet,
    synthese_complete,
)

pytestmark = pytest.mark.django_db

ADRESSE = reverse("relecture")


@pytest.fixture
def transmission(valideur_59):
    return bilan_complet().transmettre(valideur_59)


# Un PDF d'ailleurs ne doit rien à la base du test : on ne le fige qu'une fois.
figer_une_fois = functools.cache(
    lambda: figer_ailleurs(
        bilan_complet(), UtilisateurFactory(role="valideur", departements=["59"])
    )
)


@pytest.fixture
def d_ailleurs():
    """Les octets d'un PDF qu'une autre installation a figé."""
    return figer_une_fois()


@pytest.mark.parametrize("remontee", [bilan_complet, synthese_complete])
def test_une_version_figee_ici_se_relit(remontee, valideur_59):
    transmission = remontee().transmettre(valideur_59)
    lecture = relire(bytes(transmission.pdf))
    assert lecture.transmission == transmission
    assert lecture.donnees == transmission.donnees


def test_une_version_figee_ailleurs_se_relit(d_ailleurs):
    lecture = relire(d_ailleurs)
    assert lecture.transmission is None
    assert lecture.est_intact
    assert lecture.donnees["strategie"] == "Aller vers les PME."


@pytest.mark.parametrize("morceau", [slice(0, 0), slice(0, 400), slice(400, None)])
def test_un_fichier_abime_est_refuse(d_ailleurs, morceau):
    with pytest.raises(PdfRefuse, match=r"abîmé|ne porte pas"):
        relire(d_ailleurs[morceau])


def test_un_pdf_de_projet_est_refuse():
    with pytest.raises(PdfRefuse, match="ne porte pas les données"):
        relire(bilan_complet().pdf_de_projet())


def test_des_donnees_changees_sont_refusees(d_ailleurs):
    donnees = jointes(d_ailleurs) | {"strategie": "Ne rien faire."}
    with pytest.raises(PdfRefuse, match="L’empreinte qu’impriment ses pages"):
        relire(avec_donnees(d_ailleurs, json.dumps(donnees).encode()))


def test_des_donnees_ecrites_autrement_sont_refusees(d_ailleurs):
    """L'empreinte est celle des octets joints : les mêmes valeurs n'y suffisent pas."""
    with pytest.raises(PdfRefuse, match="L’empreinte qu’impriment ses pages"):
        relire(avec_donnees(d_ailleurs, json.dumps(jointes(d_ailleurs)).encode()))


@pytest.mark.parametrize(
    ("champ", "valeur"),
    [("version", 0), ("obstacles", None), ("intrus", 1), ("transmis_le", "hier")],
)
def test_des_donnees_hors_schema_sont_refusees(d_ailleurs, champ, valeur):
    donnees = jointes(d_ailleurs) | {champ: valeur}
    with pytest.raises(PdfRefuse, match="leur schéma"):
        relire(avec_donnees(d_ailleurs, json.dumps(donnees).encode()))


@pytest.mark.parametrize("donnees", [b"", b"[]", b"{", b'{"genre": "autre"}', b"NaN", b"\xff"])
def test_des_donnees_illisibles_sont_refusees(d_ailleurs, donnees):
    with pytest.raises(PdfRefuse, match="illisibles"):
        relire(avec_donnees(d_ailleurs, donnees))


@pytest.mark.parametrize("format_", [0, 99, "1", None, [1]])
def test_un_format_inconnu_est_refuse_et_nomme(d_ailleurs, format_):
    donnees = jointes(d_ailleurs) | {"format": format_}
    with pytest.raises(PdfRefuse, match="format que ce portail ne connaît pas"):
        relire(avec_donnees(d_ailleurs, json.dumps(donnees).encode()))


def test_une_date_impossible_est_refusee(d_ailleurs):
    donnees = jointes(d_ailleurs) | {"transmis_le": "2019-13-99T10:00:00+01:00"}
    with pytest.raises(PdfRefuse, match=r"leur schéma \(transmis_le\)"):
        relire(avec_donnees(d_ailleurs, json.dumps(donnees).encode()))


def test_une_version_figee_ici_puis_modifiee_est_refusee(transmission):
    octets = bytes(transmission.pdf)
    with pytest.raises(PdfRefuse, match="version 1, mais le portail a figé"):
        relire(avec_donnees(octets, json.dumps(jointes(octets)).encode()))


def test_un_departement_d_outre_mer_se_relit():
    bilan = bilan_complet(DepartementFactory(code="987", nom="Polynésie française"))
    valideur = UtilisateurFactory(username="prefet-987", role="valideur", departements=["987"])
    octets = figer_ailleurs(bilan, valideur)
    assert relire(octets).donnees["departement"]["code"] == "987"


def test_la_commande_ecrit_les_donnees(d_ailleurs, tmp_path, capsys):
    fichier = tmp_path / "recu.pdf"
    fichier.write_bytes(d_ailleurs)
    call_command("lire_remontee", fichier)
    sortie = capsys.readouterr()
    assert json.loads(sortie.out)["departement"]["code"] == "59"
    assert "ne l’a pas figé" in sortie.err


def test_la_commande_dit_ce_qu_elle_n_a_pas_verifie(tmp_path, capsys):
    fichier = tmp_path / "recu.pdf"
    fichier.write_bytes(lire_archive("bilan-1")[0])
    call_command("lire_remontee", fichier)
    sortie = capsys.readouterr().err
    assert "Ce qu’elles n’impriment pas n’est pas vérifié" in sortie
    assert "intact" not in sortie


def test_la_commande_dit_pourquoi_elle_refuse(tmp_path):
    fichier = tmp_path / "recu.pdf"
    fichier.write_bytes(b"rien")
    with pytest.raises(CommandError, match="abîmé"):
        call_command("lire_remontee", fichier)
    with pytest.raises(CommandError, match="ne s’ouvre pas"):
        call_command("lire_remontee", tmp_path / "absent.pdf")


def deposer(client, octets):
    return client.post(ADRESSE, {"fichier": SimpleUploadedFile("recu.pdf", octets)})


def test_le_cget_relit_un_pdf_recu(client, cget, d_ailleurs):
    client.force_login(cget)
    page = deposer(client, d_ailleurs).text
    assert "Document intact, venu d’ailleurs" in page
    assert "Aller vers les PME." in page


def test_le_cget_lit_ce_qui_n_est_pas_verifie(client, cget):
    client.force_login(cget)
    page = deposer(client, lire_archive("bilan-1")[0]).text
    assert "Document vérifié en partie, venu d’ailleurs" in page
    assert "intact" not in page


def test_le_cget_lit_pourquoi_un_pdf_est_refuse(client, cget):
    client.force_login(cget)
    reponse = deposer(client, b"%PDF-1.7 rien")
    assert reponse.status_code == 422
    assert "abîmé" in reponse.text


# Tout caractère qu'un agent peut taper : ni substitut isolé, ni caractère de commande.
TEXTE = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=60)
NOMBRE = st.integers(0, 10**12) | st.floats(0, 10**9).map(lambda x: round(x, 2))
# Ce que le schéma fixe, ou que les pages écrivent autrement que mot à mot.
FIXES = {"genre", "format", "version", "transmis_le", "cle", "code", "debut", "fin", "date"} | {
    "signature",
    "designe_le",
    "demande_le",
    "premier_le",
    "attendu_le",
}


def varier(tirer, valeur, cle=""):
    """Rend la même structure, chaque texte et chaque nombre tirés au sort."""
    if isinstance(valeur, dict):
        varie = {nom: varier(tirer, suite, nom) for nom, suite in valeur.items()}
        # Aucun n'est corrigé : sa valeur est celle du calcul.
        return varie | ({"valeur": varie["calcule"]} if "est_corrige" in varie else {})
    if isinstance(valeur, list):
        return [varier(tirer, element) for element in valeur * tirer(st.integers(0, 2))]
    if cle in FIXES or valeur is None or isinstance(valeur, bool):
        return valeur
    if isinstance(valeur, str):
        return tirer(TEXTE)
    return tirer(NOMBRE if cle in {"valeur", "calcule", "cumul", "cible"} else st.integers(0, 999))


@pytest.fixture
def modele_de_contenu(d_ailleurs):
    """Un contenu transmis où chaque liste a un élément, à faire varier."""
    contenu = jointes(d_ailleurs)
    contenu["contexte"]["chiffres"] = contenu["contexte"]["chiffres"][2:3]
    contenu["partenaires"]["liste"] = [{"nom": "FACE", "reseau": "Club", "role": "Animer"}]
    return contenu


@pytest.fixture(scope="session")
def suit_le_schema():
    # Lu ici : chaque travailleur l'attendrait trois secondes pour rassembler les tests.
    from jsonschema import Draft202012Validator

    return Draft202012Validator(Bilan.formats[max(Bilan.formats)].schema_json())


# Chaque cas fait un PDF : cinq fois moins qu'ailleurs, quatre cents dans `make epreuves`.
@pytest.mark.long
@settings(max_examples=settings.default.max_examples // 5)
@given(tirage=st.data())
def test_tout_bilan_se_relit_avec_les_memes_chiffres(modele_de_contenu, suit_le_schema, tirage):
    contenu = varier(tirage.draw, modele_de_contenu) | {"semestre": modele_de_contenu["semestre"]}
    octets = Bilan.imprimer(contenu, json.dumps(contenu, ensure_ascii=False).encode())
    assert not list(suit_le_schema.iter_errors(jointes(octets)))
    assert relire(octets).donnees == contenu
