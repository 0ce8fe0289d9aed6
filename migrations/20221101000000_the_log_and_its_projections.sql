-- The log, and the tables that are folded from it. The log is the truth; every other table here can be made
-- again from it, row for row.

-- What has happened, in the order in which it happened. `hash` is the SHA-256 of the row before it and of this
-- one (crates/store/src/chain.rs says of which bytes).
CREATE TABLE event (
    seq        INTEGER PRIMARY KEY,
    stream     TEXT NOT NULL,
    ver        INTEGER NOT NULL,
    kind       TEXT NOT NULL,
    schema     INTEGER NOT NULL,
    actor      TEXT,
    actor_name TEXT NOT NULL,
    device     TEXT NOT NULL,
    at         TEXT NOT NULL,
    cmd_id     TEXT NOT NULL UNIQUE,
    body       TEXT NOT NULL,
    prev_hash  BLOB NOT NULL,
    hash       BLOB NOT NULL,
    UNIQUE (stream, ver)
) STRICT;

CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
BEGIN
    SELECT RAISE(ABORT, 'the log is never changed');
END;

CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN
    SELECT RAISE(ABORT, 'nothing is deleted from the log');
END;

-- INSERT OR REPLACE would delete without the trigger above.
CREATE TRIGGER event_is_only_appended BEFORE INSERT ON event
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM event)
    OR NEW.ver IS NOT (SELECT coalesce(max(ver), 0) + 1 FROM event WHERE stream = NEW.stream)
    OR EXISTS (SELECT 1 FROM event WHERE cmd_id = NEW.cmd_id)
BEGIN
    SELECT RAISE(ABORT, 'the log only grows at its end');
END;

-- In every projection, `made` is the stream's first event, `seq` its last, `version` how many it has, and
-- `state` the folded state as JSON. The other columns are drawn from the state, for queries.

CREATE TABLE title (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    version INTEGER NOT NULL,
    made    INTEGER NOT NULL UNIQUE,
    seq     INTEGER NOT NULL,
    name    TEXT NOT NULL,
    state   TEXT NOT NULL
) STRICT;

CREATE TABLE person (
    id      TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    made    INTEGER NOT NULL UNIQUE,
    seq     INTEGER NOT NULL,
    name    TEXT NOT NULL UNIQUE,
    state   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE issue (
    id      TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    made    INTEGER NOT NULL UNIQUE,
    seq     INTEGER NOT NULL,
    date    TEXT NOT NULL,
    title   TEXT NOT NULL,
    state   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE page (
    id      TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    made    INTEGER NOT NULL UNIQUE,
    seq     INTEGER NOT NULL,
    issue   TEXT NOT NULL REFERENCES issue (id) DEFERRABLE INITIALLY DEFERRED,
    number  TEXT NOT NULL,
    stands  TEXT NOT NULL,
    state   TEXT NOT NULL,
    UNIQUE (issue, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE photo (
    id        TEXT PRIMARY KEY,
    version   INTEGER NOT NULL,
    made      INTEGER NOT NULL UNIQUE,
    seq       INTEGER NOT NULL,
    sha256    TEXT,
    file_name TEXT,
    state     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- `made` is also the rowid of the story in `story_words`. The wide columns come last, so that lists never read them.
CREATE TABLE story (
    made        INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    version     INTEGER NOT NULL,
    seq         INTEGER NOT NULL,
    slug        TEXT NOT NULL,
    author      TEXT,
    author_name TEXT NOT NULL,
    desk        TEXT,
    stands      TEXT NOT NULL,
    characters  INTEGER NOT NULL,
    photos      INTEGER NOT NULL,
    tags        TEXT NOT NULL,
    filed_at    TEXT NOT NULL,
    changed_at  TEXT NOT NULL,
    kicker      TEXT NOT NULL,
    headline    TEXT NOT NULL,
    deck        TEXT NOT NULL,
    body        TEXT NOT NULL,
    state       TEXT NOT NULL
) STRICT;

CREATE TABLE story_photo (
    story TEXT NOT NULL REFERENCES story (id) DEFERRABLE INITIALLY DEFERRED,
    place INTEGER NOT NULL,
    photo TEXT NOT NULL REFERENCES photo (id) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (story, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX story_photo_by_photo ON story_photo (photo, story);

CREATE TABLE page_story (
    page  TEXT NOT NULL REFERENCES page (id) DEFERRABLE INITIALLY DEFERRED,
    place INTEGER NOT NULL,
    story TEXT NOT NULL REFERENCES story (id) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (page, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX page_story_by_story ON page_story (story, page);

-- Search. The words are made in Rust (crates/store/src/words.rs); the tokenizer only parts them at the blanks,
-- so every ASCII sign that can be in one is a letter to it.
CREATE VIRTUAL TABLE story_words USING fts5 (
    kicker, headline, deck, body,
    content = '',
    contentless_delete = 1,
    tokenize = "ascii tokenchars '$+<=>^`|~'"
);
