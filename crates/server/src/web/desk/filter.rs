//! What a queue is narrowed to, in words people can type and discover: `de:camila estado:pendiente
//! servicio:vpn vence:hoy`. Both languages are understood, whichever the page speaks.

use desk::{PersonId, Rulebook};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use crate::lang::Lang;
use crate::search::plain;
use crate::store::open_cases::{Assignees, MOST, Narrow};
use crate::view;

/// What can be asked about a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    State,
    Due,
    Priority,
    Service,
    From,
    Assignee,
    Group,
    Received,
}

impl Key {
    pub const ALL: [Key; 8] =
        [Key::State, Key::Due, Key::Priority, Key::Service, Key::From, Key::Assignee, Key::Group, Key::Received];

    fn words(self) -> [&'static str; 2] {
        match self {
            Key::From => ["de", "from"],
            Key::State => ["estado", "state"],
            Key::Service => ["servicio", "service"],
            Key::Due => ["vence", "due"],
            Key::Priority => ["prioridad", "priority"],
            Key::Group => ["grupo", "group"],
            Key::Assignee => ["asignado", "assigned"],
            Key::Received => ["recibido", "received"],
        }
    }

    pub fn word(self, lang: Lang) -> &'static str {
        of(lang, self.words())
    }

    /// Its word in the locales.
    pub fn id(self) -> &'static str {
        self.words()[1]
    }

    fn from_word(word: &str) -> Option<Key> {
        let word = plain(word);
        Key::ALL.into_iter().find(|key| key.words().contains(&word.as_str()))
    }
}

fn of(lang: Lang, words: [&'static str; 2]) -> &'static str {
    words[usize::from(lang == Lang::En)]
}

/// Words of the closed lists, by both languages.
pub const STATES: [[&str; 2]; 9] = [
    ["nuevo", "new"],
    ["revision", "review"],
    ["progreso", "progress"],
    ["escalado", "escalated"],
    ["pendiente", "pending"],
    ["respondido", "answered"],
    ["aprobacion", "approval"],
    ["suspendido", "suspended"],
    ["resuelto", "resolved"],
];
pub const DUES: [[&str; 2]; 5] =
    [["vencido", "late"], ["hoy", "today"], ["mañana", "tomorrow"], ["semana", "week"], ["nunca", "never"]];
pub const RECEIVED: [[&str; 2]; 3] = [["hoy", "today"], ["semana", "week"], ["mes", "month"]];
pub const ME: [&str; 2] = ["yo", "me"];
pub const NOBODY: [&str; 2] = ["nadie", "nobody"];

/// One condition: `estado:pendiente`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    pub key: Key,
    pub value: String,
}

/// What was typed: conditions, and words that are none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub terms: Vec<Term>,
    pub words: Vec<String>,
}

/// What a filter is read against.
pub struct Reading<'a> {
    pub rules: &'a Rulebook,
    pub me: &'a PersonId,
    pub now: Timestamp,
}

impl Filter {
    /// Reads what somebody typed. A value with spaces stands in quotes; of two conditions on the
    /// same thing the last counts.
    pub fn parse(typed: &str) -> Filter {
        let mut filter = Filter::default();
        for piece in pieces(typed) {
            match piece.split_once(':').and_then(|(key, value)| Some((Key::from_word(key)?, value))) {
                Some((key, value)) if !value.is_empty() => filter.set(key, value),
                _ => filter.words.push(piece),
            }
        }
        filter
    }

    pub fn set(&mut self, key: Key, value: &str) {
        self.terms.retain(|term| term.key != key);
        self.terms.push(Term { key, value: value.replace('"', "") });
    }

    pub fn value(&self, key: Key) -> Option<&str> {
        self.terms.iter().find(|term| term.key == key).map(|term| term.value.as_str())
    }

    pub fn without(&self, key: Key) -> Filter {
        let terms = self.terms.iter().filter(|term| term.key != key).cloned().collect();
        Filter { terms, words: self.words.clone() }
    }

    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// As it stands in an address and in the field.
    pub fn text(&self, lang: Lang) -> String {
        let terms = self.terms.iter().map(|term| term.text(lang));
        terms.chain(self.words.iter().cloned()).collect::<Vec<_>>().join(" ")
    }

    /// Narrows a view further. Also which conditions nobody can understand: they narrow nothing.
    pub fn narrow(&self, view: Narrow, reading: &Reading<'_>) -> (Narrow, Vec<Key>) {
        let (mut narrow, mut unknown) = (view, Vec::new());
        for term in &self.terms {
            if term.narrow(&mut narrow, reading).is_none() {
                unknown.push(term.key);
            }
        }
        (narrow, unknown)
    }
}

