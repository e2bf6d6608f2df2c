"""Les adresses des demandes aux entreprises, et celle de la page d'une entreprise."""

from remontees.models import Document
from tests.factories import ConventionFactory, DepartementFactory, RegionFactory
from tests.factories.demandes import demande_et_lien


def page_d_une_entreprise():
    """Le lien d'une entreprise d'ailleurs : qui l'a l'ouvre, quel que soit son compte."""
    ailleurs = DepartementFactory(code="75", nom="Paris", region=RegionFactory(code="11"))
    _, adresse = demande_et_lien(ConventionFactory(entreprise__departement=ailleurs))
    return {"reponse:page": [adresse.split("/")[2]]}


def demandes_du_nord(convention, semestre, texte):
    """Les pages d'où une préfecture demande, et où elle lit ce qu'on lui propose."""
    demande, _ = demande_et_lien(convention, semestre)
    demande.exemples = texte
    demande.ecrire({}, envoyer=True)
    return {
        "paqte:reponses": [semestre, convention.entreprise.departement_id],
        "paqte:reponses_prendre": [semestre, convention.entreprise.departement_id],
        "paqte:reponse": [demande.pk],
    }


def document_joint(convention, nom):
    """Les pages des documents joints à une convention, et celles d'un document."""
    document = Document.objects.create(
        objet=convention, nom=nom, type_mime="application/pdf", contenu=b"%PDF-", taille=5
    )
    return {
        "documents": ["convention", convention.pk],
        **{f"document{suite}": [document.pk] for suite in ("", "_supprimer")},
    }
