-- TRUTH --------------------------------------------------------------------------------------------

-- Whether a version of an article was of use to somebody: one answer a person, the last they gave.
CREATE TABLE article_votes (
    article TEXT   NOT NULL,
    version BIGINT NOT NULL,
    person  TEXT   NOT NULL,
    useful  BIGINT NOT NULL,
    said_at BIGINT NOT NULL,
    PRIMARY KEY (article, version, person)
) CLUSTERED;

-- Articles opened from a suggestion beside a form. Only added to: whether the person asked all the
-- same is told by their requests.
CREATE TABLE article_openings (
    id        IDENTITY,
    article   TEXT   NOT NULL,
    version   BIGINT NOT NULL,
    person    TEXT   NOT NULL,
    form      TEXT   NOT NULL,
    opened_at BIGINT NOT NULL
);
CREATE INDEX article_openings_by_time ON article_openings (opened_at, article, person);
