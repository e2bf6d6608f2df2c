"""Les périodes et les adresses des remontées, pour les gabarits."""

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.text import capfirst

from socle.structure import decouper_en_phrases

from ..code_court import code_court, ecrire_code
from ..models import LienPublic
from ..periodes import Semestre
from ..publics import genre_de

register = template.Library()

GESTES = {
    "Textes": "Commenter ce texte",
    "Rubriques": "Commenter cette rubrique",
    "Chiffres": "Commenter ce chiffre",
}

# Après ce qu'un commentaire cite : son rang, qui y mène.
RENVOI = (
    '<sup><a id="passage-{0}" href="#{1}-{0}">'
    '<span class="fr-sr-only">Commentaire </span>{2}</a></sup>'
)

register.filter("code_court", code_court)
register.filter("ecrire_code", ecrire_code)


@register.filter
def semestre(code):
    """Écrit un semestre de la base : « 2019-s2 » donne « 2d semestre 2019 »."""
    return Semestre.lire(code).libelle


@register.filter
def partie(remontee, cle):
    """Donne le libellé d'une partie d'une remontée, avec une majuscule."""
    return capfirst(remontee.libelle_de_la_partie(cle))


@register.filter
def chiffre_du_point(remontee, cle):
    """Donne la clé du chiffre que relève un point à vérifier, si c'en est un de la remontée."""
    _, _, chiffre = cle.partition("_")
    return chiffre if chiffre and remontee.groupe_de_la_partie(chiffre) else ""


@register.simple_tag
def adresse(remontee, page="", *suite):
    """Donne l'adresse d'une page d'une remontée (voir `Remontee.adresse`)."""
    return remontee.adresse(page, *suite)


@register.inclusion_tag("remontees/_place.html", takes_context=True)
def place(context, cle):
    """Montre, après une partie d'une version, ce que le CGET en dit, et où il la commente.

    Rien dans un document imprimé, ni là où la page n'en donne pas (`commentaires_par_partie`).
    """
    par_partie = context.get("commentaires_par_partie")
    if par_partie is None:
        return {"montree": False}
    remontee, commentaires = context["remontee"], par_partie.get(cle, ())
    # Un texte facultatif qui n'est pas écrit n'appelle pas de question.
    commentable = context["examinable"] and getattr(remontee, cle, None) != ""
    return {
        "montree": commentaires or commentable,
        "remontee": remontee,
        "commentable": commentable,
        "geste": GESTES.get(remontee.groupe_de_la_partie(cle), ""),
        "commentaires": commentaires,
        "cle": cle,
    }


@register.inclusion_tag("remontees/_texte_commente.html", takes_context=True)
def texte_commente(context, texte, cle, vide=""):
    """Montre un texte d'une version, ce que le CGET en cite surligné, puis sa place (`place`)."""
    ici = place(context, cle)
    renvois = _renvois(texte, ici.get("commentaires", ()), "commentaire")
    return ici | {
        "texte": texte,
        "vide": vide,
        "renvois": renvois,
        "tel_quel": context.get("tel_quel"),
    }


@register.simple_block_tag(takes_context=True)
def section(context, content, cle, resume):
    """Encadre une section de la saisie : titre, état, volet que `resume` nomme.

    Usage : `{% section "contexte" "Voir le contexte" %}…{% endsection %}` (`remontees.sections`).
    """
    return render_to_string(
        "remontees/_section.html",
        {"etat": context["sections"][cle], "resume": resume, "contenu_de_section": content},
    )


@register.inclusion_tag("remontees/_texte_a_ecrire.html")
def texte_a_ecrire(form, nom):
    """Montre le champ d'un texte, et la case qui le confirme s'il est repris d'avant."""
    confirmes = form["confirmes"].subwidgets if "confirmes" in form.fields else ()
    reprise = next((case for case in confirmes if case.data["value"] == nom), None)
    texte, commentaires = getattr(form.instance, nom), form.commentes.get(nom, ())
    renvois = _renvois(texte, commentaires, "id_reponse")
    return {"champ": form[nom], "reprise": reprise, "texte": texte, "renvois": renvois}


@register.inclusion_tag("remontees/_lien_public.html", takes_context=True)
def lien_public(context, objet):
    """Dit si un objet se lit sans compte, par quel lien ; qui le peut le rend public, ou le
    retire."""
    permis = type(objet).objects.publiables_par(context["user"]).filter(pk=objet.pk).exists()
    publiable = type(objet).objects.publiables().filter(pk=objet.pk).exists()
    return {
        "objet": objet,
        "genre": genre_de(objet),
        "lien": LienPublic.objects.de(objet).first() if publiable else None,
        "permis": permis,
        "csrf_token": context.get("csrf_token"),
    }


def _renvois(texte, commentaires, ancre):
    """Rend {phrase du texte: les renvois aux commentaires qui la citent}."""
    renvois: dict[str, str] = {}
    phrases = decouper_en_phrases(texte) if commentaires else ()
    for rang, commentaire in enumerate(commentaires, start=1):
        if commentaire.citation in phrases:
            renvoi = format_html(RENVOI, commentaire.pk, ancre, rang)
            renvois[commentaire.citation] = renvois.get(commentaire.citation, "") + renvoi
    return renvois
