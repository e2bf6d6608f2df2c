"""Adresses de l'application."""

app_name = "paqte"

urlpatterns = []
