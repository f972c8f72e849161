"""Decide what is told of how our node is set up, and how its alarms are tried.

Spec clause 23.6. A trial may take ten seconds: it is asked for here and sounded by the
node, and the settings say what came of it. They are read here and changed in the line's
directory alone, by whoever runs the node.
"""

from fastapi import FastAPI
from fastapi.responses import Response

from detente.api.admission import Admission, said
from detente.api.answers import (
    NodeSettings,
    SetAlarm,
    TrialAsked,
    TrialView,
    TriedAlarm,
)
from detente.api.schemas import answers
from detente.node import sounder, trial
from detente.node.trial import Trial
from detente.record.errors import Malformed


def add_trials(app: FastAPI, admission: Admission) -> None:
    """Add what shows the node's settings, and has its alarms tried."""

    @app.get(
        "/v1/settings",
        responses=answers(NodeSettings),
        dependencies=[admission.of("read")],
    )
    async def the_settings() -> Response:
        """Show where our node listens, its alarms, and when they were last tried."""
        watching = admission.watching
        settings = watching.place.load_settings()
        status = await watching.status()
        alarms = (SetAlarm(sounder.words(c), c.echelon) for c in settings.alarms)
        newest = trial.last(watching.place)
        asked_s = None if status is None else status.trial_s
        if newest is not None and asked_s is not None and asked_s <= newest.asked_s:
            asked_s = None
        return said(
            NodeSettings(
                settings.party, settings.listen, tuple(alarms), _view(newest), asked_s
            )
        )

    @app.post(
        "/v1/trials",
        responses=answers(TrialAsked, 409),
        dependencies=[admission.of("attend")],
    )
    async def a_trial() -> Response:
        """Have the node sound every alarm; the settings say what came of it (23.6)."""
        asked_s = await admission.watching.ask("trial", None)
        if not isinstance(asked_s, int):
            raise Malformed("The node does not say when it was asked for a trial.")
        return said(TrialAsked(asked_s))


def _view(newest: Trial | None) -> TrialView | None:
    if newest is None:
        return None
    tried = (TriedAlarm(each.channel, each.trouble) for each in newest.tried)
    return TrialView(newest.at_s, tuple(tried))
