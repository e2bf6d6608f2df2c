"""L'envoi par SMTP, qui n'oublie pas les adresses que le serveur a refusées."""

import smtplib

from django.core.mail.backends import smtp


class RefusPartiel(Exception):
    """Le serveur a pris le message, sauf pour ces `adresses`."""

    def __init__(self, refus):
        self.adresses = list(refus)
        motifs = "; ".join(
            f"{adresse} ({code} {motif.decode(errors='replace')})"
            for adresse, (code, motif) in refus.items()
        )
        super().__init__(f"Reçu, sauf par {motifs}")


class _DitSesRefus:
    """`sendmail` ne lève que si toutes les adresses sont refusées, et rend les autres refus."""

    def sendmail(self, *arguments, **options):
        if refus := super().sendmail(*arguments, **options):
            raise RefusPartiel(refus)
        return refus


class _SMTP(_DitSesRefus, smtplib.SMTP):
    pass


class _SMTPSSL(_DitSesRefus, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    """Celui de Django, qui lève `RefusPartiel`."""

    @property
    def connection_class(self):
        return _SMTPSSL if self.use_ssl else _SMTP
