-- The bytes of attachments, which travel after the statements that list them.

-- An older release would append statements without noting what they list.
UPDATE meta SET value = 2 WHERE name = 'compat';

-- How much of an attachment is held: always its beginning. whole: all of it, and its
-- hash is right. kept_at_s: our clock when the last of it came, POSIX seconds. gone: it
-- was purged by agreement, and is not asked for any more.
CREATE TABLE content (
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
    size_bytes INTEGER NOT NULL CHECK (size_bytes > 0),
    held_bytes INTEGER NOT NULL CHECK (held_bytes BETWEEN 0 AND size_bytes),
    whole INTEGER NOT NULL CHECK (whole = 0 OR held_bytes = size_bytes),
    kept_at_s INTEGER NOT NULL,
    gone INTEGER NOT NULL DEFAULT 0 CHECK (gone = 0 OR (gone = 1 AND held_bytes = 0)),
    PRIMARY KEY (sha256, size_bytes)
) STRICT, WITHOUT ROWID;

-- The bytes as they came: each row continues the one before it.
CREATE TABLE piece (
    sha256 BLOB NOT NULL,
    size_bytes INTEGER NOT NULL,
    start INTEGER NOT NULL CHECK (start >= 0),
    data BLOB NOT NULL CHECK (length(data) > 0)
) STRICT;

CREATE UNIQUE INDEX piece_start ON piece (sha256, size_bytes, start);

-- Which statement lists which attachment. granted: within the charter's bounds.
-- number: counts up those that became whole, 0 before.
CREATE TABLE listed (
    party TEXT NOT NULL,
    generation INTEGER NOT NULL,
    position INTEGER NOT NULL CHECK (position >= 0),
    sha256 BLOB NOT NULL,
    size_bytes INTEGER NOT NULL,
    granted INTEGER NOT NULL CHECK (granted IN (0, 1)),
    number INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (party, generation, position, sha256, size_bytes)
) STRICT, WITHOUT ROWID;

CREATE INDEX listed_content ON listed (sha256, size_bytes);
CREATE INDEX listed_number ON listed (number);
