"""Écrire aux entreprises : leurs demandes, et le départ groupé des courriers qui les portent."""

from email.utils import make_msgid
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from socle.courriel import preparer

from .contenu import Resultat
from .models import Bilan, Courrier, Demande, Genre, TexteDeCourrier
from .models.courrier import prochain_depart


def adresse_du_lien(secret):
    """Rend l'adresse entière du lien d'une entreprise."""
    return f"{settings.ADRESSE_DU_PORTAIL}{reverse('reponse:page', args=[secret])}"


@transaction.atomic
def demander_a(conventions, semestre, par, mot="", genre=Genre.DEMANDE):
    """Demande ses résultats à chacune (requête), les lui rappelle, ou l'en remercie.

    Le courrier attend le départ du jour, où un contact reçoit tout en un seul courriel.
    """
    # Deux agents qui demandent ensemble ne font pas deux demandes.
    for convention in conventions.select_for_update(of=("self",)):
        _poster(Demande.pour(convention, semestre), genre, par, mot)


@transaction.atomic
def redemander_a(demande, par, mot):
    """Rend la réponse à l'entreprise, avec un mot."""
    demande.redemander(mot)
    _poster(demande, Genre.REDEMANDE, par, mot)


def _poster(demande, genre, par, mot):
    # Rien ne part à une entreprise en démonstration (`manage.py lien_reponse`).
    if settings.DEMO:
        return
    demande.courriers.en_attente().delete()
    demande.courriers.create(genre=genre, mot=mot, par=par, part_le=prochain_depart(timezone.now()))


@transaction.atomic
def envoyer_les_courriers(maintenant=None):
    """Envoie les courriers dus, un courriel par contact ; rend le nombre de courriels."""
    dus = Courrier.objects.en_attente().filter(part_le__lte=maintenant or timezone.now())
    dus = dus.select_for_update(of=("self",), skip_locked=True).select_related(
        "par", "demande__convention__entreprise__departement__referent"
    )
    par_contact: dict = {}
    for courrier in dus:
        contact = courrier.demande.convention.entreprise.courriel.lower()
        if contact and courrier.a_lieu_d_etre:
            par_contact.setdefault(contact, []).append(courrier)
        else:
            courrier.delete()
    for contact, courriers in par_contact.items():
        _ecrire(contact, courriers)
    return len(par_contact)


def _ecrire(contact, courriers):
    textes = [_texte(list(siens)) for _, siens in groupby(sorted(courriers, key=_rang), key=_rang)]
    objets = {texte["objet"] for texte in textes}
    objet = objets.pop() if len(objets) == 1 else "PAQTE : plusieurs courriers de préfectures"
    adresses = list(dict.fromkeys(t["repondre_a"] for t in textes if t["repondre_a"]))
    identifiant = make_msgid(domain="quartiers")
    preparer(
        objet,
        "paqte/courriel_demande.txt",
        {"textes": textes},
        [contact],
        reply_to=adresses or None,
        headers={"Message-ID": identifiant},
    ).send()
    partis = Courrier.objects.filter(pk__in=[courrier.pk for courrier in courriers])
    partis.update(parti_le=timezone.now(), identifiant=identifiant)


def _rang(courrier):
    demande = courrier.demande
    departement = demande.convention.entreprise.departement_id
    return departement, demande.semestre, courrier.genre, courrier.mot, courrier.par_id or 0


def _texte(courriers):
    """Rend ce que dit une préfecture, en un texte, de ces courriers à un même contact."""
    courrier, *_ = courriers
    demande, genre = courrier.demande, courrier.genre
    departement = demande.convention.entreprise.departement
    referent = getattr(departement, "referent", None)
    auteur = courrier.par.email if courrier.par else ""
    merci = genre == Genre.MERCI
    return {
        "departement": departement,
        "objet": courrier.ecrire(TexteDeCourrier.du_portail()[genre]["objet"]),
        "texte": courrier.ecrire(TexteDeCourrier.textes(departement)[genre]),
        "mot": courrier.mot,
        "liens": [] if merci else [_lien(un.demande) for un in courriers],
        "sommes": _sommes(departement, demande.periode) if merci else [],
        "referent": referent,
        "repondre_a": referent.courriel if referent else auteur,
    }


def _sommes(departement, semestre):
    """Rend les résultats du semestre qui sont connus, tels que le bilan les compte."""
    siens = Bilan.objects.du(departement).filter(periode=semestre)
    bilan = siens.first() or Bilan(departement=departement, periode=semestre)
    resultats = (c for c in bilan.chiffres.values() if isinstance(c, Resultat))
    return [resultat for resultat in resultats if resultat.valeur is not None]


def _lien(demande):
    return demande.convention, adresse_du_lien(demande.renouveler())
