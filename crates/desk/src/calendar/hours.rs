use std::fmt;

use jiff::civil::Weekday;
use serde::de::{self, Deserializer, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use super::error::{CalendarError, through_serde};

/// Seconds of a civil day: 24:00.
pub(super) const DAY: u32 = 86_400;

/// The open hours of one civil day: half-open segments in seconds since 00:00, in order, apart from
/// each other. None at all is a closed day. They never cross midnight.
///
/// Written `"08:00-12:00, 13:00-17:00"` or as a list of such texts; `"24h"` is the whole day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hours(Vec<(u32, u32)>);

impl Hours {
    /// Segments in seconds of the day, `from < to ≤ 86 400`; touching ones are joined.
    ///
    /// # Errors
    /// A segment is empty, backwards or past 24:00, or two of them overlap.
    pub fn new(mut segments: Vec<(u32, u32)>) -> Result<Self, CalendarError> {
        segments.sort_unstable();
        let mut joined: Vec<(u32, u32)> = Vec::with_capacity(segments.len());
        for (from, to) in segments {
            if to > DAY {
                return Err(CalendarError::new(
                    format!("la hora {} pasa de 24:00", clock(to)),
                    format!("the hour {} is past 24:00", clock(to)),
                ));
            }
            if from >= to {
                return Err(backwards(from, to));
            }
            match joined.last_mut() {
                Some(last) if from < last.1 => {
                    return Err({
                        let one = format!("{}-{}", clock(last.0), clock(last.1));
                        let other = format!("{}-{}", clock(from), clock(to));
                        CalendarError::new(
                            format!("las jornadas {one} y {other} se cruzan"),
                            format!("the hours {one} and {other} overlap"),
                        )
                    });
                }
                Some(last) if from == last.1 => last.1 = to,
                _ => joined.push((from, to)),
            }
        }
        Ok(Self(joined))
    }

    pub fn is_closed(&self) -> bool {
        self.0.is_empty()
    }

    /// Segments `(from, to)` in seconds of the day.
    pub fn segments(&self) -> &[(u32, u32)] {
        &self.0
    }

    /// Seconds open.
    pub(super) fn length(&self) -> i64 {
        self.0.iter().map(|(from, to)| i64::from(to - from)).sum()
    }

    /// What is open in both: a rule that shortens a day can never open it.
    pub(super) fn within(&self, other: &Self) -> Self {
        let both = self.0.iter().flat_map(|&(from, to)| {
            other.0.iter().map(move |&(other_from, other_to)| (from.max(other_from), to.min(other_to)))
        });
        Self(both.filter(|(from, to)| from < to).collect())
    }
}

impl std::str::FromStr for Hours {
    type Err = CalendarError;

    fn from_str(text: &str) -> Result<Self, CalendarError> {
        parse_all([text].into_iter())
    }
}

fn parse_all<'a>(texts: impl Iterator<Item = &'a str>) -> Result<Hours, CalendarError> {
    let mut segments = Vec::new();
    for part in texts.flat_map(|text| text.split(',')).map(str::trim).filter(|part| !part.is_empty()) {
        if part == "24h" {
            segments.push((0, DAY));
            continue;
        }
        let segment = part.split_once(['-', '–']).and_then(|(from, to)| Some((seconds(from)?, seconds(to)?)));
        let (from, to) = segment.ok_or_else(|| {
            CalendarError::new(format!("«{part}» no es una jornada"), format!("\"{part}\" is no opening hours"))
                .suggest(
                    "escriba por ejemplo \"08:00-17:00\" o \"08:00-12:00, 13:00-17:00\"",
                    "write for instance \"08:00-17:00\" or \"08:00-12:00, 13:00-17:00\"",
                )
        })?;
        if from >= to {
            return Err(backwards(from, to));
        }
        segments.push((from, to));
    }
    Hours::new(segments)
}

fn backwards(from: u32, to: u32) -> CalendarError {
    let (from, to) = (clock(from), clock(to));
    let error = CalendarError::new(
        format!("la jornada {from}-{to} termina antes de empezar"),
        format!("the hours {from}-{to} end before they begin"),
    );
    error.suggest(
        format!("si pasa la medianoche, escriba {from}-24:00 en un día y 00:00-{to} en el siguiente"),
        format!("if they pass midnight, write {from}-24:00 on one day and 00:00-{to} on the next"),
    )
}

