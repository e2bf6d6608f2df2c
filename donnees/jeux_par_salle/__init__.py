"""Les jeux de données des salles qui en ont le plus."""
