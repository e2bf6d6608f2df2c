"""Le plan du site : les pages où mène le portail, celles que la personne peut ouvrir."""

from dataclasses import dataclass

from remontees import registre


@dataclass(frozen=True)
class Page:
    """Une page du plan : son adresse (par son nom), son titre, et qui l'ouvre.

    `pour` nomme ce que la personne doit être (un attribut de `Utilisateur`) ; vide, toutes.
    """

    nom: str
    titre: str
    pour: str = ""

    def s_ouvre_a(self, user):
        return not self.pour or bool(getattr(user, self.pour, False))


PLAN = (
    (
        "Suivre",
        (
            Page("accueil", "Tableau de bord"),
            Page("partage:actualites", "Actualités"),
            Page("national:tableau", "Tableau national", "suit_des_prefectures"),
            Page("quartiers:liste", "Quartiers prioritaires"),
            Page("mesures:tableau", "Les 40 mesures"),
            Page("mesures:valeurs", "Valeurs des indicateurs"),
            Page("mesures:alertes", "Alertes sur les indicateurs"),
            Page("mesures:contestations", "Valeurs contestées"),
            Page("campagnes", "Campagnes", "ouvre_les_campagnes"),
            Page("relances", "Relances"),
            Page("recherche", "Recherche"),
        ),
    ),
    (
        "Contrats de ville",
        (
            Page("contrats:contrats", "Contrats de ville"),
            Page("contrats:engagements", "Engagements des protocoles"),
            Page("contrats:projets", "Grands projets"),
            Page("contrats:cibles", "Cibles des territoires"),
            Page("contrats:colleges", "Collège"),
            Page("contrats:decisions", "Décisions"),
            Page("contrats:dijon", "Pacte de Dijon"),
            Page("contrats:conventions_nationales", "Conventions nationales"),
        ),
    ),
    (
        "PAQTE",
        (
            Page("paqte:animations", "Animation", "suit_les_remontees"),
            Page("paqte:conventions", "Conventions"),
            Page("paqte:entreprises", "Entreprises"),
        ),
    ),
    (
        "Ressources",
        (
            Page("partage:exemples", "Exemples"),
            Page("partage:propositions", "Propositions d’exemples", "est_prefecture"),
            Page("partage:journees", "Journées de mobilisation"),
            Page("annuaire", "Annuaire", "suit_les_remontees"),
            Page("contrats:cadre", "Cadre"),
            Page("textes:textes", "Textes de référence"),
            Page("exports", "Exports"),
            Page("page_de_l_api", "API"),
        ),
    ),
    (
        "Mon compte",
        (
            Page("mon_compte", "Mon compte"),
            Page("mot_de_passe", "Mot de passe"),
            Page("second_facteur_gerer", "Second facteur"),
            Page("jetons", "Liens d’agenda et jetons"),
            Page("mes_courriels", "Mes courriels"),
            Page("delegations", "Délégations de signature", "est_redacteur"),
            Page("premiere_visite", "Première visite"),
        ),
    ),
    (
        "Administrer",
        (
            Page("comptes_de_prefecture", "Comptes de la préfecture", "est_valideur"),
            Page("personnes", "Comptes", "est_administrateur"),
            Page("acces", "Journal des accès", "est_administrateur"),
            Page("quartiers:import", "Importer une liste de quartiers", "est_administrateur"),
            Page("quartiers:journal", "Journal des imports de quartiers", "est_administrateur"),
            Page("admin:index", "Administration", "is_staff"),
        ),
    ),
)
# Ce qui se lit sans compte.
PUBLIQUES = (
    Page("aide", "Aide et contact"),
    Page("preuve", "Vérifier un document"),
    Page("accessibilite", "Accessibilité"),
    Page("mentions_legales", "Mentions légales"),
    Page("donnees_personnelles", "Données personnelles"),
    Page("temoins", "Gestion des cookies"),
)


def plan(user):
    """Rend [(titre, pages)] de ce que `user` peut ouvrir ; anonyme, ce qui se lit sans compte."""
    parties = [("Entrer", [Page("connexion", "Connexion")])]
    if user.is_authenticated:
        remontees = [Page(f"{modele.adresses}s", modele.pluriel) for modele in registre.remontees()]
        suivre, *autres = PLAN
        parties = [suivre, ("Remontées", remontees), *autres]
    ouvertes = [(titre, [p for p in pages if p.s_ouvre_a(user)]) for titre, pages in parties]
    return [(titre, pages) for titre, pages in [*ouvertes, ("Le portail", PUBLIQUES)] if pages]
