"""Les pages qui comparent : cartes, départements, premières entreprises."""

from django.shortcuts import render

from paqte.classements import compter_par_axe, premieres_entreprises
from paqte.sommes import additionner_tout, dresser_paqte, relever
from paqte.transmis import additionner_les_transmis
from quartiers.models import Departement
from remontees.periodes import Semestre, jour_d_arret

from .. import carte, grandeurs, suivi
from ..acces import reserve_au_suivi
from ..comparaison import comparer, situer_dans_la_nation
from ..forms import CartesForm, ComparaisonForm


@reserve_au_suivi
def cartes(request):
    """Toutes les cartes : le suivi, le PAQTE par habitant, un indicateur, des appréciations."""
    form = CartesForm(request.GET, user=request.user)
    nom, departements, periodes = form.nom_de_carte, form.choisis, form.periodes_choisies
    if grandeurs.est_une_grandeur(nom):
        titre = form.titre_de_carte
        dessinee = grandeurs.dresser(nom, titre, request.user, departements, periodes)
    else:
        lignes = suivi.dresser_suivi(departements, periodes, ()).lignes
        dessinee = carte.legender_suivi(nom, lignes)
    contexte = {"filtre": {"form": form}, "titre": f"Cartes, {form.perimetre}", "carte": dessinee}
    contexte["en_tuiles"] = form.choix.get("dessin") == "tuiles"
    return render(request, "national/cartes.html", contexte)


@reserve_au_suivi
def departements(request):
    """Les départements classés par habitant, face à leurs semblables ; les totaux par axe."""
    form = ComparaisonForm(request.GET, user=request.user)
    indicateur, periodes = form.indicateur_choisi, form.periodes_choisies
    choisis, semestre = form.choisis, periodes[Semestre]
    empreinte = relever()
    sommes = additionner_tout(choisis, semestre, empreinte)
    transmis = additionner_les_transmis(choisis, semestre, empreinte.transmise)
    nation = (
        additionner_tout(Departement.objects.all(), semestre, empreinte)
        if form.regions_nommees
        else None
    )
    contexte = {
        "filtre": {"form": form},
        "titre": f"Comparaison, {form.perimetre}",
        "indicateur": indicateur,
        "comparaison": indicateur and comparer(choisis, semestre, indicateur, form.diviseur),
        "axes": compter_par_axe(choisis, jour_d_arret(semestre)),
        "resultats": situer_dans_la_nation(sommes, transmis, nation),
        "sommes": sommes,
        "transmis": transmis,
        "nation": nation,
        "semestre": semestre,
        "le": jour_d_arret(semestre),
    }
    return render(request, "national/comparaison.html", contexte)


@reserve_au_suivi
def entreprises(request):
    """Les entreprises qui ont le plus fait pour un indicateur du PAQTE ; qui s'y est engagé."""
    form = ComparaisonForm(request.GET, user=request.user)
    del form.fields["par"]
    indicateur, semestre = form.indicateur_choisi, form.periodes_choisies[Semestre]
    lignes, total = (
        premieres_entreprises(form.choisis, semestre, indicateur) if indicateur else ([], None)
    )
    contexte = {
        "filtre": {"form": form},
        "titre": f"Entreprises, {form.perimetre}",
        "indicateur": indicateur,
        "est_un_stock": indicateur and indicateur.est_un_stock(semestre),
        "semestre": semestre,
        "entreprises": lignes,
        "total": total,
        "paqte": dresser_paqte(additionner_tout(form.choisis, semestre)),
        "le": jour_d_arret(semestre),
        "dates": form.dates,
    }
    return render(request, "national/entreprises.html", contexte)
