"""Decide how the description of the API is printed."""


def command() -> None:
    """Print the OpenAPI document of the API, as JSON.

    Use it to make a client, or to see what the API answers and how it refuses. It
    needs no line.

        $ detente openapi
        {"openapi":...
    """
    import json

    from detente.api.application import application

    document = application(None).openapi()
    print(json.dumps(document, ensure_ascii=False, separators=(",", ":")))
