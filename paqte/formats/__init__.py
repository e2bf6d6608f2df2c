"""Les formats figés du bilan, un module par format : aucun ne change, un nouveau s'ajoute."""
