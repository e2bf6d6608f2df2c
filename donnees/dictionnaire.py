"""Le dictionnaire des données, dressé d'après les modèles : docs/dictionnaire.md."""

from django.apps import apps

SALLES = (
    "quartiers",
    "comptes",
    "textes",
    "remontees",
    "mesures",
    "paqte",
    "contrats",
    "partage",
    "national",
)
ENTETE = """# Dictionnaire des données

Écrit par `manage.py dictionnaire > docs/dictionnaire.md` ; un test vérifie qu’il suit les modèles.
Chaque modèle historisé a en plus sa table `historical…`, une ligne par modification.
"""


def dictionnaire():
    """Rend le dictionnaire, en Markdown."""
    parties = [ENTETE]
    for salle in SALLES:
        application = apps.get_app_config(salle)
        parties.append(f"## {application.verbose_name}\n")
        parties += [
            _decrire(modele)
            for modele in sorted(application.get_models(), key=lambda modele: modele.__name__)
            if not modele.__name__.startswith("Historical")
        ]
    return "\n".join(parties)


def _decrire(modele):
    resume = (modele.__doc__ or "").split("\n")[0]
    lignes = [
        f"### {modele.__name__}\n\n{resume}\n",
        "| champ | ce que c’est | type | vide |",
        "|---|---|---|---|",
        *(_ligne(champ) for champ in [*modele._meta.concrete_fields, *modele._meta.many_to_many]),
    ]
    return "\n".join(lignes) + "\n"


def _ligne(champ):
    aide = f" ({champ.help_text})" if champ.help_text else ""
    texte = f"{champ.verbose_name}{aide}".replace("|", "\\|")
    vide = "oui" if champ.null or (champ.blank and champ.editable) else "non"
    return f"| `{champ.name}` | {texte} | {_type(champ)} | {vide} |"


def _type(champ):
    if champ.related_model:
        plusieurs = "plusieurs " if champ.many_to_many else ""
        return f"{plusieurs}{champ.related_model._meta.label}"
    nom = champ.get_internal_type().removesuffix("Field")
    if champ.choices:
        return f"{nom} : {', '.join(str(valeur) for valeur, _ in champ.flatchoices)}"
    return f"{nom}({champ.max_length})" if champ.max_length else nom
