"""Adresses de l'application."""

urlpatterns = []
