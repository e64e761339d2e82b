//! Whether some guards can ever, or always, hold: tried over every combination of facts that
//! makes a difference to them.

use std::collections::{BTreeMap, BTreeSet};

use crate::procedure::{Fact, Facts, Guard, Procedure, Relation, RoleKind};

/// More combinations than this are not tried: nothing is then said.
const MOST: usize = 20_000;

/// The values each fact is tried with.
pub struct Worlds<'a> {
    procedure: &'a Procedure,
    facts: BTreeMap<String, Vec<Fact>>,
}

#[derive(Clone, Copy)]
struct World<'a> {
    procedure: &'a Procedure,
    facts: &'a BTreeMap<&'a str, &'a Fact>,
    depth: u8,
}

/// A flag derived from itself is another check's finding; here the circle is cut.
const DEEPEST: u8 = 8;

impl Facts for World<'_> {
    fn fact(&self, name: &str) -> Fact {
        match self.procedure.flags.get(name).and_then(|flag| flag.derived.as_ref()) {
            Some(guard) if self.depth < DEEPEST => Fact::truth(guard.holds(&World { depth: self.depth + 1, ..*self })),
            Some(_) => Fact::Absent,
            None => self.facts.get(name).map_or(Fact::Absent, |fact| (*fact).clone()),
        }
    }
}

/// The facts some guards read, through derived flags down to what nothing derives.
pub fn read_by<'a>(procedure: &'a Procedure, guards: impl IntoIterator<Item = &'a Guard>) -> BTreeSet<&'a str> {
    let mut read = BTreeSet::new();
    let mut derived = BTreeSet::new();
    let mut waiting: Vec<&Guard> = guards.into_iter().collect();
    while let Some(guard) = waiting.pop() {
        for fact in guard.facts() {
            match procedure.flags.get(fact).and_then(|flag| flag.derived.as_ref()) {
                Some(inner) if derived.insert(fact) => waiting.push(inner),
                Some(_) => {}
                None => drop(read.insert(fact)),
            }
        }
    }
    read
}

impl<'a> Worlds<'a> {
    pub fn of(procedure: &'a Procedure, guards: impl IntoIterator<Item = &'a Guard>) -> Self {
        let mut facts: BTreeMap<String, Vec<Fact>> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        let mut waiting: Vec<&Guard> = guards.into_iter().collect();
        while let Some(guard) = waiting.pop() {
            collect(guard, &mut |name, value| {
                if let Some(inner) = procedure.flags.get(name).and_then(|flag| flag.derived.as_ref()) {
                    if seen.insert(name.to_string()) {
                        waiting.push(inner);
                    }
                    return;
                }
                let values = facts.entry(name.to_string()).or_insert_with(|| vec![Fact::Absent, Fact::Yes]);
                value
                    .into_iter()
                    .filter(|v| !values.contains(v))
                    .collect::<Vec<_>>()
                    .into_iter()
                    .for_each(|v| values.push(v));
            });
        }
        let worlds = Worlds { procedure, facts };
        // Whoever answers has a role; the tool has none.
        let roles = procedure
            .roles
            .iter()
            .filter(|(_, role)| role.is != RoleKind::System)
            .map(|(id, _)| id.to_string())
            .collect();
        if worlds.facts.contains_key("by") { worlds.with("by", roles) } else { worlds }
    }

    /// With these as the only values of a fact.
    pub fn with(mut self, fact: &str, values: Vec<String>) -> Self {
        if let Some(own) = self.facts.get_mut(fact).filter(|_| !values.is_empty()) {
            *own = values.into_iter().map(Fact::Word).collect();
        }
        self
    }

    /// Whether something is true in some world; nothing when there are too many to try.
    pub fn any(&self, is_so: impl Fn(&dyn Facts) -> bool) -> Option<bool> {
        let total =
            self.facts.values().try_fold(1usize, |n, values| n.checked_mul(values.len()).filter(|n| *n <= MOST))?;
        Some((0..total).any(|nth| is_so(&World { procedure: self.procedure, facts: &self.nth(nth), depth: 0 })))
    }

    /// The nth combination: each fact is a digit.
    fn nth(&self, nth: usize) -> BTreeMap<&str, &Fact> {
        let mut rest = nth;
        let mut facts = BTreeMap::new();
        for (name, values) in &self.facts {
            facts.insert(name.as_str(), &values[rest % values.len()]);
            rest /= values.len();
        }
        facts
    }
}

/// Every fact of a guard with the values that tell its sides apart.
fn collect<'g>(guard: &'g Guard, see: &mut impl FnMut(&'g str, Vec<Fact>)) {
    let number = |word: &str, by: f64| word.parse::<f64>().ok().map(|n| Fact::Number(n + by));
    match guard {
        Guard::Not(inner) => collect(inner, see),
        Guard::And(a, b) | Guard::Or(a, b) => {
            collect(a, see);
            collect(b, see);
        }
        Guard::Holds(name) => see(name, Vec::new()),
        Guard::In(name, words) => see(name, words.iter().map(Fact::word).collect()),
        Guard::Compare(name, Relation::Equal | Relation::NotEqual, word) => see(name, vec![Fact::word(word)]),
        Guard::Compare(name, _, word) => {
            see(name, [-1.0, 0.0, 1.0].iter().filter_map(|by| number(word, *by)).collect())
        }
    }
}
