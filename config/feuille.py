"""La feuille de style du DSFR et sa police, réduites à ce que les pages emploient.

Entières, elles font les deux tiers d'une première visite. La feuille ne garde que les composants
et les icônes que nomment les gabarits, le code ou les scripts, et les couleurs qu'ils emploient ;
la police, que les signes du français. Elles se refont quand l'un d'eux change, dans `var/`, d'où
`collectstatic` les prend (docs/adr/0048).
"""

import functools
import hashlib
import os
import re
from pathlib import Path

import dsfr
import tinycss2
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from fontTools import subset

PAQUET = Path(dsfr.__file__).parent
DSFR = PAQUET / "static" / "dsfr" / "dist"
FEUILLES = (
    "dsfr.main.min.css",
    "utility/utility.main.min.css",
    "dsfr.print.min.css",
    "utility/utility.print.min.css",
    "../../css/dsfr-django-overrides.css",
)
# Ce que nos pages emploient de django-dsfr ; le reste nommerait tout le DSFR.
DU_PAQUET = (
    "*forms.py",
    "utils.py",
    *(f"templates/dsfr/{nom}.html" for nom in ("alert", "summary*")),
)
# Chaque salle a son `apps.py`.
DES_SALLES, DU_PORTAIL = "*/apps.py", ("templates", "static", "config")
EXTENSIONS = {".css", ".html", ".js", ".py"}
# L'italique n'est que celle d'un champ vide : la recherche de l'en-tête, sur toutes les pages.
GRAISSES = ("Regular", "Medium", "Bold", "Regular_Italic")
# Latin de base, œ et Ÿ, ponctuation, flèches, euro, signes d'une formule.
SIGNES = "U+20-FF,U+152-153,U+178,U+2010-203F,U+2190-2193,U+20AC,U+2212"
# Le reste du latin (Š, ł…) : la fonte entière, qu'un navigateur ne demande que s'il en montre un.
AUTRES_SIGNES = "U+100-151,U+154-177,U+179-17F"
# Crénage, ligatures, accents, chiffres de même chasse : ce que demandent nos pages.
FONCTIONS = ["kern", "liga", "ccmp", "locl", "mark", "mkmk", "tnum"]

CLASSE = re.compile(r"\bfr-[a-z0-9][\w-]*")
CLASSE_D_UN_SELECTEUR = re.compile(r"\.(fr-[\w-]+)")
MOT = re.compile(r"fr-([a-z0-9]+)")
EMPLOI_DE_COULEUR = re.compile(r"var\((--[\w-]+)")
# Une déclaration, et non la fin d'un sélecteur (« .fr-btn--close:hover »).
COULEUR = re.compile(r"(?<=[{;])(--[\w-]+):[^;}]*;?")
VIDE = re.compile(r"[^{};]+\{\}")
CITE = re.compile(r"url\((?![\"']?data:)([^)#?]+)")
# Depuis `quartiers/`, où la feuille se sert.
ADRESSE = re.compile(r"url\((?:\.\./)*(?=fonts|icons|artwork)")
FONTE = re.compile(
    r"@font-face ?\{(?P<avant>[^}]*?)src:url\([^)]*/"
    rf"Marianne-(?P<nom>{'|'.join(GRAISSES)})\.woff2\)[^}}]*\}}"
)


def sources():
    """Rend les fichiers qui nomment ce que les pages emploient, dans l'ordre."""
    base = Path(settings.BASE_DIR)
    dossiers = [base / nom for nom in DU_PORTAIL]
    dossiers += [chemin.parent for chemin in base.glob(DES_SALLES)]
    notres = [c for d in dossiers for c in d.rglob("*") if c.suffix in EXTENSIONS]
    return sorted((*notres, *(c for motif in DU_PAQUET for c in PAQUET.glob(motif))))


def lire_sources():
    return "\n".join(chemin.read_text(encoding="utf-8") for chemin in sources())


def reduire(css, textes):
    """Rend cette feuille sans les règles ni les couleurs que rien n'emploie dans ces `textes`."""
    classes = set(CLASSE.findall(textes))
    mots = {MOT.match(classe)[1] for classe in classes}

    def est_employe(selecteur):
        return all(
            classe in classes if classe.startswith("fr-icon-") else MOT.match(classe)[1] in mots
            for classe in CLASSE_D_UN_SELECTEUR.findall(selecteur)
        )

    regles = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    css, avant = "".join(_ecrire(regles, est_employe)), None
    while css != avant:
        avant, employees = css, set(EMPLOI_DE_COULEUR.findall(css + textes))
        css = COULEUR.sub(lambda lue: lue[0] if lue[1] in employees else "", css)  # noqa: B023
    return VIDE.sub("", css)


