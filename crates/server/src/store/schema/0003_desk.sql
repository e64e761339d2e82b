-- TRUTH --------------------------------------------------------------------------------------------

-- Views of a queue that people keep: their own, or shared with everybody of the desk. query is what
-- stands in the address.
CREATE TABLE views (
    id      TEXT   NOT NULL PRIMARY KEY,
    desk    TEXT   NOT NULL,
    owner   TEXT   NOT NULL,
    shared  BIGINT NOT NULL,
    name    TEXT   NOT NULL,
    query   TEXT   NOT NULL,
    kept_at BIGINT NOT NULL
);
CREATE INDEX views_of_owner ON views (desk, owner, name, id);
CREATE INDEX views_shared ON views (desk, name, id) WHERE shared = 1;

-- Replies that are written again and again. answer is the permitted answer a macro gives with it.
CREATE TABLE templates (
    id      TEXT   NOT NULL PRIMARY KEY,
    desk    TEXT   NOT NULL,
    owner   TEXT   NOT NULL,
    shared  BIGINT NOT NULL,
    name    TEXT   NOT NULL,
    body    TEXT   NOT NULL,
    answer  TEXT,
    kept_at BIGINT NOT NULL
);
CREATE INDEX templates_of_owner ON templates (desk, owner, name, id);
CREATE INDEX templates_shared ON templates (desk, name, id) WHERE shared = 1;

-- What a person chose for themselves: the keys of the keyboard.
CREATE TABLE choices (
    person     TEXT   NOT NULL,
    key        TEXT   NOT NULL,
    value      TEXT   NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (person, key)
) CLUSTERED;

-- PROJECTIONS --------------------------------------------------------------------------------------

-- Filters and orders of a queue read this index alone, and of the rows only those of the page.
ALTER TABLE case_rows ADD COLUMN number_order BIGINT NOT NULL DEFAULT 0;
DROP INDEX case_rows_open;
CREATE INDEX case_rows_open ON case_rows (desk, due_order, stream, assignee, group_id, waits_on, answered, requester,
    item, priority_order, state_kind, registered_at, updated_at, number_order) WHERE state = 1;

-- What can be found by its words: one row a message, and one of what the case is about (seq 0). The
-- words themselves, folded and stemmed, are in search_words under the same id.
CREATE TABLE search_rows (
    id     IDENTITY,
    stream TEXT   NOT NULL,
    seq    BIGINT NOT NULL,
    UNIQUE (stream, seq)
);
CREATE SEARCH search_words (open, inside);

-- Both are filled from what is already there when the program next starts.
INSERT INTO settings (key, value, updated_at) SELECT 'rebuilding', '', 0 WHERE EXISTS (SELECT 1 FROM streams);
