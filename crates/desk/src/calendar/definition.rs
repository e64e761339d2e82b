use std::fmt;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use super::error::{CalendarError, Carried, through_serde};
use super::hours::{DayName, Hours, Week, clock, seconds};
use super::rule::Rule;
use super::zone::Zone;

/// A calendar as it is written: a TOML file, or the same keys in JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    pub id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Tells an amended calendar from the one before it. When absent, the content itself does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// IANA name (`America/Bogota`) or fixed offset (`-05:00`).
    pub tz: Zone,
    #[serde(default)]
    pub week: Week,
    /// The act that says whether Saturdays count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saturday_basis: Option<String>,
    #[serde(default)]
    pub day_terms: DayTerms,
    #[serde(default, rename = "rule", alias = "rules", skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
    #[serde(default, rename = "override", alias = "overrides", skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<Override>,
    #[serde(default, rename = "suspension", alias = "suspensions", skip_serializing_if = "Vec::is_empty")]
    pub suspensions: Vec<Suspension>,
}

/// How terms counted in days run in this calendar (domain: Ley 4 de 1913, arts. 59 to 62).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DayTerms {
    /// The date of the event is not counted, whatever its hour.
    pub exclude_event_day: bool,
    pub ends: DayEnd,
    /// What an event on a closed date does to the count.
    pub from_closed_day: FromClosedDay,
    /// The weekdays that count as days, when they are not simply those with hours: a desk that works
    /// round the clock still counts its terms from Monday to Friday.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<Vec<DayName>>,
}

impl Default for DayTerms {
    fn default() -> Self {
        Self { exclude_event_day: true, ends: DayEnd::default(), from_closed_day: FromClosedDay::default(), days: None }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FromClosedDay {
    /// The event keeps its date: two business days after a Saturday are Monday and Tuesday.
    #[default]
    SameDay,
    /// The event counts as done on the next business day: after a Saturday, Tuesday and Wednesday.
    NextBusinessDay,
}

/// The hour at which the last day of a term ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayEnd {
    /// Seconds since 00:00 of the last day; 24:00 is the start of the next date.
    At(u32),
    /// When the last day closes; its end where it has no hours.
    Close,
}

impl Default for DayEnd {
    fn default() -> Self {
        Self::At(super::hours::DAY)
    }
}

impl Serialize for DayEnd {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::At(at) => serializer.serialize_str(&clock(*at)),
            Self::Close => serializer.serialize_str("close"),
        }
    }
}

impl<'de> Deserialize<'de> for DayEnd {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match String::deserialize(deserializer)?.as_str() {
            "close" => Ok(Self::Close),
            text => seconds(text).filter(|at| *at > 0).map(Self::At).ok_or_else(|| {
                through_serde(
                    CalendarError::new(
                        format!("«{text}» no es una hora de fin"),
                        format!("\"{text}\" is no hour to end at"),
                    )
                    .suggest("escriba \"24:00\", otra hora o \"close\"", "write \"24:00\", another hour or \"close\""),
                )
            }),
        }
    }
}

/// The exact hours of one date, whatever the week and the rules say of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Override {
    #[serde(with = "civil_date")]
    pub date: Date,
    /// `""` closes the date.
    pub hours: Hours,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub basis: String,
    /// Whether the date counts in day terms; when absent, it does if it has hours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_day: Option<bool>,
}

/// A stretch in which nothing counts, neither hours nor days, by an act of the entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "SuspensionForm")]
pub struct Suspension {
    /// A date (from its 00:00) or a date and hour, of the calendar's zone.
    pub from: Edge,
    /// The last suspended date, or the hour at which the suspension ends.
    pub to: Edge,
    pub basis: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SuspensionForm {
    from: Edge,
    to: Edge,
    basis: String,
}

impl TryFrom<SuspensionForm> for Suspension {
    type Error = Carried;

    fn try_from(SuspensionForm { from, to, basis }: SuspensionForm) -> Result<Self, Carried> {
        if to.ends() <= from.starts() {
            let message = format!("la suspensión termina ({to}) antes de empezar ({from})");
            let error = CalendarError::new(message, format!("the suspension ends ({to}) before it begins ({from})"));
            return Err(error
                .suggest(
                    "revise «from» y «to»; «to» es el último día suspendido",
                    "see \"from\" and \"to\"; \"to\" is the last day suspended",
                )
                .into());
        }
        Ok(Self { from, to, basis })
    }
}

impl Suspension {
    /// First and last dates touched: a date suspended in part does not count as a day, which can
    /// only lengthen a term.
    pub(super) fn dates(&self) -> (Date, Date) {
        let last = match self.to {
            Edge::Date(date) => date,
            Edge::DateTime(to) if to == to.date().to_datetime(jiff::civil::Time::midnight()) => {
                to.date().yesterday().unwrap_or(to.date())
            }
            Edge::DateTime(to) => to.date(),
        };
        (self.from.starts().date(), last)
    }

