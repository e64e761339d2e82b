//! When a desk works: the week, its holidays with the law they come from, and the two questions asked
//! of business time: *how much passed between two instants* and *when will so much have passed*.
//!
//! A [`Calendar`] is written as data ([`Definition`]), read once, and then only answers. Inside, each
//! civil year becomes a sorted list of open spans with a running total, made when first needed; every
//! answer is a search in it.
//!
//! - `hours`, `rule`, `definition`: what can be written
//! - `year`, `filled`, `offsets`: what a year becomes, day by day, under its zone's clock
//! - `walk`: the two verbs; `openings`: when the desk opens and closes
//! - `days`: business days and terms counted in days
//! - `explain`: any stretch of time, told interval by interval; `changes`: an amendment, in words
//!
//! Spans are half-open: at 17:00 a desk that closes at 17:00 is closed.

mod business_time;
mod changes;
mod days;
mod definition;
mod error;
mod explain;
mod filled;
mod hours;
mod offsets;
mod openings;
mod rule;
mod walk;
mod year;
mod zone;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};

pub use business_time::BusinessTime;
pub use days::{DayKind, DayTerm};
pub use definition::{DayEnd, DayTerms, Definition, Edge, FromClosedDay, Limit, Override, Suspension};
pub use error::CalendarError;
pub use explain::{DayMark, Interval, Reason};
pub use hours::{DayName, Hours, Week};
pub use rule::{Rule, When};
pub use zone::Zone;

use filled::Filled;
use offsets::saturating_instant;
use year::{FIRST_YEAR, LAST_YEAR, Year};

/// A business calendar. Cheap to clone and shared between threads.
///
/// Two calendars are equal when they say the same (id, edition and content), so an amendment is told
/// apart even if its author forgot to change the edition.
#[derive(Clone)]
pub struct Calendar(Arc<Inner>);

struct Inner {
    definition: Definition,
    tz: TimeZone,
    edition: String,
    fingerprint: [u8; 32],
    /// Indices of the rules that come back, and of those of one date only: a list of a thousand
    /// dates must not be read again for each year.
    recurring: Vec<usize>,
    singles: BTreeMap<Date, Vec<usize>>,
    overrides: BTreeMap<Date, usize>,
    years: Box<[OnceLock<Box<Year>>]>,
}

/// The years kept once worked out; others are worked out for each question.
const KEPT: std::ops::Range<i16> = 1970..2170;

impl Calendar {
    /// Reads a calendar file.
    ///
    /// # Errors
    /// With line, column and what to write instead, in Spanish.
    pub fn from_toml(source: &str) -> Result<Self, CalendarError> {
        let definition = toml::from_str(source).map_err(|error| CalendarError::from_toml(source, &error))?;
        Self::new(definition)
    }

    /// # Errors
    /// Two overrides of one date, or a calendar that can never be open.
    pub fn new(definition: Definition) -> Result<Self, CalendarError> {
        let tz = definition.tz.time_zone()?;
        let (mut recurring, mut singles) = (Vec::new(), BTreeMap::<Date, Vec<usize>>::new());
        for (index, rule) in definition.rules.iter().enumerate() {
            match rule.when {
                When::Single { .. } => {
                    if let Some(date) = rule.single_date() {
                        singles.entry(date).or_default().push(index);
                    }
                }
                _ => recurring.push(index),
            }
        }
        let mut overrides = BTreeMap::new();
        for (index, exact) in definition.overrides.iter().enumerate() {
            if overrides.insert(exact.date, index).is_some() {
                return Err(CalendarError::new(
                    format!("la fecha {} tiene dos jornadas propias", exact.date),
                    format!("the date {} has two hours of its own", exact.date),
                )
                .suggest("deje un solo [[override]] por fecha", "leave one [[override]] a date"));
            }
        }
        let open = |hours: &Hours| !hours.is_closed();
        if !definition.week.days().any(open) && !definition.overrides.iter().any(|exact| open(&exact.hours)) {
            return Err(CalendarError::new("el calendario no abre ningún día", "the calendar opens on no day")
                .suggest(
                    "escriba las jornadas en [week], por ejemplo mon = \"08:00-17:00\"",
                    "write the hours in [week], for instance mon = \"08:00-17:00\"",
                ));
        }
        if definition.day_terms.days.as_ref().is_some_and(Vec::is_empty) {
            return Err(CalendarError::new("«days» no nombra ningún día", "\"days\" names no day").suggest(
                "quite la clave o escriba los días que cuentan, por ejemplo [\"mon\", \"tue\"]",
                "leave the key out or write the days that count, for instance [\"mon\", \"tue\"]",
            ));
        }
        let written = toml::to_string(&definition).map_err(|error| CalendarError::same(error.to_string()))?;
        let fingerprint: [u8; 32] = Sha256::digest(written).into();
        let edition = definition
            .edition
            .clone()
            .unwrap_or_else(|| fingerprint[..6].iter().map(|byte| format!("{byte:02x}")).collect());
        let years = KEPT.map(|_| OnceLock::new()).collect();
        Ok(Self(Arc::new(Inner { definition, tz, edition, fingerprint, recurring, singles, overrides, years })))
    }

