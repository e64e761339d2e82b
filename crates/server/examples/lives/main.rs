//! Thousands of random cases of every shipped procedure, lived by the pure rules on a virtual clock,
//! and written as an outsider would get them: the log, the analysis model, the diagram.
//! `cargo run -p server --example lives FOLDER [CASES]`. Nothing here is part of the product.

mod life;

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use desk::conformance;
use desk::procedure::Procedure;
use server::entity::{Entity, Files};
use server::format::cells::{self, Cells};
use server::format::xes::Xes;
use server::format::{bpmn, log, pnml};

const PEOPLE: &str = include_str!("../../../desk/tests/fixtures/people.csv");

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("usage: lives FOLDER [CASES]")?;
    let cases: u64 = arguments.next().map_or(Ok(2000), |text| text.parse())?;
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    let mut files = Files::shipped();
    files.put("entity.toml", "name = \"Entidad inventada\"\n".to_owned());
    files.put("people.csv", PEOPLE.to_owned());
    let entity = Entity::read(&files).map_err(|wrongs| format!("{wrongs:?}"))?;
    for desk in entity.desks.keys() {
        let rules = entity.rulebook(desk, Arc::from([])).ok_or("a desk without rules")?;
        let procedure = rules.procedure.clone();
        let id = procedure.document.id.as_str();
        let mut xes = Xes::begin(fs::File::create(folder.join(format!("{id}.xes")))?, id)?;
        let mut csv = Cells::begin(fs::File::create(folder.join(format!("{id}.csv")))?, cells::LOG)?;
        let mut taken = BTreeSet::new();
        for number in 1..=cases {
            let events = life::lived(&rules, number);
            let replayed =
                conformance::of_case(|_| Some(procedure.clone()), &events).ok_or("a case without a beginning")?;
            if let Some(deviation) = replayed.deviations().next() {
                return Err(format!("{id}: the product's own replay found {deviation:?}").into());
            }
            taken.extend(replayed.steps().map(|step| step.answer.clone()));
            let trace = log::trace(&replayed);
            xes.trace(&trace)?;
            cells::log_rows(&mut csv, &trace)?;
        }
        xes.end()?;
        csv.end()?;
        covered(&procedure, &taken)?;
        fs::write(folder.join(format!("{id}.pnml")), pnml::net(&procedure)?)?;
        fs::write(folder.join(format!("{id}.bpmn")), bpmn::diagram(&procedure)?)?;
        println!("{id}: {cases} cases, {} arrows", taken.len());
    }
    Ok(())
}

/// Every arrow was taken by some case, but one nobody can take: the registration is the first
/// activity's own answer, so no other answer leaves it.
fn covered(procedure: &Procedure, taken: &BTreeSet<desk::AnswerId>) -> Result<(), String> {
    let missing: Vec<&str> = procedure.answers.keys().filter(|id| !taken.contains(*id)).map(|id| id.as_str()).collect();
    match missing.is_empty() {
        true => Ok(()),
        false => Err(format!("{}: no case took {}", procedure.document.id, missing.join(", "))),
    }
}
