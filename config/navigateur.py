"""Ce que le navigateur refuse aux pages du portail."""

from csp.constants import NONE, SELF

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF, "data:"],
        "object-src": [NONE],
        "frame-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Le portail n'emploie aucun de ces appareils : aucune page, ni aucun cadre, ne peut les demander.
APPAREILS = (
    "accelerometer camera display-capture geolocation gyroscope "
    "magnetometer microphone midi payment usb"
)
PERMISSIONS_POLICY = {appareil: [] for appareil in APPAREILS.split()}
