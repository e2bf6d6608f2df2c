// Le portail marche sans JavaScript ; ce module n'ajoute que du confort.
