"""Decide how one statement is printed: a page of paper, or a line to be read aloud."""

from typing import Annotated

import typer

from detente.cli.shell.options import (
    CompactOption,
    JsonOption,
    LabelsOption,
    LineOption,
    line_of,
)


def command(
    reference: Annotated[
        str,
        typer.Argument(metavar="REFERENCE", help="Such as NORTH/2026/0042/CON/1/O."),
    ],
    *,
    language: LabelsOption = None,
    compact: CompactOption = False,
    line: LineOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print a statement as a page, with its labels in one language or two.

    Use it for delivery by hand, for the file, or to read out: 80 places wide, status
    first and last, times in Zulu, two languages side by side. --compact writes the
    body as one line for a text message or a bad telephone, with three check words at
    its end, by which the other side hears that it took it down right. It reads the
    record alone.

        $ detente print NORTH/2026/0002/MSG/1/O --line south --language ru
        РЕАЛЬНАЯ ОБСТАНОВКА РЕАЛЬНАЯ ОБСТАНОВКА РЕАЛЬНАЯ ОБСТАНОВКА
        ================================================================================
        P СРОЧНО
        СООБЩЕНИЕ
        Номер документа    NORTH/2026/0002/MSG/1/O
        ...
        Тема
        | Exercise notice
        ...
        Проверочные слова  ...
        ...
    """
    from detente.cli.shell import releasing, rendering
    from detente.cli.shell.showing import say
    from detente.node.place import Place
    from detente.report.printed import printed
    from detente.report.shown import amendment_of, show

    with releasing.opened(Place(line_of(line))) as record:
        entered = record.standing.by_reference(reference)
        shown, answers = show(record, entered), entered.header.answers
        changes = amendment_of(record, entered.body, answers)
        says = rendering.catalogues(record, language)
    told = rendering.compact_of(entered)
    if compact:
        say(told.data, told.lines, as_json=as_json)
        return
    lines = list(printed(shown, told.body, says, told.check_words, changes))
    data = {"page": lines, "check_words": told.check_words}
    say(data, lines, as_json=as_json)
