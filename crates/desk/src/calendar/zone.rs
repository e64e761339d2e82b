use std::fmt;
use std::sync::LazyLock;

use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};
use serde::{Deserialize, Deserializer, Serialize};

use super::error::{CalendarError, closest, through_serde};

/// A time zone by its IANA name (`America/Bogota`) or a fixed offset (`-05:00`).
///
/// Zones come from the tables built into the program, never from the machine: the same calendar
/// must give the same answer everywhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Zone(String);

static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

impl Zone {
    /// # Errors
    /// No such zone; the nearest name is suggested.
    pub fn new(name: impl Into<String>) -> Result<Self, CalendarError> {
        let zone = Self(name.into());
        zone.time_zone()?;
        Ok(zone)
    }

    /// # Errors
    /// As [`Zone::new`].
    pub fn time_zone(&self) -> Result<TimeZone, CalendarError> {
        if let Some(offset) = fixed(&self.0) {
            return Ok(TimeZone::fixed(offset));
        }
        ZONES.get(&self.0).map_err(|_| {
            let names: Vec<String> = ZONES.available().map(|name| name.to_string()).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let error = CalendarError::new(
                format!("no hay zona horaria «{}»", self.0),
                format!("there is no time zone \"{}\"", self.0),
            );
            match closest(&self.0, &names) {
                Some(near) => error.suggest(format!("¿quiso escribir «{near}»?"), format!("did you mean \"{near}\"?")),
                None => error.suggest(
                    "escriba un nombre como \"America/Bogota\" o un desfase como \"-05:00\"",
                    "write a name such as \"America/Bogota\" or an offset such as \"-05:00\"",
                ),
            }
        })
    }
}

/// `Z`, `+05:30`, `-0500`.
fn fixed(text: &str) -> Option<Offset> {
    if text == "Z" {
        return Some(Offset::UTC);
    }
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-" | "−", rest) => (-1, rest),
        _ => return None,
    };
    let digits: String = rest.chars().filter(|c| *c != ':').collect();
    if digits.len() != 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes) = (digits[..2].parse::<i32>().ok()?, digits[2..].parse::<i32>().ok()?);
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(String::deserialize(deserializer)?).map_err(through_serde)
    }
}
