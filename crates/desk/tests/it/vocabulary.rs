//! What leaves the program as data (the facts of a dossier, the words of the schema of procedures)
//! is named by the vocabulary of the domain analysis, §5.1. There is no public API yet; when there
//! is, its types belong here too.

use std::collections::BTreeSet;

use desk::Happened;
use desk::event::{ApprovalOutcome, Channel, ClosedBy, DeskHappened, Verdict};
use desk::procedure::StateKind;
use serde::de::DeserializeOwned;

/// The types of §5.1, each with the beginnings of the words that name it in English: its own, its
/// standard term, or the English of the Spanish word the documents use.
const VOCABULARY: [(&str, &[&str]); 19] = [
    ("Case", &["case"]),
    ("CaseClass", &["class"]),
    ("ServiceRequest", &["request"]),
    ("Problem, ChangeRef", &["problem", "change"]),
    ("Service, CatalogueItem, Category", &["service", "item", "category"]),
    ("Requester, RequestedFor, RegisteredBy", &["requester", "register", "parties"]),
    ("Agent, Specialist, FulfilmentGroup", &["agent", "specialist", "group", "assign", "staff", "role"]),
    // requested → approved | rejected | cancelled (§5.2); denied is the whole of it, by any step.
    ("Approval, Approver, Substitute", &["approv", "asked", "decided", "substitute", "reject", "denied", "recalled"]),
    ("AuthorisationMatrix", &["matrix"]),
    ("Clock, Target, Threshold, Breach", &["clock", "target", "threshold", "alert", "measured"]),
    // Plazo, término.
    ("Timer", &["term", "remind", "silence"]),
    ("Pending, OnHold", &["pending", "suspend"]),
    ("Escalation", &["escalat"]),
    // Result is what closed it (§2.3); reinstated is a closure that was none.
    ("Resolution, Closure, ClosureCode, Reopen", &["resol", "clos", "result", "reinstat"]),
    ("WorkNote, Comment", &["note", "comment"]),
    ("Survey", &["survey"]),
    ("Channel", &["channel", "portal", "mail", "phone", "person", "api", "message"]),
    ("Procedure, Activity, ControlPoint, Record", &["procedure", "activit", "document", "answer", "enter", "state"]),
    ("KnowledgeArticle", &["article"]),
];

/// Names for what §5.1 has no type for: the log's own, and the parts a procedure is written with.
const BESIDE: [&str; 33] = [
    // What people and the tool do to a case.
    "Edited",
    "Interpreted",
    "Attached",
    "Followed",
    "Unfollowed",
    "Restricted",
    "FlagSet",
    "FlagCleared",
    "Corrected",
    "Undone",
    "Migrated",
    "Linked",
    "Merged",
    "Continued",
    "ContentWithdrawn",
    "Outage",
    // Letters.
    "NoticeDropped",
    "NoticeWritten",
    "Delivered",
    "DeliveryFailed",
    "notice",
    // The desk itself.
    "AbsenceRecorded",
    "AbsenceEnded",
    "Configured",
    "Published",
    "ReadingsAdopted",
    // A procedure's file, and a state's kind.
    "reading",
    "definition",
    "flag",
    "field",
    "new",
    "in_review",
    "in_progress",
];

/// Synonyms that the vocabulary sets aside for the term it chose.
const SET_ASIDE: [&str; 10] =
    ["ticket", "issue", "opener", "delegate", "fulfil", "timer", "breach", "hold", "csat", "workflow"];

/// The names an enumeration is read by: what its reader answers to one it does not know.
fn names<T: DeserializeOwned>() -> Vec<String> {
    let Err(said) = serde_json::from_str::<T>("\"?\"") else { panic!("«?» was read") };
    let said = said.to_string();
    let (_, expected) = said.split_once("expected").unwrap_or_else(|| panic!("{said}"));
    let names: Vec<String> = expected.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    assert!(!names.is_empty(), "{said}");
    names
}

fn published() -> BTreeSet<String> {
    let mut all: BTreeSet<String> = names::<Happened>().into_iter().chain(names::<DeskHappened>()).collect();
    all.extend(names::<StateKind>());
    all.extend(names::<Channel>());
    all.extend(names::<ClosedBy>());
    all.extend(names::<Verdict>());
    all.extend(names::<ApprovalOutcome>());
    let schema = crate::schema::schema();
    all.extend(schema["$defs"].as_object().expect("the parts of a procedure").keys().cloned());
    // The machine itself, where a person is named otherwise.
    all.remove("system");
    all
}

/// `NoticeWritten`, `in_person` → the words it is made of, in lower case.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for c in name.chars() {
        match words.last_mut() {
            Some(word) if c.is_lowercase() => word.push(c),
            _ if c == '_' => words.push(String::new()),
            _ => words.push(c.to_lowercase().collect()),
        }
    }
    words
}

/// UPME-GLO-3
#[test]
fn the_facts_and_the_schema_that_are_published_are_named_by_the_vocabulary() {
    let published = published();
    assert!(published.len() > 75, "{}", published.len());
    let stems: Vec<&str> = VOCABULARY.iter().flat_map(|(_, stems)| stems.iter().copied()).collect();
    let follows = |name: &str| words(name).iter().any(|word| stems.iter().any(|stem| word.starts_with(stem)));
    let beside: BTreeSet<&str> = BESIDE.into();
    let strange: Vec<_> = published.iter().filter(|name| !follows(name) && !beside.contains(name.as_str())).collect();
    assert!(strange.is_empty(), "the vocabulary does not know {strange:?}");
    let idle: Vec<_> = beside.iter().filter(|name| !published.contains(**name) || follows(name)).collect();
    assert!(idle.is_empty(), "nobody publishes these, or the vocabulary has them: {idle:?}");
    for name in &published {
        assert!(words(name).iter().all(|word| !SET_ASIDE.iter().any(|other| word.starts_with(other))), "{name}");
    }
}

/// UPME-GLO-3
#[test]
fn every_type_of_the_vocabulary_that_a_case_carries_has_a_fact_or_a_part_of_the_schema() {
    let published = published();
    let named = |stems: &[&str]| {
        published.iter().any(|name| words(name).iter().any(|word| stems.iter().any(|stem| word.starts_with(stem))))
    };
    let without: Vec<&str> = VOCABULARY.iter().filter(|(_, stems)| !named(stems)).map(|(own, _)| *own).collect();
    // Data of the catalogue, the matrix and the case's fields; nothing is published under a type of its own.
    let data = ["Case", "CaseClass", "Service, CatalogueItem, Category", "AuthorisationMatrix", "KnowledgeArticle"];
    assert_eq!(without, data);
}
