-- Adverts: PDFs as their makers delivered them. Columns as in `photo`.
CREATE TABLE advert (
    id        TEXT PRIMARY KEY,
    version   INTEGER NOT NULL,
    made      INTEGER NOT NULL UNIQUE,
    seq       INTEGER NOT NULL,
    sha256    TEXT NOT NULL,
    file_name TEXT NOT NULL,
    state     TEXT NOT NULL
) STRICT, WITHOUT ROWID;
