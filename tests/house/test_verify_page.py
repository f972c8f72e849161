"""How modules become one page, and what is refused on the way."""

from pathlib import Path

import pytest

import verify_page


def test_a_module_becomes_a_function_of_what_it_imports() -> None:
    """Names may change on the way in, on the way out, and when they are passed on."""
    text = (
        'import { one, two as second, } from "./b.js";\n'
        'import * as all from "@x/c.js";\n'
        "import {} from './types.js';\n"
        "export { four as fore } from './d.js';\n"
        "export const three = one + second;\n"
        "export { three as third };\n"
    )

    made, needed = verify_page.wrapped("detente/a.js", text)

    assert needed == ["detente/b.js", "@x/c.js", "detente/types.js", "detente/d.js"]
    assert "const { one, two: second } = modules['detente/b.js'];" in made
    assert "const all = modules['@x/c.js'];" in made
    assert "\nconst three = one + second;\n" in made
    fore = "fore: modules['detente/d.js'].four"
    assert f"return {{ {fore}, third: three, three: three }};" in made


@pytest.mark.parametrize(
    "line",
    [
        "export default 1;",
        "import thing from './b.js';",
        "import './b.js';",
        "export * from './b.js';",
    ],
)
def test_a_form_that_is_not_known_ends_the_work(line: str) -> None:
    """A page that lacks a part without a word would be worse than none."""
    with pytest.raises(verify_page.NotMade, match="not known"):
        verify_page.wrapped("detente/a.js", f"{line}\n")


def test_modules_that_need_each_other_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A function cannot have the result of one that waits for its own."""
    monkeypatch.setattr(verify_page, "SOURCE", tmp_path)
    (tmp_path / "a.js").write_text("import { b } from './b.js';\n")
    (tmp_path / "b.js").write_text("import { a } from './a.js';\n")

    with pytest.raises(verify_page.NotMade, match="needs itself"):
        verify_page.script("detente/a.js")


def test_a_part_that_would_end_its_element_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stood after it would be page, and no script."""
    monkeypatch.setattr(verify_page, "SOURCE", tmp_path)
    (tmp_path / "a.js").write_text('export const a = "</script>";\n')
    (tmp_path / "page.css").write_text("")

    with pytest.raises(verify_page.NotMade, match="end it"):
        verify_page.page("detente/a.js")
