"""SQLite, dont une connexion gardée s’aperçoit que son fichier est remplacé."""
