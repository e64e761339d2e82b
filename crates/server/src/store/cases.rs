//! What the lists show of a case: a projection, written with the events it comes from.
//!
//! Made for a million cases: every list reads a partial index of open cases or an index that
//! begins with the person, in the order it is shown, from where the last page ended.

use jiff::Timestamp;

use super::db::{Reader, Row, Tx, params, sql};
use super::error::Result;

macro_rules! columns {
    () => {
        "stream, number, desk, procedure, state, state_kind, state_label, activity, activity_name, requester, \
         beneficiary, assignee, group_id, priority, priority_order, item, item_name, subject, channel, due_at, \
         paused, waits_on, answered, restricted, registered_at, updated_at, closed_at, result"
    };
}

pub(super) use columns;

// Open cases of a desk ($1) after the last one shown ($2, $3) and due before $4. No other condition
// on due_order: with one, SQLite prefers the index of all open cases and reads past the others.
macro_rules! open {
    ($($only:literal)?) => {
        concat!("SELECT ", columns!(), " FROM case_rows WHERE state = 1 AND desk = $1",
            $(" AND ", $only,)?
            " AND (due_order, stream) > ($2, $3) AND due_order < $4 ORDER BY due_order, stream LIMIT $5")
    };
}

// The same, due from $2 until before $3, counted no further than a badge can show.
macro_rules! count {
    ($($only:literal)?) => {
        concat!("SELECT COUNT(*) FROM (SELECT 1 AS one FROM case_rows WHERE state = 1 AND desk = $1",
            $(" AND ", $only,)? " AND due_order >= $2 AND due_order < $3 LIMIT 100) AS few")
    };
}

// Cases a person asked for or that are for them. Two reads, each along its own index.
macro_rules! of_person {
    ($state:literal) => {
        concat!(
            "SELECT * FROM (SELECT ",
            columns!(),
            " FROM case_rows WHERE requester = $1 AND state = ",
            $state,
            " AND (registered_at, stream) < ($2, $3) ORDER BY registered_at DESC, stream DESC LIMIT $4) AS asked",
            " UNION ALL ",
            "SELECT * FROM (SELECT ",
            columns!(),
            " FROM case_rows WHERE beneficiary = $1 AND requester <> $1 AND state = ",
            $state,
            " AND (registered_at, stream) < ($2, $3) ORDER BY registered_at DESC, stream DESC LIMIT $4) AS received",
            " ORDER BY registered_at DESC, stream DESC LIMIT $4"
        )
    };
}

sql! {
    UPSERT = "INSERT INTO case_rows (stream, number, desk, procedure, state, state_kind, state_label, activity,
            activity_name, requester, beneficiary, assignee, group_id, priority, priority_order, item, item_name,
            subject, channel, due_at, paused, waits_on, answered, restricted, registered_at, updated_at, closed_at,
            result, due_order, number_order)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
            $23, $24, $25, $26, $27, $28, $29, $30)
        ON CONFLICT (stream) DO UPDATE SET number = excluded.number, desk = excluded.desk,
            procedure = excluded.procedure, state = excluded.state, state_kind = excluded.state_kind,
            state_label = excluded.state_label, activity = excluded.activity, activity_name = excluded.activity_name,
            requester = excluded.requester, beneficiary = excluded.beneficiary, assignee = excluded.assignee,
            group_id = excluded.group_id, priority = excluded.priority, priority_order = excluded.priority_order,
            item = excluded.item, item_name = excluded.item_name, subject = excluded.subject,
            channel = excluded.channel, due_at = excluded.due_at, paused = excluded.paused,
            waits_on = excluded.waits_on, answered = excluded.answered, restricted = excluded.restricted,
            registered_at = excluded.registered_at, updated_at = excluded.updated_at, closed_at = excluded.closed_at,
            result = excluded.result, due_order = excluded.due_order, number_order = excluded.number_order";
    GET = concat!("SELECT ", columns!(), " FROM case_rows WHERE stream = $1");
    BY_NUMBER = concat!("SELECT ", columns!(), " FROM case_rows WHERE number = $1");
    OPEN = open!();
    OPEN_UNASSIGNED = open!("assignee IS NULL");
    OPEN_OF = open!("assignee = $6");
    OPEN_OF_GROUPS = open!("group_id IN ($6, $7, $8, $9, $10, $11, $12, $13)");
    OPEN_WAITING_ON = open!("waits_on = $6");
    OPEN_ANSWERED = open!("answered = 1");
    COUNT = count!();
    COUNT_UNASSIGNED = count!("assignee IS NULL");
    COUNT_OF = count!("assignee = $4");
    COUNT_OF_GROUPS = count!("group_id IN ($4, $5, $6, $7, $8, $9, $10, $11)");
    COUNT_WAITING_ON = count!("waits_on = $4");
    COUNT_ANSWERED = count!("answered = 1");
    OPEN_OF_PERSON = of_person!("1");
    CLOSED_OF_PERSON = of_person!("0");
    CLOSED = concat!("SELECT ", columns!(), " FROM case_rows WHERE state = 0 AND desk = $1 AND closed_at >= $2
        AND (closed_at, stream) < ($3, $4) ORDER BY closed_at DESC, stream DESC LIMIT $5");
    REGISTERED = "SELECT stream, registered_at FROM case_rows WHERE desk = $1 AND registered_at < $4
        AND (registered_at, stream) > ($2, $3) ORDER BY registered_at, stream LIMIT $5";
}

