-- PROJECTIONS --------------------------------------------------------------------------------------

-- Answers at control points and decisions with the same evidence, one row an answer; control_point
-- tells them apart. What was said stands in the event (stream, seq).
CREATE TABLE evidence_rows (
    stream        TEXT   NOT NULL,
    seq           BIGINT NOT NULL,
    desk          TEXT   NOT NULL,
    at            BIGINT NOT NULL,
    version       TEXT   NOT NULL,
    visit         BIGINT NOT NULL,
    activity      TEXT   NOT NULL,
    answer        TEXT   NOT NULL,
    control_point BIGINT NOT NULL,
    PRIMARY KEY (stream, seq)
) CLUSTERED;
CREATE INDEX evidence_rows_in_time ON evidence_rows (desk, at, stream, seq, activity, answer, control_point);

-- What was beside the procedure, by its code; detail is the activity, the answer, the case or the
-- version it is about.
CREATE TABLE deviation_rows (
    stream   TEXT   NOT NULL,
    nth      BIGINT NOT NULL,
    desk     TEXT   NOT NULL,
    at       BIGINT NOT NULL,
    version  TEXT   NOT NULL,
    visit    BIGINT NOT NULL,
    activity TEXT   NOT NULL,
    actor    TEXT   NOT NULL,
    code     TEXT   NOT NULL,
    detail   TEXT   NOT NULL,
    PRIMARY KEY (stream, nth)
) CLUSTERED;
CREATE INDEX deviation_rows_in_time ON deviation_rows (desk, at, stream, nth, code);

-- How each clock of a case counts in a report of compliance: from when it was resolved, or from the
-- date it was due while it is not. target is in seconds; reached is the highest threshold, in percent.
CREATE TABLE measure_rows (
    stream    TEXT   NOT NULL,
    clock     TEXT   NOT NULL,
    desk      TEXT   NOT NULL,
    item      TEXT   NOT NULL,
    category  TEXT   NOT NULL,
    target    BIGINT NOT NULL,
    example   BIGINT NOT NULL,
    counts_at BIGINT NOT NULL,
    resolved  BIGINT NOT NULL,
    met       BIGINT NOT NULL,
    reached   BIGINT NOT NULL,
    PRIMARY KEY (stream, clock)
) CLUSTERED;
CREATE INDEX measure_rows_in_time ON measure_rows (desk, counts_at, stream, clock, item, category, target, example,
    resolved, met, reached);

-- They are filled from what is already there when the program next starts.
INSERT INTO settings (key, value, updated_at) SELECT 'rebuilding', '', 0
    WHERE EXISTS (SELECT 1 FROM streams) AND NOT EXISTS (SELECT 1 FROM settings WHERE key = 'rebuilding');
