use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

use super::definition::Limit;
use super::error::{CalendarError, Carried};
use super::hours::{DayName, Hours};

/// A rule that takes dates away from the ordinary week, year after year: a holiday, a day that is not
/// worked, a half day. Rules only ever take time away; opening a date is the work of an
/// [`Override`](super::Override).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RuleForm", into = "RuleForm")]
pub struct Rule {
    pub name: String,
    /// The law or act it comes from.
    pub basis: String,
    pub when: When,
    /// First and last dates (as observed) on which the rule is in force.
    pub from: Option<Limit>,
    pub until: Option<Limit>,
    /// A *festivo*, or only a day that is not worked (Día Cívico).
    pub holiday: bool,
    /// What remains open of the day's own hours; nothing when absent.
    pub hours: Option<Hours>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    Fixed {
        month: i8,
        day: i8,
    },
    /// The date itself when it is a Monday, else the Monday after (Ley 51 de 1983).
    NextMonday {
        month: i8,
        day: i8,
    },
    Easter {
        offset: i16,
        next_monday: bool,
    },
    /// `n` counts from the start of the month, from its end when negative.
    NthWeekday {
        month: i8,
        weekday: Weekday,
        n: i8,
    },
    Single {
        date: Date,
    },
}

impl Rule {
    /// The dates of `year` on which the rule is observed.
    pub fn dates_in(&self, year: i16) -> impl Iterator<Item = Date> {
        // A moved date may leave its year: 30 December's Monday, or an Easter far away.
        let neighbours = match self.when {
            When::Fixed { .. } | When::NthWeekday { .. } | When::Single { .. } => 0,
            When::NextMonday { month, day } => i16::from(month == 12 && day > 25),
            When::Easter { offset, .. } => i16::from(!(-80..=240).contains(&offset)),
        };
        (year - neighbours..=year + neighbours)
            .filter_map(|year| self.when.in_year(year))
            .filter(move |date| date.year() == year && self.in_force(*date))
    }

    /// The date of a rule that falls once.
    pub(super) fn single_date(&self) -> Option<Date> {
        match self.when {
            When::Single { date } if self.in_force(date) => Some(date),
            _ => None,
        }
    }

    fn in_force(&self, date: Date) -> bool {
        self.from.is_none_or(|from| from.first_day() <= date) && self.until.is_none_or(|until| date <= until.last_day())
    }
}

impl When {
    fn in_year(self, year: i16) -> Option<Date> {
        match self {
            Self::Fixed { month, day } => Date::new(year, month, day).ok(),
            Self::NextMonday { month, day } => Date::new(year, month, day).ok().and_then(monday_from),
            Self::Easter { offset, next_monday } => {
                let date = easter(year)?.checked_add(i32::from(offset).days()).ok()?;
                if next_monday { monday_from(date) } else { Some(date) }
            }
            Self::NthWeekday { month, weekday, n } => {
                Date::new(year, month, 1).ok()?.nth_weekday_of_month(n, weekday).ok()
            }
            Self::Single { date } => (date.year() == year).then_some(date),
        }
    }
}

fn monday_from(date: Date) -> Option<Date> {
    date.checked_add(i32::from(date.weekday().until(Weekday::Monday)).days()).ok()
}

/// Easter Sunday of the Gregorian calendar (the "anonymous" computus).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (golden, century, in_century) = (y.rem_euclid(19), y.div_euclid(100), y.rem_euclid(100));
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - correction + 15) % 30;
    let to_sunday = (32 + 2 * (century % 4) + 2 * (in_century / 4) - epact - in_century % 4) % 7;
    let late = (golden + 11 * epact + 22 * to_sunday) / 451;
    let days = epact + to_sunday - 7 * late + 114;
    Date::new(year, i8::try_from(days / 31).ok()?, i8::try_from(days % 31 + 1).ok()?).ok()
}