fn pieces(typed: &str) -> Vec<String> {
    let (mut pieces, mut piece, mut quoted) = (Vec::new(), String::new(), false);
    for letter in typed.chars().take(400) {
        match letter {
            '"' => quoted = !quoted,
            space if space.is_whitespace() && !quoted => pieces.push(std::mem::take(&mut piece)),
            other => piece.push(other),
        }
    }
    pieces.push(piece);
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

impl Term {
    pub fn text(&self, lang: Lang) -> String {
        let quote = if self.value.contains(char::is_whitespace) { "\"" } else { "" };
        format!("{}:{quote}{}{quote}", self.key.word(lang), self.value)
    }

    fn narrow(&self, narrow: &mut Narrow, reading: &Reading<'_>) -> Option<()> {
        let value = plain(&self.value);
        let rules = reading.rules;
        let is = |words: [&str; 2]| words.iter().any(|word| plain(word) == value);
        match self.key {
            Key::State => {
                let at = STATES.iter().position(|words| is(*words))?;
                match STATES[at][1] {
                    "pending" => narrow.waits_on = Some("requester".into()),
                    "approval" => narrow.waits_on = Some("approver".into()),
                    "answered" => narrow.answered = true,
                    "progress" => narrow.state_kind = Some("in_progress".into()),
                    "review" => narrow.state_kind = Some("in_review".into()),
                    kind => narrow.state_kind = Some(kind.into()),
                }
            }
            Key::Due => {
                let (from, until) = due(&value, is, reading)?;
                let (begin, end) = narrow.due.unwrap_or((i64::MIN, i64::MAX));
                narrow.due = Some((begin.max(from), end.min(until)));
            }
            Key::Received => narrow.registered_from = Some(received(&value, is, reading)?),
            Key::Priority => {
                let fits = |(id, priority): &(&desk::PriorityId, &desk::catalogue::Priority)| {
                    plain(id.as_str()) == value || plain(&priority.name).starts_with(&value)
                };
                narrow.priority = Some(rules.catalogue.priorities.iter().position(|it| fits(&it))? as i64 + 1);
            }
            Key::Service => narrow.items = Some(services(rules, &value)?),
            Key::Group => {
                let fits = |id: &str, name: &str| plain(id) == value || plain(name).contains(&value);
                let groups = rules.desk.group.iter().filter(|(id, group)| fits(id.as_str(), &group.name));
                narrow.groups = Some(some(groups.map(|(id, _)| id.to_string()).take(MOST).collect())?);
            }
            Key::From => narrow.requesters = Some(people(reading, &self.value, is(ME))?),
            Key::Assignee if is(NOBODY) => narrow.assignees = Some(Assignees::Nobody),
            Key::Assignee => narrow.assignees = Some(Assignees::Any(people(reading, &self.value, is(ME))?)),
        }
        Some(())
    }
}

fn some(found: Vec<String>) -> Option<Vec<String>> {
    (!found.is_empty()).then_some(found)
}

fn people(reading: &Reading<'_>, typed: &str, me: bool) -> Option<Vec<String>> {
    if me {
        return Some(vec![reading.me.to_string()]);
    }
    if let Some(person) = reading.rules.people.get(&typed.into()) {
        return Some(vec![person.id.to_string()]);
    }
    let found = view::find_people(reading.rules.people.iter(), typed, MOST);
    some(found.into_iter().map(|person| person.id.to_string()).collect())
}

fn services(rules: &Rulebook, value: &str) -> Option<Vec<String>> {
    let items = &rules.catalogue.items;
    if let Some((id, _)) = items.iter().find(|(id, _)| plain(id.as_str()) == value) {
        return Some(vec![id.to_string()]);
    }
    let fits = |item: &desk::catalogue::Item| plain(&format!("{} {}", item.name, item.also.join(" "))).contains(value);
    some(items.iter().filter(|(_, item)| fits(item)).map(|(id, _)| id.to_string()).take(MOST).collect())
}

/// The beginning of a day on the desk's clocks, in microseconds.
fn begins(reading: &Reading<'_>, day: Date) -> Option<i64> {
    let zone = reading.rules.calendar.time_zone().clone();
    Some(day.to_zoned(zone).ok()?.timestamp().as_microsecond())
}

fn due(value: &str, is: impl Fn([&str; 2]) -> bool, reading: &Reading<'_>) -> Option<(i64, i64)> {
    let today = reading.rules.calendar.local(reading.now).date();
    let now = reading.now.as_microsecond();
    let day = |from: i64, until: i64| {
        let at = |days: i64| begins(reading, today.checked_add(days.days()).ok()?);
        Some((at(from)?, at(until)?))
    };
    match DUES.iter().position(|words| is(*words)) {
        Some(0) => Some((i64::MIN, now + 1)),
        Some(1) => day(0, 1),
        Some(2) => day(1, 2),
        Some(3) => day(0, 7),
        Some(_) => Some((i64::MAX - 1, i64::MAX)),
        None => {
            let day: Date = value.parse().ok()?;
            Some((begins(reading, day)?, begins(reading, day.tomorrow().ok()?)?))
        }
    }
}

fn received(value: &str, is: impl Fn([&str; 2]) -> bool, reading: &Reading<'_>) -> Option<Timestamp> {
    let today = reading.rules.calendar.local(reading.now).date();
    let day = match RECEIVED.iter().position(|words| is(*words)) {
        Some(0) => today,
        Some(1) => today.checked_sub(6.days()).ok()?,
        Some(_) => today.checked_sub(30.days()).ok()?,
        None => value.parse().ok()?,
    };
    Timestamp::from_microsecond(begins(reading, day)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_read_in_both_languages_and_written_back_in_the_readers() {
        let filter = Filter::parse("de:\"Camila Ríos\" state:pending no enciende vence:hoy vence:2026-11-30");
        assert_eq!(filter.words, ["no", "enciende"]);
        assert_eq!(filter.value(Key::Due), Some("2026-11-30"));
        let text = filter.text(Lang::Es);
        assert_eq!(text, "de:\"Camila Ríos\" estado:pending vence:2026-11-30 no enciende");
        assert_eq!(Filter::parse(&text), filter);
        assert_eq!(Filter::parse("loquesea:x estado:").words, ["loquesea:x", "estado:"]);
    }
}
