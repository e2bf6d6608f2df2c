"""Ce qu'un formulaire dit de lui : ce qu'il exige, et qu'il est refusé."""

from django import template
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import BaseForm, BaseFormSet
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join

register = template.Library()

((_, TIRETS),) = BLANK_CHOICE_DASH


@register.simple_tag
def facultatif(field):
    """Dit qu'un champ peut rester vide, toujours ou selon ce que disent les autres.

    Un formulaire nomme dans `exigibles` les champs que d'autres choix rendent obligatoires ; il dit
    `sans_mention_facultatif` où le redire gênerait : pour tous (True), ou pour ceux qu'il nomme.
    """
    tus = getattr(field.form, "sans_mention_facultatif", ())
    if field.field.required or tus is True or field.name in tus:
        return ""
    selon_le_cas = field.name in getattr(field.form, "exigibles", ())
    return " (selon le cas)" if selon_le_cas else " (facultatif)"


@register.simple_tag
def obligation(form):
    """Dit, avant les champs d'un formulaire, lesquels sont obligatoires.

    Rien pour une ligne d'un jeu, ni pour un champ seul : il l'est s'il ne dit pas le contraire.
    """
    if form.prefix or getattr(form, "sans_mention_facultatif", False) is True:
        return ""
    champs = [champ for champ in form.visible_fields() if champ.widget_type != "checkbox"]
    if len(champs) < 2 or not any(champ.field.required for champ in champs):
        return ""
    sauf = "" if all(champ.field.required for champ in champs) else "Sauf mention contraire, "
    return f"{sauf}tous les champs sont obligatoires.".capitalize()


@register.simple_tag
def choix(groupes, exige=False):
    """Écrit les choix d'une liste, sous leur groupe s'ils en ont un (`widget.optgroups`).

    Le choix vide de Django, des tirets, se dit en toutes lettres.
    """
    mots = {TIRETS: "Sélectionner une option" if exige else "Non renseigné"}
    lignes = ((_grouper(nom, choix, mots),) for nom, choix, _ in groupes)
    return format_html_join("\n", "{}", lignes)


def _grouper(nom, choix, mots):
    ecrits = format_html_join(
        "\n",
        '<option value="{}"{}>{}</option>',
        (
            (
                c["value"],
                flatatt(c["attrs"]) if c["attrs"] else "",
                mots.get(c["label"], c["label"]),
            )
            for c in choix
        ),
    )
    return format_html('<optgroup label="{}">{}</optgroup>', nom, ecrits) if nom else ecrits


@register.simple_tag(takes_context=True)
def refus(context):
    """Dit, en tête du titre de la page, qu'elle montre une saisie refusée."""
    for valeur in context.flatten().values():
        if isinstance(valeur, BaseForm | BaseFormSet) and valeur.is_bound and not valeur.is_valid():
            return "Erreur : "
    return ""


@register.simple_tag
def filtres(form):
    """Range les champs d'un filtre : `visibles`, `replies`, combien de ceux-ci sont `choisis`.

    Deux champs se montrent ; s'il y en a plus, la recherche seule, ou le premier. `refuses` dit
    qu'un champ replié est faux, et `filtre`, qu'un champ est rempli.
    """
    champs = sorted(form.visible_fields(), key=lambda champ: champ.name != "recherche")
    visibles, replies = (champs, []) if len(champs) < 3 else (champs[:1], champs[1:])
    return {
        "visibles": visibles,
        "replies": replies,
        "choisis": sum(bool(champ.data) for champ in replies),
        "refuses": any(champ.errors for champ in replies),
        "filtre": any(champ.data for champ in champs),
    }
