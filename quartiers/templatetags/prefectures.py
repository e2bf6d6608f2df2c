"""Qui dirige une préfecture, dans les phrases des gabarits."""

from django import template

from ..prefectures import avec_article

register = template.Library()

register.filter("avec_article", avec_article)
