"""Les en-têtes de sécurité que porte chaque réponse du portail."""

import re

ATTENDUS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# L'adresse d'une entreprise est un secret : elle ne suit aucun lien.
PLUS_SEVERES = {"/reponse/": {"Referrer-Policy": "no-referrer"}}
EN_LIGNE = re.compile(
    r"""<style|\sstyle=|\son[a-z]+=["']|href=["']javascript:|<script(?![^>]*\ssrc=)(?![^>]*json)""",
    re.I,
)
# Un style en ligne de django-simple-history, que la politique de contenu empêche d'agir.
TIERS = re.compile("^/admin/.*/history/$")


def defauts(adresse, reponse):
    """Donne ce qui manque à la réponse d'une adresse : en-têtes, ou script et style en ligne."""
    attendus = ATTENDUS | next((p for d, p in PLUS_SEVERES.items() if adresse.startswith(d)), {})
    for nom, valeur in attendus.items():
        if reponse.get(nom) != valeur:
            yield nom
    politique = reponse.get("Content-Security-Policy", "")
    if "default-src 'self'" not in politique or "unsafe" in politique:
        yield "Content-Security-Policy"
    if "camera=()" not in reponse.get("Permissions-Policy", ""):
        yield "Permissions-Policy"
    if not {"no-store", "no-cache"} & set(re.split(r",\s*", reponse.get("Cache-Control", ""))):
        yield "Cache-Control"
    if reponse.get("Content-Type", "").startswith("text/html") and not TIERS.search(adresse):
        yield from EN_LIGNE.findall(reponse.content.decode())
