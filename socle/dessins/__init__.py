"""Les dessins de chiffres : la question à laquelle chacun répond, sa phrase, sa table, sa forme.

Ils se montrent par la balise `dessin` (`socle.templatetags.graphiques`), les mêmes dans la page et
dans le PDF.
"""
