"""Decide whether a request is let in: by its token, its role, its pace (clause 24.1).

What is wrong is said with the status that HTTP has for it (RFC 9110), and with the
error's own sentence.
"""

import os
import time
from collections.abc import Callable
from typing import Annotated, Final, TypeVar

import msgspec
from fastapi import Depends, FastAPI, Request, params
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.exceptions import HTTPException

from detente.api import tokens
from detente.api.pace import Pace
from detente.api.permissions import Action, may
from detente.api.refusals import Barred, Forbidden, Hurried, NotHeld
from detente.api.requests import unreadable
from detente.api.schemas import Problem, Problems, problem
from detente.api.tokens import Token
from detente.api.watching import Watching
from detente.record.errors import (
    DetenteError,
    Failed,
    Malformed,
    Misasked,
    Unproven,
)

_BEARER: Final = HTTPBearer(auto_error=False)
_UNAUTHORIZED: Final = 401
_NOT_FOUND: Final = 404
_Found = TypeVar("_Found")


class Admission:
    """The line behind the requests, and who has asked how often."""

    def __init__(self, watching: Watching | None, pace: Pace | None) -> None:
        """Let requests in to `watching`; without it nothing but a description is.

        Without a pace whoever asks is at home: let in by the file system, as the role
        `watch`, without a token and as often as he likes (clause 24.8).
        """
        self._watching = watching
        self._pace = pace

    @property
    def watching(self) -> Watching:
        """The line.

        Raises:
            Failed: this is only a description.
        """
        if self._watching is None:
            raise Failed("No line is open here.")
        return self._watching

    def of(self, action: Action | None) -> params.Depends:
        """Return the dependency that lets a token's request in, or not.

        A release is admitted whatever the pace: it may be the STOP.
        """

        async def check(
            bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)],
        ) -> Token:
            found = self._token(bearer)
            if action is not None and not may(found.role, action):
                raise Forbidden(f"A token of the role {found.role} may not {action}.")
            if action != "release" and self._pace is not None:
                wait_s = self._pace.wait_s(found.name, time.monotonic())
                if wait_s:
                    raise Hurried(f"Too many requests; the next in {wait_s:.1f} s.")
            return found

        dependency: params.Depends = Depends(check)
        return dependency

    def _token(self, bearer: HTTPAuthorizationCredentials | None) -> Token:
        if self._pace is None:
            return Token(f"at home, user {os.getuid()}", "watch", "")
        held = tokens.held(self.watching.place)
        found = tokens.find(held, bearer.credentials) if bearer else None
        if found is None:
            raise Barred("This needs a token that this side gave out.")
        return found


def said(value: object, status: int = 200) -> Response:
    """Return a record as the answer."""
    return Response(msgspec.json.encode(value), status, None, "application/json")


def held(find: Callable[[str], _Found], text: str) -> _Found:
    """Return what is found under a name.

    Raises:
        Malformed: it is no such name.
        NotHeld: nothing is.
    """
    try:
        return find(text)
    except (Misasked, Unproven) as error:
        raise NotHeld(error.sentence) from error


def status_of(error: DetenteError) -> int:
    """Return the status of an error, by whose doing it is."""
    match error:
        case Barred():
            return _UNAUTHORIZED
        case Forbidden():
            return 403
        case NotHeld():
            return 404
        case Hurried():
            return 429
        case Malformed() | Misasked():
            return 400
        case Failed():
            return 503
        case _:
            return 409


def fail_in_words(app: FastAPI) -> None:
    """Answer whatever goes wrong with its sentence."""

    @app.exception_handler(DetenteError)
    async def _known(_: Request, error: DetenteError) -> Response:
        answer = said(Problems(problem(error)), status_of(error))
        if isinstance(error, Hurried):
            answer.headers["Retry-After"] = "1"
        if answer.status_code == _UNAUTHORIZED:
            answer.headers["WWW-Authenticate"] = "Bearer"
        return answer

    @app.exception_handler(RequestValidationError)
    async def _unreadable(_: Request, error: RequestValidationError) -> Response:
        # The first part of a fault's place is where it stood: body, path, query.
        return said(Problems(problem(unreadable(error.errors(), 1))), 400)

    @app.exception_handler(HTTPException)
    async def _unmatched(_: Request, error: HTTPException) -> Response:
        # What the framework says by itself: no such address, no such way of asking.
        code = NotHeld.code if error.status_code == _NOT_FOUND else Misasked.code
        sentence = f"{error.detail}."
        answer = said(Problems(Problem(code, sentence)), error.status_code)
        answer.headers.update(error.headers or {})
        return answer
