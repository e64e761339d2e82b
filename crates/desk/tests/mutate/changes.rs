//! One change at a time to a written procedure: every arrow, every number, everything required.

use toml::{Table, Value};

/// A procedure with one thing changed.
pub struct Change {
    /// What was changed, as one would look for it in the file.
    pub what: String,
    pub procedure: Table,
}

/// Every change this suite knows, in the order of the file.
pub fn of(procedure: &Table) -> Vec<Change> {
    let mut all = Changes { original: procedure, made: Vec::new() };
    all.answers();
    all.terms();
    all.clocks();
    all.notices();
    all.activities();
    all.survey();
    all.made
}

struct Changes<'t> {
    original: &'t Table,
    made: Vec<Change>,
}

impl Changes<'_> {
    fn push(&mut self, what: String, change: impl FnOnce(&mut Table)) {
        let mut procedure = self.original.clone();
        change(&mut procedure);
        self.made.push(Change { what, procedure });
    }

    /// Whether nobody ever waits in an activity: the tool leaves it in the instant it enters, so
    /// that no clock can tell and nobody can answer there.
    fn is_passed_at_once(&self, activity: &str) -> bool {
        let by = self.original["activity"][activity].as_table().map_or_else(Vec::new, |part| strings(part, "by"));
        let is_tool = |role: &String| self.original["role"][role.as_str()]["is"].as_str() == Some("system");
        let nobody = by.iter().all(is_tool);
        let leaves = |answer: &Table| strings(answer, "from").iter().any(|from| from == activity);
        nobody || self.parts("answer").iter().any(|(_, a)| leaves(a) && strings(a, "on") == ["registered"])
    }

    /// The parts of one kind, switched off ones aside.
    fn parts(&self, kind: &str) -> Vec<(String, Table)> {
        let parts = self.original.get(kind).and_then(Value::as_table).into_iter().flatten();
        let on = |part: &Table| part.get("off").and_then(Value::as_bool) != Some(true);
        let tables = parts.filter_map(|(id, part)| Some((id.clone(), part.as_table()?.clone())));
        tables.filter(|(_, part)| on(part)).collect()
    }

    /// Takes away each entry of a list; the last one takes the list with it.
    fn each_entry(&mut self, kind: &str, id: &str, part: &Table, key: &str) {
        for (at, entry) in strings(part, key).into_iter().enumerate() {
            let place = matches!(key, "from" | "runs_in").then(|| entry.split(' ').next().unwrap_or_default());
            if place.is_some_and(|activity| self.is_passed_at_once(activity)) {
                continue;
            }
            // Leaving an activity leaves its approval behind in any case.
            if entry == "recall" {
                continue;
            }
            self.push(format!("{kind}.{id}.{key} sin «{entry}»"), |procedure| {
                let part = part_of(procedure, kind, id);
                match part.get_mut(key) {
                    Some(Value::Array(list)) if list.len() > 1 => drop(list.remove(at)),
                    _ => drop(part.remove(key)),
                }
            });
        }
    }

    fn without(&mut self, kind: &str, id: &str, part: &Table, key: &str) {
        if part.contains_key(key) {
            self.push(format!("{kind}.{id} sin {key}"), |procedure| drop(part_of(procedure, kind, id).remove(key)));
        }
    }

    fn gone(&mut self, kind: &str, id: &str) {
        self.push(format!("sin {kind}.{id}"), |procedure| {
            if let Some(Value::Table(parts)) = procedure.get_mut(kind) {
                parts.remove(id);
            }
        });
    }

    fn answers(&mut self) {
        let activities: Vec<String> = self.parts("activity").into_iter().map(|(id, _)| id).collect();
        for (id, answer) in self.parts("answer") {
            self.gone("answer", &id);
            let to = answer.get("to").and_then(Value::as_str).unwrap_or_default().to_string();
            let place = activities.iter().position(|activity| *activity == to);
            let next = place.map_or(0, |place| (place + 1) % activities.len());
            let before = place.map_or(1, |place| (place + activities.len() - 1) % activities.len());
            for other in [next, before] {
                let other = activities[other].clone();
                self.push(format!("answer.{id} lleva a {other} y no a {to}"), |procedure| {
                    part_of(procedure, "answer", &id).insert("to".into(), Value::String(other.clone()));
                });
            }
            self.each_entry("answer", &id, &answer, "needs");
            self.each_entry("answer", &id, &answer, "does");
            if strings(&answer, "from").len() > 1 {
                self.each_entry("answer", &id, &answer, "from");
            }
            self.without("answer", &id, &answer, "if");
            self.without("answer", &id, &answer, "result");
        }
    }

    fn terms(&mut self) {
        for (id, term) in self.parts("term") {
            self.gone("term", &id);
            self.counts("term", &id, &term, "after");
            for key in ["from", "remind", "reply"] {
                self.without("term", &id, &term, key);
            }
        }
    }

    /// One more and one less of `2 business_days`.
    fn counts(&mut self, kind: &str, id: &str, part: &Table, key: &str) {
        let Some((n, unit)) = part.get(key).and_then(Value::as_str).and_then(|text| text.split_once(' ')) else {
            return;
        };
        let Ok(n) = n.parse::<i64>() else { return };
        for other in [n - 1, n + 1] {
            self.push(format!("{kind}.{id}.{key} de {other} y no de {n}"), |procedure| {
                part_of(procedure, kind, id).insert(key.into(), Value::String(format!("{other} {unit}")));
            });
        }
    }

    fn clocks(&mut self) {
        for (id, clock) in self.parts("clock") {
            self.gone("clock", &id);
            self.counts("clock", &id, &clock, "target");
            self.without("clock", &id, &clock, "anew");
            self.without("clock", &id, &clock, "if");
            self.each_entry("clock", &id, &clock, "runs_in");
            self.pauses(&id, &clock);
        }
    }

    /// A clock that goes on where it stood still: in an activity that is not an end, or for a
    /// reason that stopped it.
    fn pauses(&mut self, id: &str, clock: &Table) {
        let runs = strings(clock, "runs_in");
        for (at, entry) in runs.iter().enumerate() {
            if let Some((activity, _)) = entry.split_once(" unless ") {
                self.push(format!("clock.{id} corre en {activity} sin excepción"), |procedure| {
                    if let Some(Value::Array(list)) = part_of(procedure, "clock", id).get_mut("runs_in") {
                        list[at] = Value::String(activity.to_string());
                    }
                });
            }
        }
        let ends = |activity: &str| {
            !self.parts("answer").iter().any(|(_, a)| strings(a, "from").iter().any(|f| f == activity))
        };
        let still: Vec<String> = self
            .parts("activity")
            .into_iter()
            .map(|(activity, _)| activity)
            .filter(|activity| {
                !ends(activity)
                    && !self.is_passed_at_once(activity)
                    && !runs.iter().any(|run| run.split(' ').next() == Some(activity))
            })
            .collect();
        for activity in still {
            self.push(format!("clock.{id} no se detiene en {activity}"), |procedure| {
                if let Some(Value::Array(list)) = part_of(procedure, "clock", id).get_mut("runs_in") {
                    list.push(Value::String(activity.clone()));
                }
            });
        }
    }

    fn notices(&mut self) {
        for (id, notice) in self.parts("notice") {
            self.gone("notice", &id);
            self.each_recipient(&id, &notice);
            if strings(&notice, "on").len() > 1 {
                self.each_entry("notice", &id, &notice, "on");
            }
            self.without("notice", &id, &notice, "hold");
        }
    }

    fn each_recipient(&mut self, id: &str, notice: &Table) {
        if strings(notice, "to").len() > 1 {
            self.each_entry("notice", id, notice, "to");
        }
    }

    fn activities(&mut self) {
        for (id, activity) in self.parts("activity") {
            self.without("activity", &id, &activity, "control_point");
            self.without("activity", &id, &activity, "internal_decision");
        }
    }

    fn survey(&mut self) {
        let Some(days) = self.original.get("survey").and_then(|survey| survey.get("open_days")?.as_integer()) else {
            return;
        };
        for other in [days - 1, days + 1] {
            self.push(format!("survey.open_days de {other} y no de {days}"), |procedure| {
                if let Some(Value::Table(survey)) = procedure.get_mut("survey") {
                    survey.insert("open_days".into(), Value::Integer(other));
                }
            });
        }
        self.push("survey sin unless".into(), |procedure| {
            if let Some(Value::Table(survey)) = procedure.get_mut("survey") {
                survey.remove("unless");
            }
        });
    }
}

fn part_of<'t>(procedure: &'t mut Table, kind: &str, id: &str) -> &'t mut Table {
    procedure[kind][id].as_table_mut().unwrap_or_else(|| panic!("{kind}.{id} is no table"))
}

/// A list of texts, or a single one.
fn strings(part: &Table, key: &str) -> Vec<String> {
    match part.get(key) {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).map(str::to_string).collect(),
        Some(Value::String(one)) => vec![one.clone()],
        _ => Vec::new(),
    }
}
