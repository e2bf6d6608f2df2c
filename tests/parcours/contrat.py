"""Le contrat de ville et le protocole que deux parcours écrivent avant la synthèse."""

COURT = "Le collège a réuni **tous** les services.\n\n- Un calendrier par contrat."


def contractualiser(visite):
    visite.ouvrir("/contrats/")
    visite.suivre("Ajouter un contrat")
    visite.onglet.locator("[name=nom]").fill("Contrat de ville de Lille")
    visite.choisir("Périmètre", "Intercommunal")
    visite.onglet.locator("[name=porteur_nom]").fill("Métropole européenne de Lille")
    visite.ecrire("SIREN du porteur", "245 900 411")
    for case in visite.onglet.locator("[name=quartiers]").all()[:2]:
        case.check(force=True)
    visite.presser("Enregistrer")
    visite.voir("Ce numéro n’est pas un SIREN")
    visite.ecrire("SIREN du porteur", "245 900 410")
    visite.presser("Enregistrer")
    visite.voir_titre("Contrat de ville de Lille")
    visite.suivre("Tenir la liste des signataires")
    visite.onglet.locator("[name=signataires-0-nature]").select_option("etat")
    visite.onglet.locator("[name=signataires-0-nom]").fill("Préfecture du Nord")
    visite.onglet.locator("[name=signataires-1-nature]").select_option("commune")
    visite.onglet.locator("[name=signataires-1-nom]").fill("Ville de Lille")
    visite.presser("Enregistrer")
    visite.voir("Ville de Lille")


def renover(visite):
    visite.suivre("Protocole d’engagements")
    visite.suivre("Modifier le protocole")
    visite.choisir("Avancement", "En négociation")
    visite.ecrire("Négociation engagée le", "2019-02-15")
    visite.ecrire("Signature prévue le", "2019-07-15")
    visite.presser("Enregistrer")
    visite.voir("prévu le 15 juillet 2019")
    visite.suivre("Ajouter un engagement")
    visite.onglet.locator("[name=partie]").select_option("etat")
    visite.onglet.locator("[name=texte]").fill("Ouvrir une maison de l’emploi")
    visite.onglet.locator("[name=engagement_dijon]").select_option(index=1)
    visite.onglet.locator("[name=mesures]").first.check(force=True)
    visite.ecrire("Cible", "douze")
    visite.presser("Enregistrer")
    visite.voir("Écrivez un nombre")
    visite.ecrire("Indicateur", "Personnes reçues")
    visite.ecrire("Cible", "1 200")
    visite.presser("Enregistrer")
    visite.voir("Ouvrir une maison de l’emploi")
    visite.voir("Mesure 1")


def ecrire(visite, champ, texte):
    visite.deplier(visite.onglet.locator(f"[name={champ}]")).fill(texte)