def _ecrire(regles, est_employe):
    for regle in regles:
        entete = tinycss2.serialize(regle.prelude).strip()
        if regle.type == "qualified-rule":
            gardes = ",".join(filter(est_employe, _selecteurs(regle.prelude)))
            if gardes:
                yield f"{gardes}{{{tinycss2.serialize(regle.content)}}}"
        elif regle.lower_at_keyword in {"media", "supports"}:
            contenues = tinycss2.parse_rule_list(
                regle.content, skip_comments=True, skip_whitespace=True
            )
            if contenu := "".join(_ecrire(contenues, est_employe)):
                yield f"@{regle.at_keyword} {entete}{{{contenu}}}"
        elif regle.content is not None:
            yield f"@{regle.at_keyword} {entete}{{{tinycss2.serialize(regle.content)}}}"


def _selecteurs(prelude):
    """Rend chaque sélecteur d'une règle ; une virgule entre parenthèses n'en sépare pas deux."""
    selecteurs = [[]]
    for jeton in prelude:
        if jeton.type == "literal" and jeton.value == ",":
            selecteurs.append([])
        else:
            selecteurs[-1].append(jeton)
    return [tinycss2.serialize(selecteur).strip() for selecteur in selecteurs]


def partager_les_fontes(css):
    """Rend la feuille où le français de ces graisses se sert à part du reste de leurs signes."""
    return FONTE.sub(
        lambda fonte: (
            f"{fonte[0][:-1]};unicode-range:{AUTRES_SIGNES}}}"
            f'@font-face{{{fonte["avant"]}src:url({_nom(fonte["nom"])}) format("woff2");'
            f"unicode-range:{SIGNES}}}"
        ),
        css,
    )


def _nom(graisse):
    return f"marianne-{graisse}.woff2"


def _reduire_la_police(graisse, chemin):
    """Écrit cette graisse de Marianne avec les seuls `SIGNES` et `FONCTIONS`."""
    options = subset.Options(flavor="woff2", layout_features=FONCTIONS)
    with subset.load_font(DSFR / "fonts" / f"Marianne-{graisse}.woff2", options) as police:
        reduite = subset.Subsetter(options)
        reduite.populate(unicodes=subset.parse_unicodes(SIGNES))
        reduite.subset(police)
        police.save(chemin)


@functools.cache
def preparer():
    """Écrit la feuille et la police si elles ne sont pas à jour ; rend leur dossier."""
    dossier = settings.VAR_DIR / "feuille"
    (dossier / "quartiers").mkdir(parents=True, exist_ok=True)
    textes = lire_sources()
    feuilles = "\n".join((DSFR / nom).read_text(encoding="utf-8") for nom in FEUILLES)
    recette = Path(__file__).read_text(encoding="utf-8")
    empreinte = hashlib.sha256("\n".join((textes, feuilles, recette)).encode()).hexdigest()
    temoin = dossier / "empreinte"
    if temoin.exists() and temoin.read_text() == empreinte:
        return dossier
    css = ADRESSE.sub("url(../dsfr/dist/", reduire(feuilles, textes))
    _poser(dossier, "dsfr.css", lambda c: c.write_text(partager_les_fontes(css)))
    for graisse in GRAISSES:
        _poser(dossier, _nom(graisse), functools.partial(_reduire_la_police, graisse))
    temoin.write_text(empreinte)
    return dossier


def _poser(dossier, nom, ecrire):
    # Deux processus peuvent la refaire ensemble : aucun ne sert le fichier à moitié écrit.
    provisoire = dossier / f"{nom}.{os.getpid()}"
    ecrire(provisoire)
    provisoire.replace(dossier / "quartiers" / nom)


class FeuilleFinder(BaseFinder):
    """Trouve ces fichiers sous `quartiers/`, pour les pages et pour `collectstatic`."""

    noms = ("dsfr.css", *map(_nom, GRAISSES))

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False, **kwargs):
        dossier, _, nom = path.rpartition("/")
        trouves = dossier == "quartiers" and nom in self.noms
        chemin = str(preparer() / path) if trouves else None
        return [chemin] * bool(chemin) if find_all else chemin or []

    def list(self, ignore_patterns):
        stockage = FileSystemStorage(location=preparer())
        for nom in self.noms:
            yield f"quartiers/{nom}", stockage
