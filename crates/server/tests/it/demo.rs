//! The demo lived from its first day to the visitor's, and what each of its people then finds. A
//! story that does not fit its procedure fails here.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};

use desk::PersonId;
use desk::knowledge::Reader;
use jiff::SignedDuration;
use server::demo::{self, Seeded};
use server::knowledge::{self, counts};
use server::store::StoreError;
use server::store::cases::{self, CaseRow, Queue};
use server::view;

use crate::app::{CST, Desk, LAURA, MESA, bogota};
use crate::engine::Instance;

on_both_engines! {
    the_demo_is_lived_without_a_refusal_and_everybody_finds_their_work,
}

fn the_demo_is_lived_without_a_refusal_and_everybody_finds_their_work(instance: &Instance) {
    let desk = Desk::at(instance, "2026-10-20T18:00");
    let Seeded { cases, refused, .. } = demo::seed(&desk.app, |_| ()).expect("the demo is filled");
    assert_eq!(refused, Vec::<String>::new());
    assert!(cases > 250, "{cases}");
    assert_eq!(desk.app.clock.now(), bogota("2026-11-23T10:20"), "a working Monday");
    every_state_has_a_case(&desk);
    laura_is_asked_at_both_desks(&desk);
    an_approval_waits_in_an_absent_directors_place(&desk);
    agents_and_specialists_have_work(&desk);
    something_happens_by_itself_today(&desk);
    articles_are_written_read_and_judged(&desk);
}

fn open(desk: &Desk<'_>, of: &str, queue: &Queue) -> Vec<CaseRow> {
    let rows = desk.store.read(|reader| cases::queue(reader, of, queue, None, 200));
    rows.expect("the queue is read")
}

fn every_state_has_a_case(desk: &Desk<'_>) {
    for (id, book) in &desk.app.entity().desks {
        let (from, until) = (bogota("2026-10-01T00:00"), bogota("2026-12-01T00:00"));
        let closed = desk.store.read(|reader| cases::closed(reader, id.as_str(), (from, until), None, 1_000));
        let mut reached: BTreeSet<String> =
            closed.expect("the closed are read").into_iter().map(|row| row.state_label).collect();
        reached.extend(open(desk, id.as_str(), &Queue::All).into_iter().map(|row| row.state_label));
        // Where nobody answers no case stays, and a new one is registered in the same instant.
        let stays = |activity: &desk::procedure::Activity| !activity.by.is_empty() || activity.exit.is_some();
        let activities =
            book.procedure.activities.iter().filter(|(activity, _)| Some(*activity) != book.procedure.first());
        for (_, activity) in activities.filter(|(_, activity)| stays(activity)) {
            let label = &book.procedure.states[&activity.state].label;
            assert!(reached.contains(label), "no case of {id} is {label}");
        }
    }
}

fn laura_is_asked_at_both_desks(desk: &Desk<'_>) {
    let laura = PersonId::from(LAURA);
    let hers = view::requests(&desk.app, &laura, true, None, 50).expect("her requests are read");
    for of in [MESA, CST] {
        assert!(hers.iter().any(|row| row.desk == of && row.waits_on == "requester"), "nothing at {of} waits for her");
    }
}

fn an_approval_waits_in_an_absent_directors_place(desk: &Desk<'_>) {
    let hernan = PersonId::from("hernan.quiroga");
    let pending = view::pending(&desk.app, &hernan, 20).expect("the approvals are read");
    assert!(pending.iter().any(|one| one.acting_for == Some("martha.cardenas".into())));
    assert!(pending.iter().any(|one| one.acting_for.is_none()));
}

fn agents_and_specialists_have_work(desk: &Desk<'_>) {
    let of = |person: &str| Queue::AssignedTo(person.into());
    for at in [MESA, CST] {
        assert!(!open(desk, at, &of("diana.ospina")).is_empty());
        assert!(!open(desk, at, &of("viviana.sotelo")).is_empty());
        assert!(!open(desk, at, &Queue::Unassigned).is_empty());
    }
    assert!(open(desk, MESA, &of("natalia.pardo")).iter().any(|row| row.restricted));
    assert!(open(desk, CST, &Queue::Overdue { now: desk.app.clock.now() }).len() > 1);
}

fn something_happens_by_itself_today(desk: &Desk<'_>) {
    let next = demo::travel::next_deadline(&desk.app).expect("the terms are read");
    assert!(next.is_some_and(|next| next < bogota("2026-11-23T17:00")));
    let next = next.unwrap_or_default();
    let due = |row: &CaseRow| row.due_at == Some(next);
    let over = |row: &CaseRow| {
        desk.case(&row.stream)
            .running_terms()
            .any(|run| run.ends_at <= next && next < run.ends_at + SignedDuration::from_hours(1))
    };
    let all = [MESA, CST].map(|at| open(desk, at, &Queue::All));
    assert!(all.iter().flatten().any(|row| due(row) || over(row)), "{next} is no term and no target");
    let tonight = bogota("2026-11-24T00:00");
    let ends = |row: &CaseRow| desk.case(&row.stream).running_terms().any(|run| run.ends_at == tonight);
    let silent = open(desk, MESA, &Queue::WaitingOn("requester".into()));
    assert!(silent.iter().any(ends), "no silence ends tonight");
}

#[test]
fn the_address_of_a_demo_answers_while_the_demo_is_being_filled() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut demo = Command::new(env!("CARGO_BIN_EXE_ventanilla"))
        .args(["demo", "--data"])
        .arg(folder.path().join("demo"))
        .env_clear()
        .env("VENTANILLA_LISTEN", "127.0.0.1:0")
        .env("VENTANILLA_LOG", "off")
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut said = String::new();
    BufReader::new(demo.stderr.take().expect("a pipe")).read_line(&mut said).expect("it says where");
    let address = said.trim_end().rsplit("http://").next().expect("an address").to_owned();
    let mut asked = TcpStream::connect(&address).expect("somebody listens");
    write!(asked, "GET /queue HTTP/1.1\r\nHost: {address}\r\nAccept-Language: es-CO\r\nConnection: close\r\n\r\n")
        .expect("it is asked");
    let mut answer = String::new();
    asked.read_to_string(&mut answer).expect("it answers");
    demo.kill().expect("it is killed");
    demo.wait().expect("it ends");
    assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
    assert!(answer.contains("Preparando la demostración"), "{answer}");
    assert!(answer.contains("retry-after: 2"), "{answer}");
}

fn articles_are_written_read_and_judged(desk: &Desk<'_>) {
    let (now, today) = (desk.app.clock.now(), jiff::civil::date(2026, 11, 23));
    let read = desk
        .store
        .read(|reader| Ok::<_, StoreError>((knowledge::library(desk, reader)?, counts::spared(reader, now)?)));
    let (library, spared) = read.expect("the articles are read");
    let everybody = library.read_by(Reader::Requester).count();
    let author: Vec<_> = library.read_by(Reader::Author).collect();
    assert!(everybody >= 8 && author.len() >= 10, "{everybody} of {}", author.len());
    assert!(author.iter().any(|(_, version)| version.texts.len() == 2), "some are in both languages");
    assert!(author.iter().any(|(it, _)| it.article.to_review(today)), "one waits to be reviewed");
    assert!(author.iter().any(|(it, _)| it.article.pending().is_some()), "one is a draft");
    assert!(spared.values().map(|count| count.spared).sum::<u64>() > 20, "{spared:?}");
}
