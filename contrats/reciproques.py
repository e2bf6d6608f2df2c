"""Les engagements d'un protocole, deux à deux, et ce qu'ils déclinent, dit en entier."""

from itertools import groupby, zip_longest


def apparier(engagements):
    """Rend, par domaine, les engagements de l'État en face de ceux de ses partenaires.

    `engagements` sont rangés par domaine. Rend [(domaine, [(de l'État, d'un partenaire), …]), …] ;
    un engagement sans vis-à-vis a None en face.
    """
    domaines = []
    for domaine, groupe in groupby(engagements, key=lambda engagement: engagement.domaine):
        siens = list(groupe)
        de_l_etat = [e for e in siens if e.partie == e.Partie.ETAT]
        des_partenaires = [e for e in siens if e.partie != e.Partie.ETAT]
        domaines.append((domaine, list(zip_longest(de_l_etat, des_partenaires))))
    return domaines


def expliquer(engagements):
    """Rend ce que ces engagements déclinent : [(repère, texte entier)], sans doublon, en ordre."""
    mesures = {mesure for engagement in engagements for mesure in engagement.mesures.all()}
    dijon = {e.engagement_dijon for e in engagements if e.engagement_dijon}
    nationaux = {e.engagement_national for e in engagements if e.engagement_national}
    return [
        *(
            (f"Pacte de Dijon, {engagement.numero}", engagement.texte)
            for engagement in sorted(dijon, key=lambda e: (e.domaine.rang, e.partie, e.rang))
        ),
        *(
            (f"Mesure {mesure.code}", mesure.intitule)
            for mesure in sorted(mesures, key=lambda mesure: mesure.rang)
        ),
        *(
            (f"Convention nationale, {engagement.numero}", engagement.texte_imprime)
            for engagement in sorted(nationaux, key=lambda e: e.ordre)
        ),
    ]
