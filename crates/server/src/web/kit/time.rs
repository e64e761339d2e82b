//! Time, visible and explainable.

/// A due date in a few words.
#[derive(Clone, Debug)]
pub struct Due {
    pub kind: DueKind,
    /// «14 h 40 min», «50 min tarde», «hasta el jueves 26».
    pub text: String,
    /// Where it is explained; empty when there is nothing to explain.
    pub href: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueKind {
    /// Runs, more than a day left.
    Running,
    /// Ends today.
    Soon,
    Late,
    /// Stands still.
    Paused,
    /// A term in days.
    Term,
    /// Kept.
    Done,
}

impl DueKind {
    pub fn icon(self) -> &'static str {
        match self {
            DueKind::Running | DueKind::Soon => "clock",
            DueKind::Late => "circle-alert",
            DueKind::Paused => "pause",
            DueKind::Term => "hourglass",
            DueKind::Done => "check",
        }
    }

    /// The word of `.due[data-s]`.
    pub fn word(self) -> &'static str {
        match self {
            DueKind::Running => "run",
            DueKind::Soon => "soon",
            DueKind::Late => "late",
            DueKind::Paused => "hold",
            DueKind::Term => "term",
            DueKind::Done => "done",
        }
    }

    /// What the shape says, for ears: the text key.
    pub fn spoken(self) -> &'static str {
        match self {
            DueKind::Running => "due-running",
            DueKind::Soon => "due-soon",
            DueKind::Late => "due-late",
            DueKind::Paused => "due-paused",
            DueKind::Term => "due-term",
            DueKind::Done => "due-done",
        }
    }
}

/// A measure of a case with where it stands.
#[derive(Clone, Debug)]
pub struct Clock {
    /// «Tiempo de solución».
    pub name: String,
    pub due: Option<Due>,
    /// Thousandths of the target that have run, at most 1000; `None` without a target.
    pub ran: Option<u32>,
    /// Thousandths at which alerts go out.
    pub marks: Vec<u32>,
    /// «Van 17 h 20 min de 32 h».
    pub progress: String,
    /// «Vence el martes 24, 4:00 p. m.».
    pub due_sentence: String,
    /// A target invented for the example, said wherever it is shown.
    pub example: bool,
    pub explained: Option<Explained>,
}

/// Why a date is what it is, day by day.
#[derive(Clone, Debug)]
pub struct Explained {
    /// «Por qué vence el martes 24 a las 4:00 p. m.».
    pub title: String,
    /// The target and what counts, in a sentence.
    pub rule: String,
    /// Hours written over the strips: `(thousandths from the left, «8 a. m.»)`.
    pub axis: Vec<(u32, String)>,
    pub days: Vec<ExplainedDay>,
    pub total: String,
    /// Pauses by reason, calendar and versions.
    pub notes: Vec<String>,
    /// Where every interval is told; empty there.
    pub more: String,
}

/// One interval, or one day of a term, as a row of a table.
#[derive(Clone, Debug)]
pub struct IntervalRow {
    pub from: String,
    /// Empty for a whole day.
    pub until: String,
    pub counted: bool,
    /// What it added; empty where it did not count.
    pub time: String,
    pub why: String,
    /// The norm it rests on.
    pub basis: String,
}

/// One measure on the page of explanations.
#[derive(Clone, Debug)]
pub struct Measured {
    /// «clock.solucion»: its anchor and its choice in the form.
    pub id: String,
    pub name: String,
    pub chosen: bool,
    pub example: bool,
    pub explained: Explained,
    /// «Alerta del 50 %»: when, told or not.
    pub thresholds: Vec<ThresholdRow>,
    pub rows: Vec<IntervalRow>,
    pub total: String,
}

#[derive(Clone, Debug)]
pub struct ThresholdRow {
    pub percent: String,
    pub when: String,
    pub state: String,
    /// The same measure explained up to that instant; empty when it never comes.
    pub href: String,
}

/// The time of a case at an instant.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// Where the form goes.
    pub action: String,
    pub back: super::Link,
    /// «2026-11-20T16:00», for the form.
    pub at: String,
    pub problem: Option<String>,
    /// What is told: «Ahora», «Como estaba el …», «Como estará el … si nadie actúa».
    pub lead: String,
    pub measures: Vec<Measured>,
    /// Names of all measures, to choose among.
    pub choices: Vec<super::Opt>,
    pub future: Vec<Future>,
}

/// One day, or several that did not count for one reason.
#[derive(Clone, Debug)]
pub struct ExplainedDay {
    /// «vie 13», «sáb 14, dom 15».
    pub day: String,
    /// Why nothing of it counted: «Fin de semana», «Festivo: Independencia de Cartagena».
    pub off: Option<String>,
    pub stretches: Vec<Stretch>,
    /// «2 h 30 min»; empty for a day off.
    pub sum: String,
}

/// A part of a day, in thousandths of the strip's width.
#[derive(Clone, Debug)]
pub struct Stretch {
    pub kind: StretchKind,
    pub from: u32,
    pub width: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StretchKind {
    /// Business hours that did not count for this measure (before its start).
    Open,
    Counted,
    ToCome,
    Paused,
}

impl StretchKind {
    pub fn word(self) -> &'static str {
        match self {
            StretchKind::Open => "open",
            StretchKind::Counted => "on",
            StretchKind::ToCome => "todo",
            StretchKind::Paused => "hold",
        }
    }
}

/// What happens by itself if nobody acts, and when; the last of a list says what does not.
#[derive(Clone, Debug)]
pub struct Future {
    pub icon: &'static str,
    /// «Hoy, 5:00 p. m.».
    pub when: String,
    pub what: String,
}