/// A case as lists show it. The texts are those of its procedure's version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseRow {
    pub stream: String,
    /// As people read it: `REQ-2026-004719`.
    pub number: String,
    pub desk: String,
    /// The procedure with its version.
    pub procedure: String,
    pub open: bool,
    pub state_kind: String,
    pub state_label: String,
    pub activity: String,
    pub activity_name: String,
    pub requester: String,
    pub beneficiary: String,
    pub assignee: Option<String>,
    pub group: Option<String>,
    pub priority: String,
    /// The most urgent first: 1, 2, 3, …
    pub priority_order: i64,
    pub item: Option<String>,
    pub item_name: String,
    pub subject: String,
    pub channel: String,
    /// The end of the clock that runs out first; none while paused.
    pub due_at: Option<Timestamp>,
    pub paused: bool,
    /// Whose turn it is: `desk`, `requester`, `approver`, `third_party`, `nobody`.
    pub waits_on: String,
    /// The requester wrote and nobody of the desk has answered yet.
    pub answered: bool,
    /// Only few may read what it is about; see the rules' access.
    pub restricted: bool,
    pub registered_at: Timestamp,
    pub updated_at: Timestamp,
    pub closed_at: Option<Timestamp>,
    pub result: Option<String>,
}

/// The queues of a desk's open cases, ordered by what is due first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Queue {
    All,
    Unassigned,
    AssignedTo(String),
    /// Of any of these groups; no more than [`Queue::MOST_GROUPS`] are looked at.
    OfGroups(Vec<String>),
    /// Whose turn it is; see [`CaseRow::waits_on`].
    WaitingOn(String),
    /// The requester wrote and waits for an answer.
    Answered,
    /// Due from `from` until before `until`.
    DueWithin {
        from: Timestamp,
        until: Timestamp,
    },
    /// Due at or before now: at its end instant a term is over.
    Overdue {
        now: Timestamp,
    },
}

impl Queue {
    /// How many groups of a person the group queue looks at.
    pub const MOST_GROUPS: usize = 8;

    /// From when until before when cases are due, in microseconds.
    fn due(&self) -> (i64, i64) {
        match self {
            Queue::DueWithin { from, until } => (from.as_microsecond(), until.as_microsecond()),
            Queue::Overdue { now } => (i64::MIN, now.as_microsecond() + 1),
            _ => (i64::MIN, i64::MAX),
        }
    }

    /// What besides the desk and the time narrows it, as parameters.
    fn only(&self) -> Vec<&str> {
        match self {
            Queue::AssignedTo(it) | Queue::WaitingOn(it) => vec![it],
            // The empty name is no group's, so it fills the places left.
            Queue::OfGroups(groups) => {
                let groups = groups.iter().map(String::as_str);
                groups.chain(std::iter::repeat("")).take(Queue::MOST_GROUPS).collect()
            }
            _ => vec![],
        }
    }
}

/// Where a page of open cases ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct After {
    due_order: i64,
    stream: String,
}

