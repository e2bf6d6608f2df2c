"""Les formats figés de la synthèse, un module par format : aucun ne change, un nouveau s'ajoute."""
