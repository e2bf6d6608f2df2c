"""Les fichiers de valeurs tels qu’ils arrivent : dates, départements, cases sans nombre."""

import datetime

import pytest

from mesures import imports
from mesures.lecture import lire_valeurs
from socle.imports.lecture import FichierRefuse
from tests.factories import DepartementFactory, IndicateurNationalFactory
from tests.tableaux import ecrire, ecrire_en_ods

FORMATS = ("csv", "xlsx", "ods")
ENTETE = ["indicateur", "territoire", "date", "valeur", "total", "source", "precision"]
JUIN = datetime.date(2019, 6, 30)


@pytest.fixture(params=FORMATS)
def lire(request, db, ministere, chef_de_file):
    """Rend de quoi lire ces (territoire, date, valeur) d’un fichier de chaque format."""
    IndicateurNationalFactory(code="20-1", mesure__chef_de_file=chef_de_file)
    DepartementFactory(code="32", nom="Gers", region__code="76", region__nom="Occitanie")
    DepartementFactory(code="59", nom="Nord", region__code="32", region__nom="Hauts-de-France")
    for code, nom, region in (("01", "Ain", "84"), ("2A", "Corse-du-Sud", "94")):
        DepartementFactory(code=code, nom=nom, region__code=region)
    for code in ("62", "75", "77", "78", "91", "92"):
        DepartementFactory(code=code, nom=f"Département {code}", region__code="11")

    def lire(*lues, indicateur="20-1"):
        lignes = [[indicateur, *lue, "", "DARES", ""] for lue in lues]
        octets = ecrire([ENTETE, *lignes], request.param)
        return imports.analyser_valeurs(lire_valeurs(octets, "valeurs"), ministere)

    return lire


def refus(apercu):
    return {r.ligne: r.motif for r in apercu.refus}


def test_les_dates_se_lisent_ou_disent_les_formes_attendues(lire):
    ecrites = ["30/06/19", "30-06-2019", "30.06.2019", "30 juin 2019", "1er semestre 2019",
               "S1 2019", "2019-S1", "2019-06-30"]  # fmt: skip
    codes = ("59", "62", "01", "75", "77", "78", "91", "92")
    apercu = lire(*((code, ecrite, 12) for code, ecrite in zip(codes, ecrites, strict=True)))
    assert (len(apercu.crees), {v.le for v in apercu.crees}) == (8, {JUIN})
    imprecises = lire(*(("59", ecrite, 12) for ecrite in ("juin 2019", "2019-06", "2019", "43646")))
    motifs = refus(imprecises)
    assert (list(motifs), imprecises.crees) == ([2, 3, 4, 5], [])
    assert all("attendu 30/06/2019, 2019-06-30, 2019-s1" in motif for motif in motifs.values())
    assert "mettez la colonne au format date" in motifs[5]


def test_une_vraie_date_se_lit(lire):
    assert [v.le for v in lire(("59", JUIN, 12)).crees] == [JUIN]


def test_un_departement_ne_se_devine_pas(lire):
    ecrits = ["1", "2a", "Nord", "R32", "France"]
    apercu = lire(*((ecrit, "30/06/2019", 12) for ecrit in ecrits))
    assert [v.territoire for v in apercu.crees] == ["01", "2A", "59", "R32", "FR"]
    memes = refus(lire(*((ecrit, "30/06/2019", 12) for ecrit in ("59", "D59", "59 - Nord"))))
    assert ["déjà à la ligne 2" in motif for motif in memes.values()] == [True, True]
    inconnus = refus(lire(*((ecrit, "30/06/2019", 12) for ecrit in ("20", "69D", "988", "32"))))
    assert ["attendu FR, un département" in motif for motif in inconnus.values()] == [
        *(True, True, True),
        False,
    ]
    assert inconnus[5] == "« 32 » peut être Hauts-de-France (écrivez R32) ou Gers (écrivez D32)."


def test_un_code_devenu_date_dit_ce_qui_est_arrive_et_comment_l_eviter(lire):
    for code in ("20-janv", "19-janv", "01/10/2020", datetime.date(2020, 10, 1)):
        (motif,) = refus(lire(("59", "30/06/2019", 12), indicateur=code)).values()
        assert "un tableur a pris un code comme « 20-1 » pour une date" in motif
        assert "partez du modèle XLSX ou ODS" in motif


def test_une_case_sans_nombre_ne_vaut_jamais_zero(lire):
    codes = ("59", "62", "01", "75", "77", "78", "91")
    ecrites = ["nd", "s", "-", "n.d.", "< 5", "12 %", ""]
    apercu = lire(*((code, JUIN, ecrite) for code, ecrite in zip(codes, ecrites, strict=True)))
    assert [(v.territoire, v.secret, v.nombre) for v in apercu.crees] == [("77", True, None)]
    assert apercu.ecartees == {"non communiquées": 4, "sans valeur": 1}
    assert [(r.ligne, r.lu) for r in apercu.refus] == [(7, "12 %")]


@pytest.mark.parametrize("extension", FORMATS)
def test_un_tableau_croise_se_refuse_en_disant_comment_faire(extension):
    lignes = [["Demandeurs d’emploi", "", "", ""], ["Code", "Département", "T1 2019", "T2 2019"]]
    octets = ecrire([*lignes, ["01", "Ain", 3120, 3080]], extension)
    with pytest.raises(FichierRefuse, match="non une colonne par période") as refus:
        lire_valeurs(octets, "croise")
    assert "à la ligne 2" in str(refus.value)
    assert "Code, Département, T1 2019" in str(refus.value)


@pytest.mark.parametrize("lire", ["ods"], indirect=True)
def test_milliers_et_vraies_dates_de_libreoffice(lire, ministere):
    """Le nombre et la date tapés, non ceux qui s’affichent."""
    lignes = [
        ["20-1", code, _cellule("date", "date-value", "2019-06-30", "30 juin"),
         _cellule("float", "value", valeur, affichee), "", "DARES", ""]
        for code, valeur, affichee in (("59", 1234, "1 234"), ("62", 12345, "12 345"))
    ]  # fmt: skip
    liste = lire_valeurs(ecrire_en_ods([ENTETE, *lignes]), "valeurs.ods")
    apercu = imports.analyser_valeurs(liste, ministere)
    assert [(v.territoire, v.le, v.nombre) for v in apercu.crees] == [
        ("59", JUIN, 1234),
        ("62", JUIN, 12345),
    ]


def _cellule(nature, attribut, valeur, affichee):
    return (
        f'<table:table-cell office:value-type="{nature}" office:{attribut}="{valeur}">'
        f"<text:p>{affichee}</text:p></table:table-cell>"
    )