impl After {
    /// After this case, the last of a page.
    pub fn case(row: &CaseRow) -> After {
        After { due_order: due_order(row.due_at), stream: row.stream.clone() }
    }

    /// As it stands in an address; read back by [`After::parse`].
    pub fn text(&self) -> String {
        format!("{}.{}", self.due_order, self.stream)
    }

    /// Reads what [`After::text`] wrote; `None` for anything else.
    pub fn parse(text: &str) -> Option<After> {
        let (due_order, stream) = text.split_once('.')?;
        Some(After { due_order: due_order.parse().ok()?, stream: stream.to_owned() })
    }
}

/// Where a page of a time-ordered list ended (the newest first): the case's instant and stream.
pub type Before<'a> = Option<(Timestamp, &'a str)>;

/// The year and the consecutive of a number as one: `REQ-2026-004719` is 2026000004719.
pub(super) fn number_order(number: &str) -> i64 {
    let mut parts = number.rsplit('-').map(|part| part.parse::<i64>().unwrap_or(0).clamp(0, 999_999_999));
    let consecutive = parts.next().unwrap_or(0);
    parts.next().unwrap_or(0).min(9999) * 1_000_000_000 + consecutive
}

// Without a due instant: after everything that has one.
pub(super) fn due_order(due_at: Option<Timestamp>) -> i64 {
    due_at.map_or(i64::MAX - 1, Timestamp::as_microsecond)
}

/// Writes what the lists show of a case.
pub fn upsert(tx: &mut Tx<'_>, row: &CaseRow) -> Result<()> {
    let CaseRow { stream, number, desk, procedure, open, state_kind, state_label, .. } = row;
    let CaseRow { activity, activity_name, requester, beneficiary, assignee, group, priority, .. } = row;
    let CaseRow { priority_order, item, item_name, subject, channel, due_at, paused, waits_on, .. } = row;
    let CaseRow { answered, restricted, registered_at, updated_at, closed_at, result, .. } = row;
    tx.run(
        UPSERT,
        params![
            stream,
            number,
            desk,
            procedure,
            open,
            state_kind,
            state_label,
            activity,
            activity_name,
            requester,
            beneficiary,
            assignee,
            group,
            priority,
            priority_order,
            item,
            item_name,
            subject,
            channel,
            due_at,
            paused,
            waits_on,
            answered,
            restricted,
            registered_at,
            updated_at,
            closed_at,
            result,
            due_order(*due_at),
            number_order(number)
        ],
    )?;
    Ok(())
}

/// The row of a case.
pub fn get(reader: &mut Reader<'_>, stream: &str) -> Result<Option<CaseRow>> {
    reader.one(GET, params![stream], read)
}

/// The row of the case with this number.
pub fn by_number(reader: &mut Reader<'_>, number: &str) -> Result<Option<CaseRow>> {
    reader.one(BY_NUMBER, params![number], read)
}

/// A page of a queue of a desk's open cases, what is due first at the top.
pub fn queue(
    reader: &mut Reader<'_>,
    desk: &str,
    queue: &Queue,
    after: Option<&After>,
    limit: i64,
) -> Result<Vec<CaseRow>> {
    let sql = match queue {
        Queue::All | Queue::DueWithin { .. } | Queue::Overdue { .. } => OPEN,
        Queue::Unassigned => OPEN_UNASSIGNED,
        Queue::AssignedTo(_) => OPEN_OF,
        Queue::OfGroups(_) => OPEN_OF_GROUPS,
        Queue::WaitingOn(_) => OPEN_WAITING_ON,
        Queue::Answered => OPEN_ANSWERED,
    };
    let (from, until) = queue.due();
    // A place before the queue's own beginning, taken from an address, begins there.
    let after = after.map(|after| (after.due_order, after.stream.as_str()));
    let (due_order, stream) = after.max(Some((from, ""))).unwrap_or((from, ""));
    let only = queue.only();
    let mut values = params![desk, due_order, stream, until, limit].to_vec();
    values.extend(params_of(&only));
    reader.all(sql, &values, read)
}

