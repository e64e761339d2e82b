//! The open cases of a desk, filtered freely and in any order people ask for. One index holds
//! everything a filter or an order asks about, so rows are read only for the page shown.

use jiff::Timestamp;

use super::cases::{CaseRow, columns, due_order, number_order, read};
use super::db::{Reader, Value, params, sql};
use super::error::Result;

/// How many people, services or groups one filter looks at; what begins with the same word is few.
pub const MOST: usize = 8;

// Any of eight, or everything where the first is `*`. The places left are filled with the empty
// name, which is nobody's.
macro_rules! any_of {
    ($column:literal, $first:literal, $more:literal) => {
        concat!(" AND ($", $first, " = '*' OR ", $column, " IN ($", $first, ", ", $more, "))")
    };
}

macro_rules! narrowed {
    () => {
        concat!(
            "FROM case_rows WHERE state = 1 AND desk = $1 AND due_order >= $2 AND due_order < $3",
            any_of!("requester", "4", "$5, $6, $7, $8, $9, $10, $11"),
            any_of!("item", "12", "$13, $14, $15, $16, $17, $18, $19"),
            any_of!("group_id", "20", "$21, $22, $23, $24, $25, $26, $27"),
            " AND ($28 = '*' OR ($28 = '-' AND assignee IS NULL)",
            " OR assignee IN ($28, $29, $30, $31, $32, $33, $34, $35))",
            " AND ($36 = '*' OR waits_on = $36) AND ($37 = '*' OR state_kind = $37)",
            " AND ($38 = '*' OR answered = 1)",
            " AND (CAST($39 AS BIGINT) = 0 OR priority_order = CAST($39 AS BIGINT))",
            // With a sign, so that no index by registration is read in place of the one that holds it all.
            " AND +registered_at >= CAST($40 AS BIGINT)"
        )
    };
}

// Where a case stands in the order asked for ($44): small numbers first. Of equal priority, what is
// due first.
macro_rules! place {
    () => {
        "CASE CAST($44 AS BIGINT) WHEN 1 THEN -number_order WHEN 2 THEN registered_at \
         WHEN 3 THEN priority_order * 10000000000000000 + CASE WHEN due_order > 9000000000000000 \
         THEN 9000000000000000 WHEN due_order < 0 THEN 0 ELSE due_order END ELSE -updated_at END"
    };
}

sql! {
    BY_DUE = concat!("SELECT ", columns!(), " FROM case_rows WHERE stream IN (SELECT stream ", narrowed!(),
        " AND (due_order, stream) > ($41, $42) ORDER BY due_order, stream LIMIT $43) ORDER BY due_order, stream");
    BY_PLACE = concat!("SELECT ", columns!(), " FROM case_rows WHERE stream IN (SELECT stream FROM (SELECT stream, ",
        place!(), " AS place ", narrowed!(), ") AS placed WHERE (place, stream) > ($41, $42)
        ORDER BY place, stream LIMIT $43) ORDER BY ", place!(), ", stream");
    COUNT = concat!("SELECT COUNT(*) FROM (SELECT 1 AS one ", narrowed!(), " LIMIT 100) AS few");
}

/// What a queue is narrowed to; what is empty narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrow {
    /// Due from the first until before the second, in microseconds.
    pub due: Option<(i64, i64)>,
    pub requesters: Option<Vec<String>>,
    pub items: Option<Vec<String>>,
    pub groups: Option<Vec<String>>,
    pub assignees: Option<Assignees>,
    /// See [`CaseRow::waits_on`].
    pub waits_on: Option<String>,
    pub state_kind: Option<String>,
    /// Only those the requester wrote in and nobody has answered.
    pub answered: bool,
    /// See [`CaseRow::priority_order`].
    pub priority: Option<i64>,
    pub registered_from: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Assignees {
    Nobody,
    Any(Vec<String>),
}

/// The orders of a queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// What is due first.
    #[default]
    Due,
    /// The newest number first.
    Number,
    /// What was received first.
    Received,
    /// The most urgent first.
    Priority,
    /// What moved last, first.
    Moved,
}

impl Order {
    pub const ALL: [Order; 5] = [Order::Due, Order::Priority, Order::Received, Order::Moved, Order::Number];

