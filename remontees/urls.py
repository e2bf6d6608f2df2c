"""Adresses de l'application."""

app_name = "remontees"

urlpatterns = []
