"""Les formats figés de la synthèse régionale, un module par format : aucun ne change, un nouveau
s'ajoute."""
