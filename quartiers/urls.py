"""Adresses de l'application."""

app_name = "quartiers"

urlpatterns = []
