-- What one side of a line holds. Applied inside one transaction, which then
-- notes this file's number in meta.

PRAGMA application_id = 0x44657465; -- "Dete": tells a store from other files

-- schema: the number of the newest file that was applied here.
-- compat: the oldest release that may still open this store, named by the
--         newest such file it knows. A later file raises it where it must.
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO meta (name, value) VALUES ('schema', 0), ('compat', 1);

-- One position of a feed. Rows lie in the order they came in: entries are many
-- and long, and a table that grows at its end alone dirties the fewest pages.
CREATE TABLE entry (
    party TEXT NOT NULL,
    generation INTEGER NOT NULL,
    position INTEGER NOT NULL CHECK (position >= 0),
    leaf BLOB NOT NULL CHECK (length(leaf) = 32),
    raw BLOB NOT NULL,
    salt BLOB NOT NULL,
    body BLOB -- NULL: purged
) STRICT;

-- Carries the leaf too, so that a tree is hashed anew without reading a body.
CREATE UNIQUE INDEX entry_leaf ON entry (party, generation, position, leaf);

-- How far a feed is held. peaks: the frontier's hashes, 32 bytes each, largest
-- subtree first. note: the newest signed head, empty where there is none yet.
CREATE TABLE feed (
    party TEXT NOT NULL,
    generation INTEGER NOT NULL,
    size INTEGER NOT NULL CHECK (size >= 0),
    peaks BLOB NOT NULL,
    note BLOB NOT NULL,
    PRIMARY KEY (party, generation)
) STRICT;

-- Every receipt of each mirror for a feed: since when what was held, and by which
-- path the receipt came. A clock that runs from a receipt runs from the first, so
-- the first of a size stays.
CREATE TABLE receipt (
    party TEXT NOT NULL,
    generation INTEGER NOT NULL,
    mirror TEXT NOT NULL,
    size INTEGER NOT NULL,
    note BLOB NOT NULL,
    path TEXT NOT NULL, -- empty: we gave it ourselves
    kept_at_s INTEGER NOT NULL, -- our clock, POSIX seconds
    PRIMARY KEY (party, generation, mirror, size)
) STRICT;

-- Which of them is the newest of its mirror: found without passing over the others.
CREATE TABLE newest_receipt (
    party TEXT NOT NULL,
    generation INTEGER NOT NULL,
    mirror TEXT NOT NULL,
    size INTEGER NOT NULL,
    PRIMARY KEY (party, generation, mirror)
) STRICT, WITHOUT ROWID;

CREATE TABLE mark (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;
