//! How an answer is written.

use desk::calendar::{BusinessTime, Calendar};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::trouble::{Told, Trouble};
pub use crate::format::interval::{interval, marks, object, reason, seconds, written};
use crate::web::texts::Lang;

/// An answer, or why there is none.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    pub id: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub op: Option<String>,
    #[serde(flatten)]
    pub outcome: Outcome,
}

#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Outcome {
    Answered {
        result: Value,
        #[serde(flatten)]
        details: Map<String, Value>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        warnings: Vec<String>,
    },
    Refused {
        error: Told,
    },
}

impl Answer {
    pub fn refused(id: Value, trouble: &Trouble, lang: Lang) -> Self {
        Self { id, op: None, outcome: Outcome::Refused { error: trouble.told(lang) } }
    }

    pub fn is_refused(&self) -> bool {
        matches!(self.outcome, Outcome::Refused { .. })
    }
}

/// A result, and what else is known about it.
pub type Answered = (Value, Map<String, Value>);

/// An instant with the offset of the zone it is shown in, or null when it never comes; `local` is the
/// calendar's wall.
pub fn instant(calendar: &Calendar, shown: &TimeZone, at: Option<Timestamp>) -> Answered {
    let Some(at) = at.filter(|at| *at < Timestamp::MAX) else {
        return (Value::Null, object(json!({ "never": true })));
    };
    let local = calendar.local(at).to_string();
    let details = object(json!({ "utc": at.to_string(), "local": local }));
    (json!(at.display_with_offset(shown.to_offset(at)).to_string()), details)
}

pub fn amounts(time: BusinessTime) -> Map<String, Value> {
    let duration = time.as_duration();
    object(json!({
        "seconds": seconds(time),
        "minutes": duration.as_secs_f64() / 60.0,
        "hours": duration.as_secs_f64() / 3600.0,
    }))
}