/// The rule as it is written: flat, with a `kind` that says which other keys it takes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleForm {
    kind: Kind,
    #[serde(skip_serializing_if = "Option::is_none")]
    month: Option<i8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    day: Option<i8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<i16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_monday: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    weekday: Option<DayName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    n: Option<i8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<Limit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<Limit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Limit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    holiday: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hours: Option<Hours>,
    name: String,
    #[serde(default)]
    basis: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Fixed,
    NextMonday,
    Easter,
    NthWeekday,
    Single,
}

impl Kind {
    /// Its name and the keys of its own it takes.
    fn grammar(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::Fixed => ("fixed", &["month", "day"]),
            Self::NextMonday => ("next_monday", &["month", "day"]),
            Self::Easter => ("easter", &["offset", "next_monday"]),
            Self::NthWeekday => ("nth_weekday", &["month", "weekday", "n"]),
            Self::Single => ("single", &["date"]),
        }
    }
}

impl TryFrom<RuleForm> for Rule {
    type Error = Carried;

    fn try_from(form: RuleForm) -> Result<Self, Carried> {
        Ok(Self {
            when: form.when()?,
            from: form.from,
            until: form.until,
            holiday: form.holiday.unwrap_or(form.hours.is_none()),
            hours: form.hours,
            name: form.name,
            basis: form.basis,
        })
    }
}

impl RuleForm {
    fn when(&self) -> Result<When, CalendarError> {
        let (kind, takes) = self.kind.grammar();
        let written = [
            ("month", self.month.is_some()),
            ("day", self.day.is_some()),
            ("offset", self.offset.is_some()),
            ("next_monday", self.next_monday.is_some()),
            ("weekday", self.weekday.is_some()),
            ("n", self.n.is_some()),
            ("date", self.date.is_some()),
        ];
        if let Some((key, _)) = written.iter().find(|(key, present)| *present && !takes.contains(key)) {
            return Err(CalendarError::new(
                format!("la regla «{}» es «{kind}» y no lleva «{key}»", self.name),
                format!("the rule \"{}\" is \"{kind}\" and takes no \"{key}\"", self.name),
            )
            .suggest(
                format!("«{kind}» lleva: {}", takes.join(", ")),
                format!("\"{kind}\" takes: {}", takes.join(", ")),
            ));
        }
        let missing = |key: &str| {
            CalendarError::new(
                format!("a la regla «{}» le falta «{key}»", self.name),
                format!("the rule \"{}\" lacks \"{key}\"", self.name),
            )
            .suggest(format!("«{kind}» lleva: {}", takes.join(", ")), format!("\"{kind}\" takes: {}", takes.join(", ")))
        };
        if let (Some(from), Some(until)) = (self.from, self.until)
            && from.first_day() > until.last_day()
        {
            return Err(CalendarError::new(
                format!("la regla «{}» termina antes de empezar", self.name),
                format!("the rule \"{}\" ends before it begins", self.name),
            )
            .suggest("revise «from» y «until»", "see \"from\" and \"until\""));
        }
        let month_day = || {
            let (month, day) = (self.month.ok_or_else(|| missing("month"))?, self.day.ok_or_else(|| missing("day"))?);
            // 2024 is a leap year: 29 February is a date, in the years that have it.
            Date::new(2024, month, day).map(|_| (month, day)).map_err(|_| {
                CalendarError::new(
                    format!("la regla «{}» dice día {day} del mes {month}, que no existe", self.name),
                    format!("the rule \"{}\" says day {day} of month {month}, which does not exist", self.name),
                )
            })
        };
        match self.kind {
            Kind::Fixed => month_day().map(|(month, day)| When::Fixed { month, day }),
            Kind::NextMonday => month_day().map(|(month, day)| When::NextMonday { month, day }),
            Kind::Easter => {
                let offset = self.offset.ok_or_else(|| missing("offset"))?;
                if !(-366..=366).contains(&offset) {
                    return Err(CalendarError::new(
                        format!("la regla «{}» se aleja más de un año de Pascua", self.name),
                        format!("the rule \"{}\" is more than a year away from Easter", self.name),
                    ));
                }
                Ok(When::Easter { offset, next_monday: self.next_monday.unwrap_or(false) })
            }
            Kind::NthWeekday => {
                let month = self.month.ok_or_else(|| missing("month"))?;
                let weekday = self.weekday.ok_or_else(|| missing("weekday"))?.into();
                let n = self.n.ok_or_else(|| missing("n"))?;
                if !(1..=12).contains(&month) || n == 0 || !(-5..=5).contains(&n) {
                    return Err(CalendarError::new(
                        format!("la regla «{}» no nombra un día", self.name),
                        format!("the rule \"{}\" names no day", self.name),
                    )
                    .suggest(
                        "«month» va de 1 a 12 y «n» de 1 a 5, o de -1 a -5 desde el final del mes",
                        "\"month\" goes from 1 to 12 and \"n\" from 1 to 5, or from -1 to -5 from the month's end",
                    ));
                }
                Ok(When::NthWeekday { month, weekday, n })
            }
            Kind::Single => match self.date.ok_or_else(|| missing("date"))? {
                Limit::Date(date) => Ok(When::Single { date }),
                Limit::Year(_) => Err(CalendarError::new(
                    format!("la regla «{}» necesita una fecha, no un año", self.name),
                    format!("the rule \"{}\" needs a date, not a year", self.name),
                )
                .suggest("escriba date = \"2026-12-31\"", "write date = \"2026-12-31\"")),
            },
        }
    }
}

