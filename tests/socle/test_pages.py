"""Ce que toutes les pages ont de pareil s'écrit une fois ; une liste de choix, d'un trait."""

from django import forms

from socle.templatetags.pages import ecrire, une_fois


def test_un_gabarit_ne_s_ecrit_qu_une_fois_par_contexte():
    ecrire.cache_clear()
    lus = [une_fois("config/marque.html", connecte=connecte) for connecte in (True, False, True)]
    assert "Menu" in lus[0]
    assert "Menu" not in lus[1]
    assert ecrire.cache_info().misses == 2


def test_une_liste_dit_ses_groupes_son_choix_et_ne_prend_rien_pour_une_balise():
    class EssaiForm(forms.Form):
        ville = forms.ChoiceField(
            choices=[("", "Toutes"), ("Nord", [(59, "Lille <b>"), ('"62"', "Arras")])],
            initial=59,
            required=False,
        )

    assert str(EssaiForm()["ville"]) == (
        '<select name="ville" id="id_ville"><option value="">Toutes</option>\n'
        '<optgroup label="Nord"><option value="59" selected>Lille &lt;b&gt;</option>\n'
        '<option value="&quot;62&quot;">Arras</option></optgroup></select>'
    )
