"""Le mot de passe des tests, et le lien de courriel qui le fait choisir."""

import re

MOT_DE_PASSE = "un-mot-de-passe-solide"


def lien(message):
    """Rend le chemin du lien que porte le texte d'un courriel."""
    return re.search(r"https?://testserver(/mot-de-passe/\S+)", message.body)[1]


def choisir(client, message, mot_de_passe=MOT_DE_PASSE):
    """Suit le lien d'un courriel et choisit le mot de passe ; rend la page obtenue."""
    page = client.get(lien(message), follow=True)
    if not page.context["validlink"]:
        return page
    saisi = {"new_password1": mot_de_passe, "new_password2": mot_de_passe}
    return client.post(page.redirect_chain[-1][0], saisi, follow=True)
