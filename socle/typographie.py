"""La typographie française : les espaces qu'une ligne ne doit pas couper.

Un seul endroit les pose, à la sortie : pages, documents et courriels. Les gabarits, les fichiers de
référence et les saisies s'écrivent donc avec des espaces ordinaires. Règles : « Lexique des règles
typographiques en usage à l'Imprimerie nationale ».
"""

import re

from django.conf import settings
from django.utils.safestring import mark_safe

INSECABLE = "\u00a0"
# Ceux qu'une page met bout à bout ; l'insécable n'en est pas.
BLANCS = " \t\r\n"
# Un mot-outil ne se lie pas au nombre qui le précède : « l'annexe 2 de la circulaire ».
MOTS_OUTILS = (
    "a|à|au|aux|avec|ce|cette|contre|dans|de|depuis|des|dont|du|elle|elles|en|est|et|il|ils|jusqu|"
    "la|le|les|mais|ne|ni|ont|ou|où|par|pas|plus|pour|que|qui|sans|se|selon|si|sont|sous|sur|un|une"
)
REGLES = re.compile(
    # Du premier blanc, et sans revenir en arrière : soixante mille espaces se lisent une fois.
    r"(?P<avant>(?<![ \t\r\n])[ \t\r\n]++(?=[;?!»%€]|:(?![\w/)])))"
    r"|(?<=«)(?P<apres>[ \t\r\n]+)"
    r"|(?<=\b[nN]°)(?P<numero> )|(?<=\bMme)(?P<madame> )|(?<=\bM\.)(?P<monsieur> )"
    rf"|(?<=\d)(?P<unite> )(?=\d{{3}}\b|(?!(?:{MOTS_OUTILS})\b)[^\W\d_])"
    r"|(?<=\w)(?P<code> )(?=\((?:\d\d|2[AB]|9[78]\d)\))"
    # « 1er mars 2019 », « 3 sur 12 » : le premier du mois, l'année après le mois, les deux nombres.
    r"|(?<=\b1er)(?P<premier> )(?=[a-zéû])"
    r"|(?<=ier|ars|ril|mai|uin|let|oût|bre)(?P<annee> )(?=(?:19|20)\d\d\b)"
    r"|(?<=\d)(?P<part> )(?=sur \d)|(?<=\d sur)(?P<total> )(?=\d)"
)
# Ce qui n'est pas du texte à lire, ou l'est tel quel : balises, scripts, champs de saisie.
BALISES = re.compile(
    r"(<!--.*?-->|<(script|style|textarea|pre|code)\b.*?</\2\s*>|<[^>]*>)", re.DOTALL
)


def sans_indentation(fragment, saisi=True):
    """Rend ce que des gabarits ont écrit, sans ce qui indente ses lignes : la moitié du poids d'un
    grand tableau. Le navigateur le réduit de toute façon à une espace, dans un texte saisi aussi.

    Rien ne s'y saisit (`saisi` faux) : les lignes vides s'en vont aussi.
    """
    # Ce fragment sort déjà d’un gabarit, qui l’a échappé.
    motif = r"\n[ \t]+" if saisi else r"\n[ \t\n]+"
    return mark_safe(re.sub(motif, "\n", fragment))  # nosec B308 B703


def proteger_texte(texte):
    """Rend un texte brut, ses espaces insécables posées ; ses fins de ligne restent."""
    if not settings.TYPOGRAPHIE:
        return texte
    return "\n".join(_proteger(ligne) for ligne in texte.split("\n"))


def proteger_html(page, serree=False):
    """Rend une page HTML, les espaces insécables posées dans ce qui s'y lit.

    `serree` : les blancs entre deux balises, le retrait des gabarits, n'y font qu'un retour ; ils
    pesaient le quart d'un tableau.
    """
    if not settings.TYPOGRAPHIE:
        return page
    # Le découpage rend tour à tour le texte, la balise, et le nom d'une balise sautée entière.
    morceaux = BALISES.split(page)
    for rang in range(0, len(morceaux), 3):
        texte = morceaux[rang]
        if not texte.isspace():
            morceaux[rang] = _proteger(texte)
        elif serree and "\n" in texte and not texte.strip(BLANCS):
            morceaux[rang] = "\n"
    morceaux[2::3] = [""] * len(morceaux[2::3])
    return "".join(morceaux)


def _proteger(texte):
    return REGLES.sub(INSECABLE, texte)


def _proteger_le_contenu(page):
    """Rend la page, son contenu protégé et serré ; entière, si elle n'a pas le cadre du portail."""
    avant, debut, reste = page.partition("<main")
    contenu, fin, apres = reste.rpartition("</main>")
    if not fin:
        return proteger_html(page, serree=True)
    return f"{avant}{proteger_html(debut + contenu, serree=True)}{fin}{apres}"


class Insecables:
    """Pose les espaces insécables dans chaque page que rend le portail.

    Ce qui entoure le contenu est le même partout, et les a déjà (`socle.templatetags.pages`).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        reponse = self.get_response(request)
        if not reponse.streaming and reponse.get("Content-Type", "").startswith("text/html"):
            reponse.content = _proteger_le_contenu(reponse.text)
        return reponse
