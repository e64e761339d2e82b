-- The whole schema, written once for both engines (see dialect.rs): whole numbers, text and bytes.
-- Instants (…_at) are microseconds since 1970, UTC; civil dates (…_on, day) are text, 2026-11-24;
-- flags are 0 or 1. No foreign keys: a stream may be disposed of while its seals stay.

-- TRUTH ------------------------------------------------------------------------------------------

-- One row per case and per desk: where its chain of events ends.
CREATE TABLE streams (
    stream           TEXT   NOT NULL PRIMARY KEY,
    kind             TEXT   NOT NULL,
    last_seq         BIGINT NOT NULL,
    last_hash        BYTES  NOT NULL,
    last_recorded_at BIGINT NOT NULL,
    sealed_seq       BIGINT NOT NULL
) CLUSTERED;

CREATE INDEX streams_by_kind ON streams (kind, stream);
-- Streams that changed since they were last sealed.
CREATE INDEX streams_unsealed ON streams (stream) WHERE last_seq > sealed_seq;

-- What happened, in order. Nothing is ever changed or inserted between.
CREATE TABLE events (
    stream       TEXT   NOT NULL,
    seq          BIGINT NOT NULL,
    recorded_at  BIGINT NOT NULL,
    effective_at BIGINT NOT NULL,
    actor        TEXT   NOT NULL,
    acting_for   TEXT,
    command      TEXT   NOT NULL,
    kind         TEXT   NOT NULL,
    data         TEXT   NOT NULL,
    hash         BYTES  NOT NULL,
    PRIMARY KEY (stream, seq)
) CLUSTERED;

-- The first outcome of every command, so that repeating it changes nothing. The id is the
-- asker's own: nobody meets another's.
CREATE TABLE commands (
    actor     TEXT   NOT NULL,
    id        TEXT   NOT NULL,
    stream    TEXT   NOT NULL,
    first_seq BIGINT NOT NULL,
    count     BIGINT NOT NULL,
    outcome   TEXT   NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (actor, id)
) CLUSTERED;
CREATE INDEX commands_by_age ON commands (at);

-- What people wrote or sent. The id is SHA-256(salt, bytes); withdrawing removes salt and bytes.
CREATE TABLE contents (
    id           BYTES  NOT NULL PRIMARY KEY,
    stream       TEXT   NOT NULL,
    salt         BYTES,
    bytes        BYTES,
    stored_at    BIGINT NOT NULL,
    withdrawn_at BIGINT
);
CREATE INDEX contents_by_stream ON contents (stream);

-- Files, kept in a folder under their id, SHA-256(salt, bytes); withdrawing removes the salt and the file.
CREATE TABLE attachments (
    stream       TEXT   NOT NULL,
    id           BYTES  NOT NULL,
    salt         BYTES,
    size         BIGINT NOT NULL,
    stored_at    BIGINT NOT NULL,
    withdrawn_at BIGINT,
    PRIMARY KEY (stream, id)
) CLUSTERED;
CREATE INDEX attachments_by_id ON attachments (id);

-- Notices to people. next_at says when to look: after what holds it, a retry or a lease.
CREATE TABLE outbox (
    id           TEXT   NOT NULL PRIMARY KEY,
    stream       TEXT   NOT NULL,
    seq          BIGINT NOT NULL,
    notice       TEXT   NOT NULL,
    to_person    TEXT,
    address      TEXT   NOT NULL,
    details      TEXT   NOT NULL,
    created_at   BIGINT NOT NULL,
    held_until   BIGINT,
    state        TEXT   NOT NULL,
    next_at      BIGINT NOT NULL,
    attempt      BIGINT NOT NULL,
    lease_until  BIGINT,
    message      BYTES,
    message_hash BYTES,
    settled_at   BIGINT
);
CREATE INDEX outbox_waiting ON outbox (next_at, id) WHERE state = 'waiting';
CREATE INDEX outbox_by_stream ON outbox (stream, seq);
CREATE INDEX outbox_by_time ON outbox (created_at, id);

-- What each attempt met. An attempt without an end was cut short.
CREATE TABLE outbox_attempts (
    id         TEXT   NOT NULL,
    attempt    BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    ended_at   BIGINT,
    outcome    TEXT,
    answer     TEXT,
    PRIMARY KEY (id, attempt)
) CLUSTERED;

