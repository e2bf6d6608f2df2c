"""Les guides de docs/, lus dans le portail : à chaque rôle le sien d'abord."""

import functools
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt

from comptes.models import Utilisateur

DOSSIER = Path(settings.BASE_DIR) / "docs"
NOMS = ("agent", "region", "cget", "ministere", "administrateur")
# Le guide de chaque rôle ; les autres se lisent aussi.
SIEN = {
    Utilisateur.Role.AGENT: "agent",
    Utilisateur.Role.VALIDEUR: "agent",
    Utilisateur.Role.AGENT_REGION: "region",
    Utilisateur.Role.VALIDEUR_REGION: "region",
    Utilisateur.Role.REGION: "region",
    Utilisateur.Role.CGET: "cget",
    Utilisateur.Role.MINISTERE: "ministere",
    Utilisateur.Role.ADMINISTRATEUR: "administrateur",
}


@dataclass(frozen=True)
class Guide:
    """Un guide : son nom dans l'adresse, son titre, ses sections [(titre, ancre)], son HTML."""

    nom: str
    titre: str
    sections: list
    html: str

    def get_absolute_url(self):
        return reverse("guide", args=[self.nom])


def guides_de(user):
    """Rend tous les guides, celui de `user` le premier."""
    sien = SIEN[user.role]
    return [lire(nom) for nom in sorted(NOMS, key=lambda nom: nom != sien)]


@functools.cache
def lire(nom):
    """Rend le guide de ce nom. Lève KeyError s'il n'y en a pas."""
    if nom not in NOMS:
        raise KeyError(nom)
    return _composer(nom, (DOSSIER / f"guide-{nom}.md").read_text(encoding="utf-8"))


def _composer(nom, texte):
    moteur = MarkdownIt("commonmark", {"html": False}).enable("table")
    # Le titre du document est celui de la page.
    ouvrant, titre, fermant, *corps = moteur.parse(texte)
    assert (ouvrant.tag, fermant.tag) == ("h1", "h1"), nom
    sections = []
    for rang, bloc in enumerate(corps):
        if bloc.type == "heading_open":
            contenu = corps[rang + 1].content
            bloc.attrSet("id", slugify(contenu))
            if bloc.tag == "h2":
                sections.append((contenu, slugify(contenu)))
        for enfant in bloc.children or ():
            _adapter(enfant)
    html = moteur.renderer.render(corps, moteur.options, {})
    # Ces documents sont ceux du portail ; le moteur échappe le HTML qu'ils auraient.
    return Guide(nom, titre.content, sections, mark_safe(html))  # nosec B308 B703


def _adapter(morceau):
    """Pose une image où le portail la sert ; un lien hors du portail n'en est plus un."""
    if morceau.type == "image":
        image = str(morceau.attrs["src"]).removeprefix("images/")
        morceau.attrSet("src", static(f"guides/{image}"))
        morceau.attrSet("class", "fr-responsive-img")
    elif morceau.type == "link_open":
        document, _, ancre = str(morceau.attrs["href"]).partition("#")
        guide = document.removeprefix("guide-").removesuffix(".md")
        if guide in NOMS:
            adresse = reverse("guide", args=[guide])
            morceau.attrSet("href", f"{adresse}#{ancre}" if ancre else adresse)