    /// Civil start and end, half-open.
    pub(super) fn span(&self) -> (DateTime, DateTime) {
        (self.from.starts(), self.to.ends())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    Date(Date),
    DateTime(DateTime),
}

impl Edge {
    fn starts(self) -> DateTime {
        match self {
            Self::Date(date) => date.to_datetime(jiff::civil::Time::midnight()),
            Self::DateTime(at) => at,
        }
    }

    fn ends(self) -> DateTime {
        match self {
            Self::Date(date) => date.saturating_add(1.day()).to_datetime(jiff::civil::Time::midnight()),
            Self::DateTime(at) => at,
        }
    }
}

/// An end of a rule's validity: a whole year or a date, both inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    Year(i16),
    Date(Date),
}

impl Limit {
    pub(super) fn first_day(self) -> Date {
        match self {
            Self::Year(year) => Date::new(year, 1, 1).unwrap_or(Date::MAX),
            Self::Date(date) => date,
        }
    }

    pub(super) fn last_day(self) -> Date {
        match self {
            Self::Year(year) => Date::new(year, 12, 31).unwrap_or(Date::MAX),
            Self::Date(date) => date,
        }
    }
}

impl Serialize for Limit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Year(year) => serializer.serialize_i16(*year),
            Self::Date(date) => serializer.collect_str(date),
        }
    }
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Written::deserialize(deserializer)? {
            Written::Number(year) => {
                i16::try_from(year).ok().filter(|year| (1..=9998).contains(year)).map(Self::Year).ok_or_else(|| {
                    through_serde(
                        CalendarError::new(format!("{year} no es un año"), format!("{year} is no year")).suggest(
                            "escriba un año como 2026 o una fecha como \"2026-07-09\"",
                            "write a year such as 2026 or a date such as \"2026-07-09\"",
                        ),
                    )
                })
            }
            Written::Text(text) => read_date(&text).map(Self::Date).map_err(through_serde),
        }
    }
}

impl fmt::Display for Edge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => date.fmt(f),
            Self::DateTime(at) => at.fmt(f),
        }
    }
}

impl Serialize for Edge {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Edge {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Written::deserialize(deserializer)?.text();
        // A zone or an offset would be read and dropped; the calendar has its own.
        let bare = written.get(10..).is_some_and(|hour| !hour.contains(['+', '-', '[', 'Z']));
        match written.len() {
            0..=10 => read_date(&written).map(Self::Date).map_err(through_serde),
            _ => match written.parse::<DateTime>() {
                Ok(at) if bare => Ok(Self::DateTime(at)),
                _ => Err(through_serde(
                    CalendarError::new(
                        format!("«{written}» no es una fecha ni una fecha con hora"),
                        format!("\"{written}\" is neither a date nor a date with its hour"),
                    )
                    .suggest(
                        "escriba \"2026-10-05\" o \"2026-10-05T14:00\", en la hora del calendario",
                        "write \"2026-10-05\" or \"2026-10-05T14:00\", on the calendar's wall",
                    ),
                )),
            },
        }
    }
}

mod civil_date {
    use super::*;

    pub fn serialize<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(date)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        read_date(&Written::deserialize(deserializer)?.text()).map_err(through_serde)
    }
}

fn read_date(text: &str) -> Result<Date, CalendarError> {
    let date = text.parse::<Date>().ok().filter(|date| text.len() == 10 && (1..=9998).contains(&date.year()));
    date.ok_or_else(|| {
        CalendarError::new(format!("«{text}» no es una fecha"), format!("\"{text}\" is no date"))
            .suggest("escriba año, mes y día: \"2026-12-31\"", "write year, month and day: \"2026-12-31\"")
    })
}

/// A date as a file may write it: in quotes, as a year, or as a TOML date of its own.
enum Written {
    Number(i64),
    Text(String),
}

impl Written {
    fn text(self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text,
        }
    }
}

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Seen;

        impl<'de> Visitor<'de> for Seen {
            type Value = Written;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("una fecha como \"2026-12-31\"")
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Written, E> {
                Ok(Written::Number(number))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Written, E> {
                i64::try_from(number).map(Written::Number).map_err(E::custom)
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Written, E> {
                Ok(Written::Text(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Written, A::Error> {
                let native = toml::value::Datetime::deserialize(de::value::MapAccessDeserializer::new(map))?;
                Ok(Written::Text(native.to_string()))
            }
        }

        deserializer.deserialize_any(Seen)
    }
}