impl From<Rule> for RuleForm {
    fn from(rule: Rule) -> Self {
        let mut form = Self {
            kind: Kind::Single,
            month: None,
            day: None,
            offset: None,
            next_monday: None,
            weekday: None,
            n: None,
            date: None,
            from: rule.from,
            until: rule.until,
            holiday: Some(rule.holiday),
            hours: rule.hours,
            name: rule.name,
            basis: rule.basis,
        };
        match rule.when {
            When::Fixed { month, day } => {
                (form.kind, form.month, form.day) = (Kind::Fixed, Some(month), Some(day));
            }
            When::NextMonday { month, day } => {
                (form.kind, form.month, form.day) = (Kind::NextMonday, Some(month), Some(day));
            }
            When::Easter { offset, next_monday } => {
                (form.kind, form.offset, form.next_monday) = (Kind::Easter, Some(offset), Some(next_monday));
            }
            When::NthWeekday { month, weekday, n } => {
                (form.kind, form.month, form.n) = (Kind::NthWeekday, Some(month), Some(n));
                form.weekday = Some(weekday.into());
            }
            When::Single { date } => form.date = Some(Limit::Date(date)),
        }
        form
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn easter_is_where_the_church_puts_it() {
        for (year, month, day) in [
            (1961, 4, 2),
            (1999, 4, 4),
            (2000, 4, 23),
            (2008, 3, 23),
            (2011, 4, 24),
            (2025, 4, 20),
            (2026, 4, 5),
            (2027, 3, 28),
            (2028, 4, 16),
            (2038, 4, 25),
            (2049, 4, 18),
        ] {
            assert_eq!(easter(year), Some(date(year, month, day)));
        }
    }

    #[test]
    fn a_date_moved_over_the_end_of_the_year_belongs_to_the_next() {
        let rule = |when| Rule {
            name: "x".into(),
            basis: String::new(),
            when,
            from: None,
            until: None,
            holiday: true,
            hours: None,
        };
        let last_days = rule(When::NextMonday { month: 12, day: 30 });
        assert_eq!(last_days.dates_in(2026).collect::<Vec<_>>(), vec![date(2026, 1, 5)]);
        assert_eq!(last_days.dates_in(2027).collect::<Vec<_>>(), vec![date(2027, 1, 4)]);
        let far = rule(When::Easter { offset: 300, next_monday: false });
        assert_eq!(far.dates_in(2027).collect::<Vec<_>>(), vec![date(2027, 1, 30)]);
        let leap = rule(When::Fixed { month: 2, day: 29 });
        assert_eq!(leap.dates_in(2027).count() + leap.dates_in(2028).count(), 1);
    }
}
