//! Absences: who may say that somebody is away and who stands in, and what stands after it. Facts
//! of the people, whom all desks share, not of one case.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::access;
use crate::event::DeskHappened;
use crate::names::*;
use crate::people::Absence;
use crate::refused::Refused;
use crate::rulebook::Rulebook;

/// No absence is told further ahead than the end of the year after next.
const YEARS_AHEAD: i16 = 2;

/// Records that somebody is away and who stands in; `desks` are all there are.
///
/// # Errors
/// When the asker may not, when the substitute is the absent person or is away in turn, or the
/// dates end before they begin, are past or too far away.
pub fn record(desks: &[Rulebook], by: &PersonId, absence: Absence, now: Timestamp) -> Result<DeskHappened, Refused> {
    let rules = may(desks, by, &absence.absent)?;
    for person in [&absence.absent, &absence.substitute] {
        if rules.people.get(person).is_none_or(|p| !p.active) {
            return Err(Refused::PersonUnknown { person: person.clone() });
        }
    }
    let wrong = |field: &str, why: &str| Err(Refused::InputInvalid { field: field.into(), why: why.into() });
    let today = rules.calendar.local(now).date();
    if absence.until_on < absence.from_on {
        return wrong("hasta", "la ausencia termina antes de comenzar.");
    }
    if absence.until_on < today || absence.until_on.year() > today.year() + YEARS_AHEAD {
        return wrong("hasta", "la fecha ya pasó o está demasiado lejos.");
    }
    if absence.substitute == absence.absent {
        return wrong("suplente", "nadie se suple a sí mismo.");
    }
    let overlap = |a: &Absence| a.from_on <= absence.until_on && absence.from_on <= a.until_on;
    if rules.absences.iter().any(|a| a.absent == absence.substitute && overlap(a)) {
        return wrong("suplente", "también estará ausente esos días.");
    }
    let Absence { absent, substitute, from_on, until_on } = absence;
    Ok(DeskHappened::AbsenceRecorded { absent, substitute, from_on, until_on, evidence: None })
}

/// Ends the absence that began or would begin on a date: the one under way today, which is its last
/// day; one that has not begun is taken back. Nothing where this person has no such absence.
///
/// # Errors
/// When the asker may not.
pub fn end(
    desks: &[Rulebook],
    by: &PersonId,
    absent: &PersonId,
    from_on: Date,
    now: Timestamp,
) -> Result<Option<DeskHappened>, Refused> {
    let rules = may(desks, by, absent)?;
    let today = rules.calendar.local(now).date();
    let own = |a: &&Absence| a.absent == *absent && a.from_on == from_on && a.until_on >= today;
    let until_on = match from_on.yesterday() {
        Ok(before) if from_on > today => before,
        _ => today,
    };
    let ended = DeskHappened::AbsenceEnded { absent: absent.clone(), until_on };
    Ok(rules.absences.iter().find(own).map(|_| ended))
}

/// The absent person says it, or a desk on their notice. Gives the rules of any desk: people and
/// absences are the same at each.
fn may<'a>(desks: &'a [Rulebook], by: &PersonId, absent: &PersonId) -> Result<&'a Rulebook, Refused> {
    let allowed = by == absent || desks.iter().any(|rules| access::is_desk(rules, by));
    desks.first().filter(|_| allowed).ok_or(Refused::NotAllowed)
}

/// The absences that stand after what happened, in order.
pub fn standing(happened: impl IntoIterator<Item = DeskHappened>) -> Vec<Absence> {
    let mut absences: Vec<Absence> = Vec::new();
    for what in happened {
        match what {
            DeskHappened::AbsenceRecorded { absent, substitute, from_on, until_on, .. } => {
                absences.retain(|a| !(a.absent == absent && a.from_on == from_on));
                absences.push(Absence { absent, substitute, from_on, until_on });
            }
            DeskHappened::AbsenceEnded { absent, until_on } => {
                let under_way = |a: &Absence| a.absent == absent && a.covers(until_on) && a.until_on > until_on;
                // The last day of one under way, or the day before one that is taken back.
                let taken_back = |a: &Absence| a.absent == absent && a.from_on.yesterday().ok() == Some(until_on);
                if absences.iter().any(under_way) {
                    absences.iter_mut().filter(|a| under_way(a)).for_each(|a| a.until_on = until_on);
                } else {
                    absences.retain(|a| !taken_back(a));
                }
            }
            DeskHappened::Configured { .. } | DeskHappened::Published { .. } | DeskHappened::ReadingsAdopted { .. } => {
            }
        }
    }
    absences
}

#[cfg(test)]
mod tests {
    use super::*;

    fn away(from_on: &str, until_on: &str) -> DeskHappened {
        DeskHappened::AbsenceRecorded {
            absent: "dora".into(),
            substitute: "coco".into(),
            from_on: from_on.parse().unwrap(),
            until_on: until_on.parse().unwrap(),
            evidence: None,
        }
    }

    fn back(until_on: &str) -> DeskHappened {
        DeskHappened::AbsenceEnded { absent: "dora".into(), until_on: until_on.parse().unwrap() }
    }

    #[track_caller]
    fn check(happened: &[DeskHappened], stand: &[(&str, &str)]) {
        let found = standing(happened.to_vec());
        let found: Vec<_> = found.iter().map(|a| (a.from_on.to_string(), a.until_on.to_string())).collect();
        let wanted: Vec<_> = stand.iter().map(|(from, until)| (from.to_string(), until.to_string())).collect();
        assert_eq!(found, wanted);
    }

    #[test]
    fn who_is_back_early_is_still_away_on_later_dates() {
        let both = [away("2026-11-16", "2026-11-27"), away("2026-12-14", "2026-12-24")];
        check(
            &[&both[..], &[back("2026-11-18")]].concat(),
            &[("2026-11-16", "2026-11-18"), ("2026-12-14", "2026-12-24")],
        );
    }

    #[test]
    fn an_absence_that_has_not_begun_is_taken_back_alone() {
        let both = [away("2026-11-16", "2026-11-27"), away("2026-12-14", "2026-12-24")];
        check(&[&both[..], &[back("2026-12-13")]].concat(), &[("2026-11-16", "2026-11-27")]);
    }

    #[test]
    fn the_same_first_day_told_again_replaces_what_was_told() {
        check(&[away("2026-11-16", "2026-11-27"), away("2026-11-16", "2026-11-20")], &[("2026-11-16", "2026-11-20")]);
    }
}
