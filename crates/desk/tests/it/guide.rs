//! The guide for process analysts says what the language is: its example runs, and nothing the
//! language knows is missing from it.

use std::path::Path;

use desk::facts::FACTS;
use desk::procedure::lint::{CHECKS, Setting, lint};
use desk::procedure::source;
use desk::procedure::wording::{VARIABLES, Wording};

use crate::shipped::readable;

fn guide() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/howto/procedure.md");
    std::fs::read_to_string(path).unwrap()
}

/// What stands between a fence that begins with this word and its end.
fn fenced(guide: &str, fence: &str) -> String {
    let start = guide.find(&format!("\n```{fence}\n")).unwrap_or_else(|| panic!("no hay ```{fence}")) + fence.len() + 5;
    let length = guide[start..].find("\n```").unwrap();
    guide[start..start + length].to_string()
}

/// The worked example.
pub fn example() -> String {
    fenced(&guide(), "toml")
}

#[test]
fn the_example_of_the_guide_is_a_clean_procedure() {
    let procedure = readable("docs/howto/procedure.md", source::read(&fenced(&guide(), "toml")));
    let findings = lint(&Setting::of(&procedure));
    assert!(findings.is_empty(), "{}", findings.iter().map(|f| format!("{f}\n")).collect::<String>());
    assert_eq!(procedure.activities.len(), 6);
}

#[test]
fn the_text_of_the_guide_can_be_read() {
    let guide = guide();
    let start = guide.find("Asunto: {caso}").unwrap();
    let length = guide[start..].find("\n```").unwrap();
    readable("texto de la guía", Wording::read(&guide[start..start + length]));
}

#[test]
fn the_guide_names_every_fact_variable_and_check() {
    let guide = guide();
    let facts = FACTS.iter().map(|fact| format!("`{fact}`"));
    let checks = CHECKS.iter().map(|check| format!("`{check}`"));
    let variables = VARIABLES.iter().filter(|(name, _)| *name != "dato").map(|(name, _)| format!("`{{{name}}}`"));
    for word in facts.chain(checks).chain(variables) {
        assert!(guide.contains(&word), "la guía no explica {word}");
    }
}

/// The words a wrong one is answered with are the words the language knows.
#[track_caller]
fn words_offered(example: &str, wrong: &str) -> Vec<String> {
    let text = fenced(&guide(), "toml").replacen(example, wrong, 1);
    let problems = source::read(&text).unwrap_err();
    let list = problems[0].message.split("use ").nth(1).unwrap().trim_end_matches('.');
    list.split([',', ' '])
        .filter(|word| word.len() > 2 && word.chars().all(|c| c.is_lowercase() || c == '_'))
        .map(str::to_string)
        .collect()
}

#[test]
fn the_guide_names_every_occasion_recipient_and_effect() {
    let guide = guide();
    let occasions = words_offered("on = \"closed\"", "on = \"cerrado\"");
    let recipients = words_offered("to = [\"approver\"]", "to = [\"aprobador\"]");
    let effects = words_offered("does = [\"recall\"]", "does = [\"retirar\"]");
    assert!(
        occasions.len() > 15 && recipients.len() > 7 && effects.len() > 6,
        "{occasions:?} {recipients:?} {effects:?}"
    );
    for word in occasions.iter().chain(&recipients).chain(&effects) {
        assert!(guide.contains(&format!("`{word}")), "la guía no explica «{word}»");
    }
}