/// How many cases a queue holds, counting no further than 100 (shown as «99+»).
pub fn badge(reader: &mut Reader<'_>, desk: &str, queue: &Queue) -> Result<i64> {
    let sql = match queue {
        Queue::All | Queue::DueWithin { .. } | Queue::Overdue { .. } => COUNT,
        Queue::Unassigned => COUNT_UNASSIGNED,
        Queue::AssignedTo(_) => COUNT_OF,
        Queue::OfGroups(_) => COUNT_OF_GROUPS,
        Queue::WaitingOn(_) => COUNT_WAITING_ON,
        Queue::Answered => COUNT_ANSWERED,
    };
    let (from, until) = queue.due();
    let only = queue.only();
    let mut values = params![desk, from, until].to_vec();
    values.extend(params_of(&only));
    Ok(reader.one(sql, &values, |row| row.get(0))?.unwrap_or(0))
}

fn params_of<'a>(texts: &'a [&'a str]) -> impl Iterator<Item = super::db::Value<'a>> {
    texts.iter().map(|text| super::db::Value::Text(text))
}

/// A page of the open cases a person asked for or that are for them, the newest first.
pub fn open_of_person(reader: &mut Reader<'_>, person: &str, before: Before<'_>, limit: i64) -> Result<Vec<CaseRow>> {
    let (at, stream) = newest_first(before);
    reader.all(OPEN_OF_PERSON, params![person, at, stream, limit], read)
}

/// A page of the closed cases a person asked for or that are for them, the newest first.
pub fn closed_of_person(reader: &mut Reader<'_>, person: &str, before: Before<'_>, limit: i64) -> Result<Vec<CaseRow>> {
    let (at, stream) = newest_first(before);
    reader.all(CLOSED_OF_PERSON, params![person, at, stream, limit], read)
}

/// A page of a desk's cases closed from `from` until before `until`, the last closed first.
pub fn closed(
    reader: &mut Reader<'_>,
    desk: &str,
    (from, until): (Timestamp, Timestamp),
    before: Before<'_>,
    limit: i64,
) -> Result<Vec<CaseRow>> {
    // `until` itself is out: no stream's name comes before the empty one.
    let before = before.map(|(at, stream)| (at.as_microsecond(), stream));
    let (at, stream) = before.unwrap_or((until.as_microsecond(), "")).min((until.as_microsecond(), ""));
    reader.all(CLOSED, params![desk, from, at, stream, limit], read)
}

/// A page of the streams of a desk's cases registered from `from` until before `until`, oldest first,
/// each with its instant; `after`: where the last page ended.
pub fn registered(
    reader: &mut Reader<'_>,
    desk: &str,
    (from, until): (Timestamp, Timestamp),
    after: Option<&(String, Timestamp)>,
    limit: i64,
) -> Result<Vec<(String, Timestamp)>> {
    // No stream's name comes before the empty one, so `from` itself is in.
    let (stream, at) = after.map_or(("", from), |(stream, at)| (stream.as_str(), *at));
    reader.all(REGISTERED, params![desk, at, stream, until, limit], |row| Ok((row.get(0)?, row.get(1)?)))
}

fn newest_first<'a>(before: Before<'a>) -> (i64, &'a str) {
    before.map_or((i64::MAX, ""), |(at, stream)| (at.as_microsecond(), stream))
}

pub(super) fn read(row: &Row<'_>) -> Result<CaseRow> {
    Ok(CaseRow {
        stream: row.get(0)?,
        number: row.get(1)?,
        desk: row.get(2)?,
        procedure: row.get(3)?,
        open: row.get(4)?,
        state_kind: row.get(5)?,
        state_label: row.get(6)?,
        activity: row.get(7)?,
        activity_name: row.get(8)?,
        requester: row.get(9)?,
        beneficiary: row.get(10)?,
        assignee: row.get(11)?,
        group: row.get(12)?,
        priority: row.get(13)?,
        priority_order: row.get(14)?,
        item: row.get(15)?,
        item_name: row.get(16)?,
        subject: row.get(17)?,
        channel: row.get(18)?,
        due_at: row.get(19)?,
        paused: row.get(20)?,
        waits_on: row.get(21)?,
        answered: row.get(22)?,
        restricted: row.get(23)?,
        registered_at: row.get(24)?,
        updated_at: row.get(25)?,
        closed_at: row.get(26)?,
        result: row.get(27)?,
    })
}
