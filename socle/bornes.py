"""Un nombre que la base ne peut pas tenir n'égale rien, dans une liste comme tout seul."""

from django.db.models import IntegerField
from django.db.models.lookups import In


@IntegerField.register_lookup
class DansLesBornes(In):
    """« in » qui ôte les nombres hors des bornes du champ.

    Django le fait déjà pour « exact » ; SQLite lève sinon OverflowError sur un choix forgé.
    """

    def process_rhs(self, compiler, connection):
        if self.rhs_is_direct_value():
            bornes = connection.ops.integer_field_range(self.lhs.output_field.get_internal_type())
            self.rhs = [valeur for valeur in self.rhs if _tient(valeur, *bornes)]
        return super().process_rhs(compiler, connection)


def _tient(valeur, minimum, maximum):
    if not isinstance(valeur, int):
        return True
    return (minimum is None or valeur >= minimum) and (maximum is None or valeur <= maximum)
