//! What an amendment changed, in words, for the cases it reaches (Spanish: it is written on them).

use toml::{Table, Value};

use super::Calendar;
use super::hours::Hours;

const DAYS: [&str; 7] = ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"];

impl Calendar {
    /// The differences from an earlier calendar, one sentence each; none when they are equal.
    pub fn changes_since(&self, earlier: &Self) -> Vec<String> {
        let (before, after) = (earlier.definition(), self.definition());
        let mut changes = Vec::new();
        let mut changed = |what: &str, before: &str, after: &str| {
            if before != after {
                changes.push(format!("{what}: {before} → {after}"));
            }
        };
        changed("edición", earlier.edition(), self.edition());
        changed("zona horaria", &before.tz.to_string(), &after.tz.to_string());
        let said = |hours: &Hours| match hours.is_closed() {
            true => "cerrado".to_owned(),
            false => hours.to_string(),
        };
        for ((day, before), after) in DAYS.iter().zip(before.week.days()).zip(after.week.days()) {
            changed(&format!("jornada del {day}"), &said(before), &said(after));
        }
        changes.extend(keys("términos en días", &table(&before.day_terms), &table(&after.day_terms)));
        changes.extend(lists(&before.rules, &after.rules, |rule| format!("regla «{}»", rule.name)));
        changes
            .extend(lists(&before.overrides, &after.overrides, |exact| format!("jornada propia del {}", exact.date)));
        changes.extend(lists(&before.suspensions, &after.suspensions, |suspension| {
            format!("suspensión del {} al {}", suspension.from, suspension.to)
        }));
        changes
    }
}

/// Things of one kind, told apart by what they are called.
fn lists<T: serde::Serialize + PartialEq>(before: &[T], after: &[T], name: impl Fn(&T) -> String) -> Vec<String> {
    let mut changes = Vec::new();
    for thing in after {
        let name_now = name(thing);
        match before.iter().find(|earlier| name(earlier) == name_now) {
            None => changes.push(format!("se agrega: {name_now}")),
            Some(earlier) => changes.extend(keys(&name_now, &table(earlier), &table(thing))),
        }
    }
    let gone = before.iter().map(&name).filter(|gone| !after.iter().any(|thing| name(thing) == *gone));
    changes.extend(gone.map(|gone| format!("se quita: {gone}")));
    changes
}

/// Keys whose values differ, as they are written in a calendar file.
fn keys(what: &str, before: &Table, after: &Table) -> Vec<String> {
    let said = |value: Option<&Value>| value.map_or("nada".to_owned(), ToString::to_string);
    let all = before.keys().chain(after.keys().filter(|key| !before.contains_key(*key)));
    all.filter(|key| before.get(*key) != after.get(*key))
        .map(|key| format!("{what}, {key}: {} → {}", said(before.get(key)), said(after.get(key))))
        .collect()
}

fn table<T: serde::Serialize>(thing: &T) -> Table {
    Table::try_from(thing).unwrap_or_default()
}
