"""Read volumes from a file, whichever of the formats it is in.

What is in the file tells which; its name does not. Volumes that make no sense are
refused (clause 30.7), for whoever compares them must be able to rely on it.
"""

from detente.record.errors import Malformed
from detente.space.files import f3548, geojson, jsontext
from detente.space.soundness import sound
from detente.space.volume import Volume


def volumes(data: bytes) -> list[Volume]:
    """Return the volumes of a file of GeoJSON or ASTM F3548.

    Raises:
        Malformed: it is neither, or a volume of it makes no sense.
    """
    value = jsontext.parse(data)
    if isinstance(value, dict) and value.get("type") in geojson.KINDS:
        found = geojson.volumes(value)
    elif f3548.is_meant(value):
        found = f3548.volumes(value)
    else:
        raise Malformed(
            "The file is neither a Feature or FeatureCollection of GeoJSON, nor "
            "volumes, operational intents or constraints of ASTM F3548."
        )
    sound.check(found)
    return found
