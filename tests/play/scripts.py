"""A short play of North and South, and ways to spoil it."""

from detente.play import reading
from detente.play.script import Script

SHORT = """\
format = "detente-play/1"

[case]
id = "short"
title = "North asks South, through a cut and over a killed node"
year = 2026
starts_at = 2026-01-01T00:00:00Z
ends_at = 2026-01-01T12:00:00Z
parts = ["the only part"]
proof = { of = "refused", shown_by = "NORTH" }

[case.notice]
documented = "Nothing here is documented."
invented = "INVENTED, all of it."

[[party]]
code = "NORTH"
name = "Northern Republic"
language = "en"
posts = ["Watch"]

[[party]]
code = "SOUTH"
name = "Southern Republic"
language = "en"
posts = ["Watch"]

[charter]
languages = ["en"]
paths = ["https", "folder"]
check_hours_utc = []
receipt_sentence = "This node durably holds every entry up to here."
counterparts = [["NORTH", "Watch", "SOUTH", "Watch"]]

[charter.deadlines]
contact_s = 172800
contact_crisis_s = 7200

[sources]
told = "told: by nobody"

[[step]]
id = "check"
at = 2026-01-01T00:10:00Z
do = "check_line"
title = "The watches check the line"
by = "NORTH"
from_post = "Watch"
to_post = "Watch"
path = "https"
readability = 0
expected = "echoed"
invented = true

[[step]]
id = "asked"
at = 2026-01-01T00:20:00Z
do = "state"
title = "North asks"
by = "NORTH"
form = "CON"
precedence = "O"
from_post = "Watch"
to_post = "Watch"
language = "en"
invented = true
basis = ["told"]
[step.body]
act = "request"
level_sought = "Watch"
own_principal = "Watch"
mode = "voice"
purpose = "To try the line."
agenda = ["The line"]
urgency = "crisis"
windows = [{ from_s = 2026-01-01T06:00:00Z, until_s = 2026-01-01T07:00:00Z }]
answer_by_s = 7200

[[step]]
id = "refused"
at = 2026-01-01T00:30:00Z
do = "answer"
title = "South refuses"
by = "SOUTH"
form = "CON"
answers = "asked"
precedence = "O"
from_post = "Watch"
to_post = "Watch"
language = "en"
source = ["told"]
[step.body]
act = "refused"
reason = "time"
text = "Not at that hour."

[[step]]
id = "cut"
at = 2026-01-01T01:00:00Z
do = "cut"
title = "The network is cut"
path = "https"
invented = true

[[step]]
id = "into-the-cut"
at = 2026-01-01T01:10:00Z
do = "state"
title = "North asks again, into the cut"
by = "NORTH"
form = "CON"
precedence = "O"
from_post = "Watch"
to_post = "Watch"
language = "en"
receipt = "later"
beside = "asked"
invented = true
[step.body]
act = "request"
level_sought = "Watch"
own_principal = "Watch"
mode = "voice"
purpose = "To try the line once more."
agenda = ["The line"]
urgency = "crisis"
answer_by_s = 7200

[[step]]
id = "lapse"
at = 2026-01-01T03:15:00Z
do = "await_lapse"
title = "No receipt in time"
by = "NORTH"
request = "into-the-cut"
deadline = 2026-01-01T03:10:00Z
outcome = "NOT DELIVERED"
invented = true

[[step]]
id = "tally-in-the-cut"
at = 2026-01-01T03:16:00Z
do = "expect"
title = "North's tally in the cut"
on = ["NORTH"]
invented = true
[step.tally]
requested = 2
refused = 1
not_delivered = 1

[[step]]
id = "carry-out"
at = 2026-01-01T03:20:00Z
do = "carry"
title = "By hand to South"
from = "NORTH"
to = "SOUTH"
path = "folder"
invented = true

[[step]]
id = "carry-back"
at = 2026-01-01T03:30:00Z
do = "carry"
title = "By hand back"
from = "SOUTH"
to = "NORTH"
path = "folder"
delivers = ["into-the-cut"]
invented = true

[[step]]
id = "restore"
at = 2026-01-01T03:40:00Z
do = "restore"
title = "The network is back"
path = "https"
invented = true

[[step]]
id = "kill"
at = 2026-01-01T03:50:00Z
do = "kill"
title = "South's node is killed"
party = "SOUTH"
invented = true

[[step]]
id = "meanwhile"
at = 2026-01-01T04:00:00Z
do = "state"
title = "North speaks meanwhile"
by = "NORTH"
form = "MSG"
precedence = "R"
from_post = "Watch"
to_post = "Watch"
language = "en"
receipt = "later"
invented = true
[step.body]
subject = "Meanwhile"
text = "Your node is silent."

[[step]]
id = "restart"
at = 2026-01-01T04:10:00Z
do = "restart"
title = "It starts again"
party = "SOUTH"
delivers = ["meanwhile"]
invented = true

[[step]]
id = "told"
at = 2026-01-01T04:20:00Z
do = "tell"
title = "Told"
text = "Nothing passes on the line."
source = ["told"]

[[step]]
id = "tally-at-the-end"
at = 2026-01-01T04:30:00Z
do = "expect"
title = "Both tallies"
on = ["NORTH", "SOUTH"]
invented = true
[step.tally]
requested = 2
refused = 1
pending = 1

[expected]
outages = 1
restarts = 1
lapses = 1
not_delivered_then_delivered = 1
late = []

[expected.tally]
requested = 2
refused = 1
pending = 1

[expected.cancelled_by]
NORTH = 0

[expected.requests]
asked = "refused"
into-the-cut = "pending"

[expected.preconditions]

[expected.released]
NORTH = 4
SOUTH = 2

[expected.minutes.answered]
as_it_was = { from = "asked", until = "refused", minutes = 10 }
with_the_line = { from = "asked", until = "refused", minutes = 10 }
"""


def short() -> Script:
    """Return the short play."""
    return reading.parse(SHORT.encode())


def spoiled(old: str, new: str) -> bytes:
    """Return the short play with the first such text replaced by another."""
    assert old in SHORT
    return SHORT.replace(old, new, 1).encode()
