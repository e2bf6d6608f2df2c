"""L'animation générée du PAQTE : référents, organisation, réunions, partenaires."""

import datetime

from paqte.models import AutreReferent, Organisation, Partenaire, Referent, ReunionComite
from quartiers.models import Departement
from remontees.periodes import Semestre

UN_SANS_REFERENT_SUR = 12


def creer_animation(hasard, departements, indispensables):
    """Crée l'animation des `departements` ; la nation a ses référents, sauf quelques-uns.

    Les départements d'`indispensables` (codes) ont toujours le leur.
    """
    for rang, departement in enumerate(Departement.objects.all()):
        if departement.code in indispensables or rang % UN_SANS_REFERENT_SUR:
            _nommer_un_referent(hasard, departement)
    _changer_de_referent(Referent.objects.get(departement="59"))
    _ajouter_un_referent()
    for rang, departement in enumerate(departements):
        Organisation.objects.create(
            departement=departement,
            depuis_le=datetime.date(2019, 2, 15),
            **_choisir_les_modes(hasard),
            description="Une personne suit les conventions et visite chaque entreprise "
            "signataire une fois par semestre.",
            comite="Club d’entreprises, DIRECCTE, Pôle emploi, intercommunalités.",
            chartes_restantes=rang % 3,
        )
        _creer_reunions(departement)
        _creer_partenaires(hasard, departement)


def _choisir_les_modes(hasard):
    """Un ou deux des modes de l'annexe 2 ; parfois un autre en plus."""
    modes = dict.fromkeys(hasard.sample([*Organisation.EXEMPLES], hasard.randrange(1, 3)), True)
    return modes | {"autre_mode": hasard.choice(["", "", "club d’entreprises du département"])}


def _nommer_un_referent(hasard, departement):
    Referent.objects.create(
        departement=departement,
        nom=f"Référent de démonstration {departement.code}",
        fonction="Chargé de mission emploi et développement économique",
        service="Mission politique de la ville",
        courriel=f"paqte-{departement.code.lower()}@demonstration.invalid",
        telephone="01 99 00 00 00",
        designe_le=datetime.date(2019, 2, hasard.randrange(1, 16)),
    )


def _changer_de_referent(referent):
    """Ce qui date de 2019 nomme le premier ; ce qui date d'aujourd'hui, son successeur."""
    referent.nom = "Second référent de démonstration 59"
    referent.designe_le = datetime.date(2021, 9, 1)
    referent.save()


def _ajouter_un_referent():
    """La Réunion en a deux : à la préfecture, et à la direction de l'emploi."""
    AutreReferent.objects.create(
        departement_id="974",
        nom="Référent de démonstration 974, à la DEETS",
        fonction="Responsable des relations avec les entreprises",
        service="DEETS",
        courriel="paqte-deets-974@demonstration.invalid",
        designe_le=datetime.date(2019, 3, 4),
    )


def _creer_reunions(departement):
    semestres = [Semestre(2019, 1), Semestre(2019, 2)]
    # Les Bouches-du-Rhône ont encore leur comité du semestre à réunir.
    if departement.code != "13":
        semestres.append(Semestre.courant())
    for semestre in semestres:
        ReunionComite.objects.create(
            departement=departement,
            date=semestre.debut + datetime.timedelta(days=20),
            objet=ReunionComite.Objet.COMITE,
            participants="Préfecture, Pôle emploi, club d’entreprises, intercommunalités.",
            decisions="Le comité fixe les entreprises à rencontrer d’ici la prochaine réunion.",
        )


def _creer_partenaires(hasard, departement):
    reseaux = hasard.sample([r for r in Partenaire.Reseau if r != Partenaire.Reseau.AUTRE], 3)
    for reseau in reseaux:
        Partenaire.objects.create(
            departement=departement,
            nom=f"{reseau.label}, antenne fictive {departement.code}",
            reseau=reseau,
            role="Mobilise ses adhérents et organise les visites de quartier.",
        )