-- Commands one case leaves for another. The id is the command's own id at its target.
CREATE TABLE command_outbox (
    id          TEXT   NOT NULL PRIMARY KEY,
    from_stream TEXT   NOT NULL,
    to_stream   TEXT   NOT NULL,
    command     TEXT   NOT NULL,
    created_at  BIGINT NOT NULL,
    state       TEXT   NOT NULL,
    next_at     BIGINT NOT NULL,
    attempt     BIGINT NOT NULL,
    outcome     TEXT,
    settled_at  BIGINT
);
CREATE INDEX command_outbox_waiting ON command_outbox (next_at, id) WHERE state = 'waiting';
CREATE INDEX command_outbox_by_stream ON command_outbox (from_stream);

-- Every letter that came, by the digest of what it says, so that one piped to us twice counts once.
-- What belongs to a case lies there; of the others sender, subject and bytes are kept here.
CREATE TABLE letters (
    id         TEXT   NOT NULL PRIMARY KEY,
    arrived_at BIGINT NOT NULL,
    taken_at   BIGINT NOT NULL,
    state      TEXT   NOT NULL,
    why        TEXT   NOT NULL,
    desk       TEXT,
    stream     TEXT,
    person     TEXT,
    message_id TEXT   NOT NULL,
    sender     TEXT   NOT NULL,
    subject    TEXT   NOT NULL,
    raw        BYTES
);
CREATE INDEX letters_by_stream ON letters (stream, person, arrived_at);
CREATE INDEX letters_waiting ON letters (desk, arrived_at, id) WHERE state = 'waiting';
CREATE INDEX letters_by_age ON letters (taken_at) WHERE state <> 'waiting';

-- Case numbers given out, and those that went unused, with the reason.
CREATE TABLE number_series (
    series TEXT   NOT NULL PRIMARY KEY,
    desk   TEXT   NOT NULL,
    year   BIGINT NOT NULL,
    last   BIGINT NOT NULL
);
CREATE TABLE numbers (
    desk     TEXT   NOT NULL,
    year     BIGINT NOT NULL,
    number   BIGINT NOT NULL,
    stream   TEXT,
    reason   TEXT,
    taken_at BIGINT NOT NULL,
    PRIMARY KEY (desk, year, number)
) CLUSTERED;

-- Daily seals over the previous seal and the last hash of every stream changed since.
CREATE TABLE seals (
    number     BIGINT NOT NULL PRIMARY KEY,
    day        TEXT   NOT NULL,
    sealed_at  BIGINT NOT NULL,
    previous   BYTES  NOT NULL,
    root       BYTES  NOT NULL,
    streams    BIGINT NOT NULL,
    signature  BYTES  NOT NULL,
    public_key BYTES  NOT NULL
);
CREATE TABLE seal_leaves (
    seal   BIGINT NOT NULL,
    stream TEXT   NOT NULL,
    seq    BIGINT NOT NULL,
    hash   BYTES  NOT NULL,
    PRIMARY KEY (seal, stream)
) CLUSTERED;
CREATE INDEX seal_leaves_by_stream ON seal_leaves (stream, seal);

-- People's ways in. Who a person is stands in the people file; here is only how they prove it.
CREATE TABLE accounts (
    person        TEXT   NOT NULL PRIMARY KEY,
    login         TEXT   NOT NULL,
    password_hash TEXT,
    must_change   BIGINT NOT NULL,
    disabled      BIGINT NOT NULL,
    locale        TEXT,
    changed_at    BIGINT NOT NULL
);
CREATE UNIQUE INDEX accounts_by_login ON accounts (login);

CREATE TABLE sessions (
    token_hash   BYTES  NOT NULL PRIMARY KEY,
    person       TEXT   NOT NULL,
    csrf         TEXT   NOT NULL,
    created_at   BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    address      TEXT   NOT NULL
);
CREATE INDEX sessions_by_person ON sessions (person);
CREATE INDEX sessions_by_end ON sessions (expires_at);

-- Attempts counted per key (an account, an address) inside one window.
CREATE TABLE throttle (
    key         TEXT   NOT NULL PRIMARY KEY,
    started_at  BIGINT NOT NULL,
    count       BIGINT NOT NULL
);
CREATE INDEX throttle_by_age ON throttle (started_at);