/// Seconds of the day of `8:00`, `08:00` or `08:00:30`, up to 24:00.
pub(super) fn seconds(text: &str) -> Option<u32> {
    let mut parts = text.trim().split(':');
    let mut next = |limit: u32| {
        let part = parts.next()?;
        let digits = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        part.parse().ok().filter(|value: &u32| digits && *value <= limit)
    };
    let (hour, minute) = (next(24)?, next(59)?);
    let second = match text.matches(':').count() {
        1 => 0,
        2 => next(59)?,
        _ => return None,
    };
    Some(hour * 3600 + minute * 60 + second).filter(|&total| total <= DAY)
}

/// `08:00`, with seconds only when there are any.
pub(super) fn clock(seconds: u32) -> String {
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match second {
        0 => format!("{hour:02}:{minute:02}"),
        _ => format!("{hour:02}:{minute:02}:{second:02}"),
    }
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, &(from, to)) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            write!(f, "{comma}{}-{}", clock(from), clock(to))?;
        }
        Ok(())
    }
}

impl Serialize for Hours {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hours {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Texts;

        impl<'de> Visitor<'de> for Texts {
            type Value = Hours;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("una jornada como \"08:00-17:00\" o una lista de ellas")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Hours, E> {
                text.parse().map_err(through_serde)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Hours, A::Error> {
                let mut texts: Vec<String> = Vec::new();
                while let Some(text) = list.next_element()? {
                    texts.push(text);
                }
                parse_all(texts.iter().map(String::as_str)).map_err(through_serde)
            }
        }

        deserializer.deserialize_any(Texts)
    }
}

/// The hours of an ordinary week. A day that is not written is closed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Week {
    #[serde(skip_serializing_if = "Hours::is_closed")]
    pub mon: Hours,
    #[serde(skip_serializing_if = "Hours::is_closed")]
    pub tue: Hours,
    #[serde(skip_serializing_if = "Hours::is_closed")]
    pub wed: Hours,
    #[serde(skip_serializing_if = "Hours::is_closed")]
    pub thu: Hours,
    #[serde(skip_serializing_if = "Hours::is_closed")]
    pub fri: Hours,
    #[serde(skip_serializing_if = "Hours::is_closed")]
    pub sat: Hours,
    #[serde(skip_serializing_if = "Hours::is_closed")]
    pub sun: Hours,
}

impl Week {
    /// Monday to Sunday.
    pub fn days(&self) -> impl Iterator<Item = &Hours> {
        [&self.mon, &self.tue, &self.wed, &self.thu, &self.fri, &self.sat, &self.sun].into_iter()
    }

    pub fn on(&self, weekday: Weekday) -> &Hours {
        match weekday {
            Weekday::Monday => &self.mon,
            Weekday::Tuesday => &self.tue,
            Weekday::Wednesday => &self.wed,
            Weekday::Thursday => &self.thu,
            Weekday::Friday => &self.fri,
            Weekday::Saturday => &self.sat,
            Weekday::Sunday => &self.sun,
        }
    }
}

/// A weekday as calendars write it: `mon` … `sun`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DayName {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl From<DayName> for Weekday {
    fn from(name: DayName) -> Self {
        match name {
            DayName::Mon => Self::Monday,
            DayName::Tue => Self::Tuesday,
            DayName::Wed => Self::Wednesday,
            DayName::Thu => Self::Thursday,
            DayName::Fri => Self::Friday,
            DayName::Sat => Self::Saturday,
            DayName::Sun => Self::Sunday,
        }
    }
}

impl From<Weekday> for DayName {
    fn from(weekday: Weekday) -> Self {
        match weekday {
            Weekday::Monday => Self::Mon,
            Weekday::Tuesday => Self::Tue,
            Weekday::Wednesday => Self::Wed,
            Weekday::Thursday => Self::Thu,
            Weekday::Friday => Self::Fri,
            Weekday::Saturday => Self::Sat,
            Weekday::Sunday => Self::Sun,
        }
    }
}
