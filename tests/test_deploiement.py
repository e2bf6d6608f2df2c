"""Le déploiement : le document, les unités, les conteneurs, le Python que prend l'installation."""

import os
import re
import subprocess

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

from outils.deploiement import parcours
from outils.deploiement.document import lire_blocs

RACINE = settings.BASE_DIR
DOSSIER = RACINE / "deploiement"
UNITES = DOSSIER / "systemd"
SERVICES = sorted(UNITES.glob("*.service"))
BLOCS = lire_blocs((RACINE / "docs/deploiement.md").read_text())
COMPOSE = yaml.safe_load((DOSSIER / "compose.yaml").read_text())
IMAGE = (DOSSIER / "Containerfile").read_text()
ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="demande d'être administrateur")


def par_nom(chemin):
    return chemin.name


def test_un_bloc_sans_etiquette_se_refuse_il_ne_serait_ni_joue_ni_montre():
    with pytest.raises(ValueError, match="Ligne 2"):
        lire_blocs("## Section\n```sh\nls\n```")


def test_un_bloc_garde_sa_section_son_etiquette_et_sa_ligne():
    (bloc,) = lire_blocs("# T\n## Section\n```sh joué réseau\nls\npwd\n```\nTexte.")
    assert (bloc.section, bloc.texte, bloc.ligne) == ("Section", "ls\npwd", 4)
    assert bloc.est_joue
    assert bloc.sort_sur_le_reseau


def test_les_essais_se_font_entre_des_sections_qui_existent():
    assert {*parcours.AVANT, *parcours.APRES} <= {bloc.section for bloc in BLOCS if bloc.est_joue}


def test_le_document_ne_demande_a_remplir_que_ce_que_la_preuve_remplit():
    demandes = [b.texte.splitlines() for b in BLOCS if b.etiquette == "à remplir"]
    assert [[ligne.split("=")[0] for ligne in lignes] for lignes in demandes] == [
        list(parcours.CHOIX)
    ]


def test_chaque_commande_du_document_existe_et_chaque_fichier_qu_il_cite_aussi():
    texte = "\n".join(bloc.texte for bloc in BLOCS)
    assert set(re.findall(r"^quartiers ([a-z_]+)", texte, re.M)) <= set(get_commands())
    cites = re.findall(r"/srv/quartiers/(deploiement/[\w./-]+)", texte)
    assert [cite for cite in cites if not (RACINE / cite).exists()] == []


@pytest.mark.parametrize("unite", SERVICES, ids=par_nom)
def test_chaque_unite_est_bornee_en_memoire_et_n_a_aucun_privilege(unite):
    lignes = unite.read_text().splitlines()
    assert "User=quartiers" in lignes
    assert "EnvironmentFile=/etc/quartiers.env" in lignes
    assert {"NoNewPrivileges=true", "CapabilityBoundingSet=", "ProtectSystem=strict"} <= {*lignes}
    assert any(re.fullmatch(r"MemoryMax=\d+[MG]", ligne) for ligne in lignes)


def test_chaque_minuterie_lance_une_unite_qui_existe():
    minuteries = list(UNITES.glob("*.timer"))
    assert len(minuteries) == 4
    for minuterie in minuteries:
        nom = re.search(r"^Unit=(.*)$", minuterie.read_text(), re.M)[1]
        modele, arobase, commande = nom.removesuffix(".service").partition("@")
        assert (UNITES / f"{modele}{arobase}.service").exists()
        assert not arobase or commande in get_commands()


@pytest.mark.parametrize("nom", ["web", "worker", "base"])
def test_un_conteneur_ne_s_ecrit_pas_n_est_pas_root_et_dit_sa_sante(nom):
    service = COMPOSE["services"][nom]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"]
    # Ce que le service ne dit pas, son image le dit.
    image = IMAGE if service["image"] == "quartiers" else ""
    assert service.get("user") == "postgres" or re.search(r"^USER \d+$", image, re.M)
    assert "healthcheck" in service or "HEALTHCHECK" in image


def test_les_images_ne_nomment_aucun_registre():
    sources = re.findall(r"^FROM (\S+)", IMAGE, re.M)
    assert sources == ["debian:12", "socle", "socle"]
    assert all("/" not in service["image"] for service in COMPOSE["services"].values())


@ROOT
def test_l_installation_prend_un_python_que_le_compte_du_service_peut_lancer(tmp_path):
    prive = tmp_path / "prive"
    prive.mkdir(mode=0o700)
    (prive / "python3").write_text('#!/bin/sh\nexec /usr/bin/python3 "$@"\n')
    (prive / "python3").chmod(0o700)
    script = (RACINE / "outils/environnement.sh").read_text()
    fonctions = script[script.index("par_un_autre_compte()") : script.index("creer_venv()")]
    fait = subprocess.run(
        ["bash", "-c", f"set -euo pipefail\n{fonctions}\ntrouver_python"],
        env={"PATH": f"{prive}:/usr/sbin:/usr/bin:/sbin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert fait.stdout.startswith("/usr/bin/python3")