    pub fn id(&self) -> &str {
        &self.0.definition.id
    }

    /// The edition as written, else a short hash of the content.
    pub fn edition(&self) -> &str {
        &self.0.edition
    }

    /// The calendar as it was written.
    pub fn definition(&self) -> &Definition {
        &self.0.definition
    }

    pub fn time_zone(&self) -> &TimeZone {
        &self.0.tz
    }

    /// What the wall clock shows in the calendar's zone.
    pub fn local(&self, at: Timestamp) -> DateTime {
        self.0.tz.to_datetime(at)
    }

    fn year(&self, year: i16) -> Cow<'_, Year> {
        match usize::try_from(year - KEPT.start).ok().and_then(|index| self.0.years.get(index)) {
            Some(kept) => Cow::Borrowed(kept.get_or_init(|| Box::new(Year::of(&self.0, year)))),
            None => Cow::Owned(Year::of(&self.0, year)),
        }
    }

    fn filled<R>(&self, year: i16, ask: impl FnOnce(&Filled) -> R) -> R {
        ask(self.year(year).filled(&self.0))
    }

    /// The civil year an instant falls in, held to the years a calendar knows.
    fn year_at(&self, second: i64) -> i16 {
        let shown = self.0.tz.to_datetime(saturating_instant(second)).year().clamp(FIRST_YEAR, LAST_YEAR);
        let table = self.year(shown);
        // Where a clock went back over New Year, the wall shows last year again.
        if second >= table.ends_at && shown < LAST_YEAR {
            shown + 1
        } else if second < table.starts_at && shown > FIRST_YEAR {
            shown - 1
        } else {
            shown
        }
    }
}

impl Inner {
    /// Ordinary hours of seven days from a weekday on, and whether each counts as a business day.
    fn week_from(&self, first: Weekday) -> [(&Hours, bool); 7] {
        std::array::from_fn(|after| {
            let weekday = first.wrapping_add(after as i64);
            let hours = self.definition.week.on(weekday);
            let counts = match &self.definition.day_terms.days {
                Some(days) => days.iter().any(|&name| Weekday::from(name) == weekday),
                None => !hours.is_closed(),
            };
            (hours, counts)
        })
    }

    fn overrides_in(&self, year: i16) -> impl Iterator<Item = &Override> {
        let first = Date::new(year, 1, 1).unwrap_or(Date::MIN);
        self.overrides.range(first..=first.last_of_year()).map(|(_, index)| &self.definition.overrides[*index])
    }

    fn rules_for(&self, year: i16) -> impl Iterator<Item = (Date, usize)> {
        let first = Date::new(year, 1, 1).unwrap_or(Date::MIN);
        let singles = self.singles.range(first..=first.last_of_year());
        let singles = singles.flat_map(|(date, rules)| rules.iter().map(|rule| (*date, *rule)));
        let recurring = self.recurring.iter();
        recurring
            .flat_map(move |&rule| self.definition.rules[rule].dates_in(year).map(move |date| (date, rule)))
            .chain(singles)
    }
}

impl PartialEq for Calendar {
    fn eq(&self, other: &Self) -> bool {
        self.0.fingerprint == other.0.fingerprint
    }
}

impl Eq for Calendar {}

impl fmt::Debug for Calendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Calendar({} {})", self.id(), self.edition())
    }
}
