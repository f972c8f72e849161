"""Decide how one statement is printed: a page of paper, or a line to be read aloud."""

from typing import Annotated

import typer

from detente.cli.shell.options import CompactOption, LabelsOption, PersonalOption
from detente.cli.shell.reach import Reach


def command(
    reference: Annotated[
        str,
        typer.Argument(metavar="REFERENCE", help="Such as NORTH/2026/0042/CON/1/O."),
    ],
    *,
    language: LabelsOption = None,
    compact: CompactOption = False,
    personal: PersonalOption = False,
    reach: Reach,
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
    from detente.cli.shell.showing import say
    from detente.report.rendering import compact_data, compact_lines

    with reach.client() as client:
        told = client.page(reference, language or (), personal=personal)
    if compact:
        say(compact_data(told), compact_lines(told), as_json=reach.as_json)
        return
    data = {"page": told.page, "check_words": told.check_words}
    say(data, told.page, as_json=reach.as_json)
