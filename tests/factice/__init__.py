"""Une quatrième remontée, que seuls les tests installent : tout doit la trouver par le registre."""
