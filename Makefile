# Deux commandes suffisent : « make run » et « make test » (voir README.md).
SHELL := /bin/bash
.DEFAULT_GOAL := aide

PORT ?= 8000
HOTE ?= 127.0.0.1
ARGS ?=
PYTHON := .venv/bin/python
SALLES := $(patsubst %/apps.py,%,$(wildcard */apps.py))

.PHONY: aide install run test lint sbom format couverture captures bench epreuves mutations deploiement arret

aide: ## liste les commandes
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 10

install: ## installe l'environnement (.venv, bibliothèques du système)
	@outils/environnement.sh requirements.txt

run: install ## lance le portail de démonstration sur http://127.0.0.1:8000 (PORT=, HOTE=)
	@HOTE=$(HOTE) PORT=$(PORT) outils/demarrer.sh

test: ## lance tous les tests, sur un vrai PostgreSQL et dans un vrai navigateur (ARGS=)
	@outils/environnement.sh requirements-dev.txt
	@outils/tester.sh -n 3 --dist worksteal --nomigrations -m "not long" $(ARGS)

lint: ## contrôle le style, les gabarits, les types, les migrations, le code dangereux et les failles connues
	@outils/environnement.sh requirements-dev.txt
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	.venv/bin/djlint --lint --quiet templates
	.venv/bin/lint-imports
	DEBUG=1 .venv/bin/mypy
	DEBUG=1 $(PYTHON) manage.py makemigrations --check --dry-run
	.venv/bin/bandit -q -ll -r . -c pyproject.toml
	.venv/bin/hadolint deploiement/Containerfile
	$(PYTHON) outils/auditer.py requirements.txt

sbom: ## écrit la nomenclature des dépendances (CycloneDX) sur la sortie
	@outils/environnement.sh requirements-dev.txt
	@.venv/bin/cyclonedx-py requirements requirements.txt

format: ## met le code en forme
	@outils/environnement.sh requirements-dev.txt
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

couverture: ## dit, salle par salle, les lignes et les branches que les tests parcourent (ARGS=)
	@outils/environnement.sh requirements-dev.txt
	@outils/tester.sh -q -n auto --dist worksteal -m "not long" --cov --cov-report= $(ARGS)
	@for salle in $(SALLES); do \
		echo "$$salle : $$(.venv/bin/coverage report --include="$$salle/*" --format=total) %"; \
	done

captures: ## refait les images des guides (docs/images/)
	@outils/environnement.sh requirements-dev.txt
	@CHROMIUM=$$(outils/chromium.sh) $(PYTHON) outils/captures.py

bench: ## mesure la vitesse, en rapports d’un même passage (docs/performance.md)
	@outils/environnement.sh requirements-dev.txt
	@outils/tester.sh bench -q -s -p no:randomly -m "not long" $(ARGS)

epreuves: ## joue la forme longue : deux mille cas par porte, deux cents arrêts, six heures d’usage, l’affluence doublée
	@outils/environnement.sh requirements-dev.txt
	@outils/tester.sh tests -q -n 2 -m long $(ARGS)
	@HYPOTHESE=long outils/tester.sh tests/confiance tests/remontees/test_relecture.py \
		-q -n 2 -k "hostiles or tout_bilan" $(ARGS)
	@outils/tester.sh bench/test_affluence.py -q -s -p no:randomly -m long $(ARGS)

mutations: ## change une à une les règles des droits, des états et des sommes, et dit ce qu’aucun test ne voit (FICHIERS=)
	@outils/environnement.sh requirements-dev.txt
	@env -u DATABASE_URL FICHIERS="$(FICHIERS)" $(PYTHON) -m pytest -q -p outils.mutations -p no:randomly -p no:xdist --nomigrations -m "not long" $(ARGS)

deploiement: ## prouve docs/deploiement.md dans une Debian neuve, en administrateur (dix minutes)
	@outils/environnement.sh requirements-dev.txt
	@outils/deploiement/preuve.sh

arret: ## arrête le PostgreSQL des tests
	@outils/postgresql.sh arreter