    /// Its word in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Order::Due => "due",
            Order::Number => "number",
            Order::Received => "received",
            Order::Priority => "priority",
            Order::Moved => "moved",
        }
    }

    pub fn from_word(word: &str) -> Order {
        Order::ALL.into_iter().find(|order| order.word() == word).unwrap_or_default()
    }

    fn code(self) -> i64 {
        match self {
            Order::Due => 0,
            Order::Number => 1,
            Order::Received => 2,
            Order::Priority => 3,
            Order::Moved => 4,
        }
    }

    /// Where a case stands; what the statement computes.
    fn place(self, row: &CaseRow) -> i64 {
        let due = due_order(row.due_at);
        match self {
            Order::Due => due,
            Order::Number => -number_order(&row.number),
            Order::Received => row.registered_at.as_microsecond(),
            Order::Priority => row.priority_order * 10_000_000_000_000_000 + due.clamp(0, 9_000_000_000_000_000),
            Order::Moved => -row.updated_at.as_microsecond(),
        }
    }
}

/// Where a page ended, in the order it was read in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    at: i64,
    stream: String,
}

impl Place {
    /// After this case, the last of a page.
    pub fn after(order: Order, row: &CaseRow) -> Place {
        Place { at: order.place(row), stream: row.stream.clone() }
    }

    /// As it stands in an address; read back by [`Place::parse`].
    pub fn text(&self) -> String {
        format!("{}.{}", self.at, self.stream)
    }

    /// Reads what [`Place::text`] wrote; `None` for anything else.
    pub fn parse(text: &str) -> Option<Place> {
        let (at, stream) = text.split_once('.')?;
        Some(Place { at: at.parse().ok()?, stream: stream.to_owned() })
    }
}

/// A page of a desk's open cases.
pub fn page(
    reader: &mut Reader<'_>,
    desk: &str,
    narrow: &Narrow,
    order: Order,
    after: Option<&Place>,
    limit: i64,
) -> Result<Vec<CaseRow>> {
    let (at, stream) = after.map_or((i64::MIN, ""), |place| (place.at, place.stream.as_str()));
    let (mut values, code) = (narrow.values(desk), order.code());
    values.extend_from_slice(params![at, stream, limit]);
    if order == Order::Due {
        // Read from where the last page ended, not from the beginning.
        let from = narrow.due.map_or(i64::MIN, |(from, _)| from);
        values[1] = Value::Int(from.max(at));
        return reader.all(BY_DUE, &values, read);
    }
    values.extend_from_slice(params![code]);
    reader.all(BY_PLACE, &values, read)
}

/// How many there are, counting no further than 100 (shown as «99+»).
pub fn badge(reader: &mut Reader<'_>, desk: &str, narrow: &Narrow) -> Result<i64> {
    Ok(reader.one(COUNT, &narrow.values(desk), |row| row.get(0))?.unwrap_or(0))
}

impl Narrow {
    fn values<'a>(&'a self, desk: &'a str) -> Vec<Value<'a>> {
        let (from, until) = self.due.unwrap_or((i64::MIN, i64::MAX));
        let mut values = vec![Value::Text(desk), Value::Int(from), Value::Int(until)];
        for list in [&self.requesters, &self.items, &self.groups] {
            values.extend(eight(list.as_deref()));
        }
        match &self.assignees {
            None => values.extend(eight(None)),
            Some(Assignees::Nobody) => {
                values.extend(std::iter::once("-").chain(std::iter::repeat("")).take(MOST).map(Value::Text));
            }
            Some(Assignees::Any(people)) => values.extend(eight(Some(people))),
        }
        values.push(Value::Text(self.waits_on.as_deref().unwrap_or("*")));
        values.push(Value::Text(self.state_kind.as_deref().unwrap_or("*")));
        values.push(Value::Text(if self.answered { "" } else { "*" }));
        values.push(Value::Int(self.priority.unwrap_or(0)));
        values.push(self.registered_from.map_or(Value::Int(i64::MIN), |at| Value::Int(at.as_microsecond())));
        values
    }
}

fn eight(list: Option<&[String]>) -> impl Iterator<Item = Value<'_>> {
    let (named, rest) = match list {
        None => (&[][..], "*"),
        Some(named) => (named, ""),
    };
    named.iter().map(String::as_str).chain(std::iter::repeat(rest)).take(MOST).map(Value::Text)
}
