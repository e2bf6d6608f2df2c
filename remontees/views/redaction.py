"""Ce qu'un agent fait d'une phrase du premier jet : la garder, la modifier, la rayer."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages

ONT_CHANGE = "Les faits ont changé depuis que vous avez lu cette phrase : relisez-la."


@dataclass(frozen=True)
class Jugement:
    """Le geste d'un envoi (vide s'il n'en porte pas) et la phrase, ou None si elle a changé."""

    remontee: Any
    geste: str = ""
    phrase: Any = None

    @classmethod
    def lire(cls, post, remontee):
        """Rend le jugement que porte un envoi."""
        if "phrase" not in post:
            return cls(remontee)
        return cls(remontee, *remontee.phrase_jugee_par(post["phrase"]))

    @property
    def ajoute(self):
        """Vrai quand la phrase entre dans son texte."""
        return bool(self.phrase) and self.geste in {"garder", "modifier"}

    @property
    def repere(self):
        """Où mène ensuite la page : au texte qui s'écrit."""
        return f"#id_{self.phrase.champ}" if self.phrase else ""

    def saisie(self, post):
        """Rend ce qui est envoyé, et la phrase gardée dans son texte."""
        if not self.ajoute:
            return post
        post, champ = post.copy(), self.phrase.champ
        post[champ] = self.remontee.texte_avec(self.phrase, post.get(champ, ""))
        return post

    def noter(self, request):
        """Retient le jugement, une fois le texte enregistré, et le dit."""
        if self.geste == "redemander":
            self.remontee.redemander_les_phrases()
            messages.success(request, "Les phrases rayées sont proposées de nouveau.")
        elif self.phrase is None:
            messages.warning(request, ONT_CHANGE)
        else:
            self.remontee.juger(self.geste, self.phrase)
            messages.success(
                request,
                "La phrase est dans votre texte." if self.ajoute else "La phrase est rayée.",
            )


def a_proposer(form):
    """Rend {champ: phrases} du premier jet, pour les textes que ce formulaire laisse écrire."""
    return {
        champ: phrases
        for champ, phrases in form.instance.phrases_a_juger().items()
        if champ in form.fields and not form.fields[champ].disabled
    }