CREATE TABLE drafts (
    person     TEXT   NOT NULL,
    key        TEXT   NOT NULL,
    body       TEXT   NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (person, key)
) CLUSTERED;
CREATE INDEX drafts_by_age ON drafts (updated_at);

-- The last sign of life, and the stretches without one.
CREATE TABLE heartbeat (
    one     BIGINT NOT NULL PRIMARY KEY,
    beat_at BIGINT NOT NULL
);
CREATE TABLE outages (
    from_at BIGINT NOT NULL PRIMARY KEY,
    to_at   BIGINT NOT NULL
);

CREATE TABLE settings (
    key        TEXT   NOT NULL PRIMARY KEY,
    value      TEXT   NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE security_log (
    id      IDENTITY,
    at      BIGINT NOT NULL,
    kind    TEXT   NOT NULL,
    person  TEXT,
    address TEXT   NOT NULL,
    detail  TEXT   NOT NULL
);
CREATE INDEX security_log_by_time ON security_log (at);
CREATE INDEX security_log_by_person ON security_log (person, at);

-- PROJECTIONS: written with the events they come from; deleting them all loses nothing ------------

-- When to look at a case again. A row has no authority: it only says when.
CREATE TABLE terms (
    stream  TEXT   NOT NULL,
    name    TEXT   NOT NULL,
    look_at BIGINT NOT NULL,
    PRIMARY KEY (stream, name)
) CLUSTERED;
CREATE INDEX terms_by_time ON terms (look_at, stream, name);

-- What the lists show of a case. state is 1 while open, 0 once closed; due_at is null while paused;
-- due_order is due_at, or after everything when there is none.
CREATE TABLE case_rows (
    stream         TEXT   NOT NULL PRIMARY KEY,
    number         TEXT   NOT NULL,
    desk           TEXT   NOT NULL,
    procedure      TEXT   NOT NULL,
    state          BIGINT NOT NULL,
    state_kind     TEXT   NOT NULL,
    state_label    TEXT   NOT NULL,
    activity       TEXT   NOT NULL,
    activity_name  TEXT   NOT NULL,
    requester      TEXT   NOT NULL,
    beneficiary    TEXT   NOT NULL,
    assignee       TEXT,
    group_id       TEXT,
    priority       TEXT   NOT NULL,
    priority_order BIGINT NOT NULL,
    item           TEXT,
    item_name      TEXT   NOT NULL,
    subject        TEXT   NOT NULL,
    channel        TEXT   NOT NULL,
    due_at         BIGINT,
    due_order      BIGINT NOT NULL,
    paused         BIGINT NOT NULL,
    waits_on       TEXT   NOT NULL,
    answered       BIGINT NOT NULL,
    restricted     BIGINT NOT NULL,
    registered_at  BIGINT NOT NULL,
    updated_at     BIGINT NOT NULL,
    closed_at      BIGINT,
    result         TEXT
) CLUSTERED;
CREATE UNIQUE INDEX case_rows_by_number ON case_rows (number);
CREATE INDEX case_rows_open ON case_rows (desk, due_order, stream) WHERE state = 1;
CREATE INDEX case_rows_open_by_assignee ON case_rows (desk, assignee, due_order, stream) WHERE state = 1;
CREATE INDEX case_rows_open_by_group ON case_rows (desk, group_id, due_order, stream) WHERE state = 1;
CREATE INDEX case_rows_open_by_wait ON case_rows (desk, waits_on, due_order, stream) WHERE state = 1;
CREATE INDEX case_rows_open_answered ON case_rows (desk, due_order, stream) WHERE state = 1 AND answered = 1;
CREATE INDEX case_rows_closed ON case_rows (desk, closed_at, stream) WHERE state = 0;
CREATE INDEX case_rows_by_requester ON case_rows (requester, state, registered_at, stream);
CREATE INDEX case_rows_by_beneficiary ON case_rows (beneficiary, state, registered_at, stream);

-- Who is asked to approve, while the answer is pending.
CREATE TABLE approval_rows (
    stream    TEXT   NOT NULL,
    step      TEXT   NOT NULL,
    approver  TEXT   NOT NULL,
    acts_for  TEXT,
    asked_at  BIGINT NOT NULL,
    due_at    BIGINT,
    due_order BIGINT NOT NULL,
    PRIMARY KEY (stream, step, approver)
) CLUSTERED;
CREATE INDEX approval_rows_by_approver ON approval_rows (approver, due_order, stream, step);
