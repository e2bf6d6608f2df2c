"""Les adresses d’un objet national, ou d’une personne du Nord."""

import datetime

from django.contrib.auth.tokens import default_token_generator
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from comptes.models import Jeton
from mesures.models import Collecte
from national.models import Recueil
from remontees.models import Campagne, PieceJointe, Prolongation, Relance
from tests.adresses_d_import import imports_nationaux
from tests.adresses_de_reponse import page_d_une_entreprise
from tests.factories import (
    ActualiteFactory,
    ContactCgetFactory,
    JourneeFactory,
    TexteFactory,
    UtilisateurFactory,
    ValeurFactory,
)


def nationales(nom):
    """Adresses d’un objet national, ou d’une personne du Nord, qui porte ce `nom`."""
    indicateur = ValeurFactory().indicateur
    campagne = Campagne.objects.create(
        genre="bilan", periode="2019-s1", ouverture_le="2019-06-01", echeance_le="2019-07-31"
    )
    niveau = indicateur.mesure.changements.create(
        niveau="atteint", le="2019-06-01", motif="Fait", par=UtilisateurFactory(role="cget")
    )
    sans_objet = indicateur.sans_objet.create(departement_id="59", motif=nom)
    collecte = Collecte.objects.create(
        periode="2019-s1", ouverture_le="2019-06-01", echeance_le="2019-07-31"
    )
    obligation = Campagne.objects.create(
        genre="referent", periode="2019", ouverture_le="2019-01-22", echeance_le="2019-02-15"
    )
    delai = Prolongation.objects.create(
        campagne=campagne, departement_id="59", jusqu_au="2019-09-02", motif=nom
    )
    piece = PieceJointe.objects.create(campagne=campagne, nom="note.pdf", contenu=b"%PDF")
    personne = UtilisateurFactory(departements=["59"], last_name=nom)
    rappel = {"campagne": campagne, "echeance_le": campagne.echeance_le}
    Relance.objects.create(utilisateur=personne, departement_id="59", palier=-1, **rappel)
    jeton, secret = Jeton.objects.creer(personne, "Essai", Jeton.Portee.AGENDA)
    recueil = Recueil.objects.create(
        genre="synthese", periode="2019", format="pdf", demande_par=personne
    )
    journee = JourneeFactory(debut=timezone.localdate() + datetime.timedelta(days=9))
    actualite = ActualiteFactory()
    contact, texte = ContactCgetFactory(regions=["32"]), TexteFactory()
    uid = urlsafe_base64_encode(force_bytes(personne.pk))
    return {
        **imports_nationaux(personne),
        **page_d_une_entreprise(),
        **{
            f"campagne{s}": [campagne.pk]
            for s in ("", "_supprimer", "_clore", "_fermer", "_rouvrir")
        },
        "campagne_sans_objet": [obligation.pk, "59"],
        "prolongation_demander": [campagne.pk, "59"],
        "prolongation": [delai.pk],
        "rappeler": [campagne.pk],
        "verifier": ["0123456789AB"],
        **{f"piece{suite}": [piece.pk] for suite in ("", "_supprimer")},
        **{f"textes:texte{suite}": [texte.slug] for suite in ("", "_modifier")},
        **{f"partage:journee{s}": [journee.pk] for s in ("", "_modifier", "_supprimer")},
        **{f"partage:contact{suite}": [contact.pk] for suite in ("", "_supprimer")},
        **{
            f"partage:actualite_{geste}": [actualite.pk]
            for geste in ("modifier", "supprimer", "lire")
        },
        **{
            f"personne{suite}": [personne.pk]
            for suite in ("", "_renvoyer", "_desactiver", "_effacer")
        },
        "passation": [personne.pk],
        "mot_de_passe_choisir": [uid, default_token_generator.make_token(personne)],
        "jeton_supprimer": [jeton.pk],
        "agenda": [secret],
        "national:recueils_d_une_annee": ["2019"],
        "national:recueils_d_un_semestre": ["2019-s1"],
        "national:recueil": ["synthese", "2019"],
        **{f"national:recueil_{n}": [recueil.pk] for n in ("avancement", "annuler", "fichier")},
        **{f"mesures:{n}": [indicateur.mesure.code] for n in ("detail", "cadre", "niveau")},
        "mesures:apprecier": [indicateur.mesure.code],
        "mesures:niveau_retirer": [niveau.pk],
        **{
            f"mesures:{n}": [indicateur.code]
            for n in (
                "indicateur",
                "indicateur_modifier",
                "jalon_ajouter",
                "repartir",
                "sans_objet",
            )
        },
        "mesures:jalon_supprimer": [indicateur.jalons.create(le="2019-12-31", valeur=60).pk],
        "mesures:sans_objet_supprimer": [sans_objet.pk],
        **{f"mesures:collecte{suite}": [collecte.pk] for suite in ("", "_supprimer")},
        "mesures:valeur_ajouter": [indicateur.code],
        "mesures:modele": ["csv"],
        "api:inconnu": ["nulle-part"],
        "guide": ["agent"],
    }
