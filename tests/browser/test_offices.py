"""What was agreed, and who may speak: the charter, what is to change it, the posts."""

import pytest
from playwright.sync_api import Page, expect
from tests.browser.acts import release
from tests.browser.conftest import Sit
from tests.browser.floors import Floor

# It takes minutes; `make test-browser` runs it.
pytestmark = pytest.mark.long


def propose(floor: Floor, terms: str, text: str) -> str:
    """Propose other terms; return the reference."""
    file = floor.line.parent / "edited.toml"
    file.write_text(terms)
    return str(floor.do("amend", file, "--text", text)["reference"])


def charter_of(page: Page) -> Page:
    """Go to the charter by the navigation."""
    page.get_by_role("link", name="Charter", exact=True).click()
    expect(page.get_by_role("heading", name="Charter", exact=True)).to_be_visible()
    return page


def test_the_charter_names_every_term_and_whom_it_binds(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """As it was agreed: what is not said otherwise has the value of its clause."""
    page = charter_of(sit(floors["NORTH"]))

    by_two = page.get_by_role("row").filter(has_text="Forms that two officers release")
    expect(by_two).to_contain_text("CON")
    flash = page.get_by_role("row").filter(has_text="Acknowledged, FLASH")
    expect(flash).to_contain_text("10 min")
    binds = page.locator("#charter .facts div", has_text="Binds")
    expect(binds).to_contain_text("NORTH: version")
    expect(binds).to_contain_text("SOUTH: version")
    forms = page.get_by_role("table", name="What can be said")
    request = forms.get_by_role("row").filter(has_text="Contact request")
    expect(request).to_contain_text("two officers")


def test_a_proposal_is_consented_to_from_the_charters_page(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """Who was asked sees what changes; with his consent it is in force."""
    page = charter_of(sit(floors["SOUTH"]))
    reference = propose(
        floors["NORTH"], "denounce_notice_s = 5184000\n", "Sixty days suffice."
    )
    proposal = page.locator("#charter section", has_text="Sixty days suffice.")
    expect(proposal).to_contain_text("has not consented: SOUTH")
    changed = proposal.get_by_role("row").filter(has_text="Least notice")
    expect(changed).to_contain_text("90 d")
    expect(changed).to_contain_text("60 d")

    proposal.get_by_role("link", name="Consent").click()
    page.get_by_role("button", name="Review").click()
    release(page)

    charter_of(page)
    expect(page.get_by_text("Amendments under way")).to_be_visible()
    notice = page.locator(".terms").get_by_role("row").filter(has_text="Least notice")
    expect(notice).to_contain_text("60 d")
    agreed = page.locator("#charter .facts div", has_text="Agreed by").first
    expect(agreed.get_by_role("link", name=reference)).to_be_visible()


def test_an_amendment_is_proposed_on_a_page_that_holds_the_terms_in_force(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """What cannot be kept is refused there, and nothing typed is lost."""
    page = charter_of(sit(floors["NORTH"]))
    page.get_by_role("link", name="Propose an amendment").click()
    page.get_by_label("What changes, and why").fill("Try paths at another pace.")
    pace = page.get_by_label("Each path tried")
    pace.fill("0")
    page.get_by_role("button", name="Review").click()
    expect(
        page.get_by_role("alert").filter(has_text="below one second")
    ).to_be_visible()
    expect(page.get_by_label("What changes, and why")).to_have_value(
        "Try paths at another pace."
    )

    pace.fill("61 s")
    page.get_by_role("button", name="Review").click()
    amended = page.locator(".said-rows div", has_text="Amended terms")
    expect(amended).to_contain_text("Each path tried: 1 min -> 1 min 1 s")
    expect(amended).not_to_contain_text("Deadlines")
    reference = release(page)

    charter_of(page)
    proposal = page.locator("#charter section", has_text="Try paths at another pace.")
    expect(proposal).to_contain_text("has not consented: SOUTH")
    floors["SOUTH"].do("answer", reference, "accept")
    expect(proposal).to_contain_text("AGREED")


def test_a_page_of_older_terms_undoes_no_newer_ones(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """What was begun before another version was agreed is not proposed on it."""
    page = charter_of(sit(floors["NORTH"], 2))
    page.get_by_role("link", name="Propose an amendment").click()
    with page.expect_response("**/drafts"):
        page.get_by_label("Each path tried").fill("50 s")
    reference = propose(floors["SOUTH"], "relay_after_s = 11\n", "Relay later.")
    floors["NORTH"].do("answer", reference, "accept")

    page.get_by_role("button", name="Review").click()

    refused = page.get_by_role("alert").filter(has_text="would be undone")
    expect(refused).to_be_visible()
    expect(page.get_by_label("Each path tried")).to_have_value("50 s")
    page.get_by_role("button", name="Drop").click()
    expect(page.get_by_role("heading", name="Charter", exact=True)).to_be_visible()


def test_posts_show_whose_keys_speak_and_who_sits_here(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """Both sides' officers by number; the node's own key is nobody's."""
    sit(floors["NORTH"], 2)
    page = sit(floors["NORTH"], 1)
    page.get_by_role("link", name="Posts", exact=True).click()

    here = page.get_by_role("table", name="At this console now")
    expect(here.get_by_role("rowheader", name="Watch 2").first).to_be_visible()
    ours = page.get_by_role("table", name="NORTH/Watch")
    expect(ours.get_by_text("sealed here, under a passphrase")).to_have_count(2)
    machine = page.get_by_role("table", name="NORTH/Node")
    expect(machine.get_by_text("signs automatic entries")).to_have_count(1)
    expect(page.get_by_text("Nobody can sign for")).to_have_count(0)
    expect(page.get_by_role("table", name="SOUTH/Watch")).to_be_visible()


def test_a_line_with_others_has_no_log_and_says_where_one_is_kept(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """What is written for ourselves would be read by them."""
    page = sit(floors["NORTH"])
    page.get_by_role("link", name="Log", exact=True).click()

    expect(page.locator("#log")).to_contain_text("a channel of our own")
    expect(page.get_by_role("link", name="Enter a line")).to_have_count(0)
