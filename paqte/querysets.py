"""Droits sur le PAQTE : la préfecture saisit, la région et le CGET lisent."""

from quartiers.querysets import TerritorialQuerySet


class PaqteQuerySet(TerritorialQuerySet):
    droit = "suit_les_remontees"
