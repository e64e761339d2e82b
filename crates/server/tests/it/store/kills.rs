//! The program is killed at every named place and at some others: what it acknowledged is there,
//! nothing is half done, each notice is kept, and the next run finishes the work.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};

use server::store::outbox::State;
use server::store::{Access, Config, Database, SealKey, Store, StoreError};
use server::store::{attachments, command_outbox, commands, events, numbers, outbox, seals, terms};

use crate::engine::Instance;

on_both_engines! {
    killed_before_a_commit,
    killed_after_a_commit_before_its_answer,
    killed_after_writing_a_file_before_it_has_its_name,
    killed_after_a_file_has_its_name_before_its_transaction,
    killed_after_a_lease_before_sending,
    killed_after_sending_before_the_outcome_is_kept,
    killed_between_the_slices_of_a_seal,
    killed_before_a_command_for_another_case_is_settled,
    killed_from_outside_after_the_first_case,
    killed_from_outside_while_at_work,
    killed_from_outside_near_the_end,
}

/// Where each test kills, so that none is forgotten.
const TESTED: [&str; 8] = [
    "before-commit",
    "after-commit-before-answer",
    "after-attachment-write-before-rename",
    "after-attachment-rename-before-transaction",
    "after-lease-before-send",
    "after-send-before-outcome",
    "between-seal-slices",
    "before-command-outbox-settled",
];

#[test]
fn every_crash_point_is_tested() {
    assert_eq!(BTreeSet::from(TESTED), BTreeSet::from_iter(server::crash::POINTS.iter().copied()));
}

fn killed_before_a_commit(instance: &Instance) {
    survives(instance, Kill::At("before-commit:17"));
}

fn killed_after_a_commit_before_its_answer(instance: &Instance) {
    survives(instance, Kill::At("after-commit-before-answer:17"));
}

fn killed_after_writing_a_file_before_it_has_its_name(instance: &Instance) {
    survives(instance, Kill::At("after-attachment-write-before-rename:20"));
}

fn killed_after_a_file_has_its_name_before_its_transaction(instance: &Instance) {
    survives(instance, Kill::At("after-attachment-rename-before-transaction:20"));
}

fn killed_after_a_lease_before_sending(instance: &Instance) {
    survives(instance, Kill::At("after-lease-before-send:5"));
}

fn killed_after_sending_before_the_outcome_is_kept(instance: &Instance) {
    survives(instance, Kill::At("after-send-before-outcome:5"));
}

fn killed_between_the_slices_of_a_seal(instance: &Instance) {
    survives(instance, Kill::At("between-seal-slices:2"));
}

fn killed_before_a_command_for_another_case_is_settled(instance: &Instance) {
    survives(instance, Kill::At("before-command-outbox-settled:3"));
}

fn killed_from_outside_after_the_first_case(instance: &Instance) {
    survives(instance, Kill::After(1));
}

fn killed_from_outside_while_at_work(instance: &Instance) {
    survives(instance, Kill::After(23));
}

fn killed_from_outside_near_the_end(instance: &Instance) {
    survives(instance, Kill::After(70));
}

enum Kill {
    /// At a named place.
    At(&'static str),
    /// From outside, once this many cases were acknowledged.
    After(usize),
    Never,
}

fn survives(instance: &Instance, kill: Kill) {
    let folder = crate::engine::folder();
    let config = Config { folder: folder.path().into(), ..instance.config().clone() };
    let first = run(&config, &kill, "first", 0);
    drop(check(&config, &first));

    let second = run(&config, &Kill::Never, "second", 1);
    assert_eq!(second.len(), 72);
    let store = check(&config, &[first, second].concat());
    check_all_is_done(&store);
}

/// Runs the worker until its end and returns what it acknowledged.
fn run(config: &Config, kill: &Kill, name: &str, hour: usize) -> Vec<String> {
    let database = match &config.database {
        Database::Sqlite => "sqlite",
        Database::Postgres { url } => url,
    };
    let mut worker = Command::new(env!("CARGO_BIN_EXE_crash-worker"));
    worker.arg(&config.folder).args([database, name, &hour.to_string()]).stdout(Stdio::piped()).stderr(Stdio::piped());
    if let Kill::At(place) = kill {
        worker.env("VENTANILLA_CRASH_AT", place);
    }
    let mut worker = worker.spawn().unwrap();
    let mut acknowledged = Vec::new();
    for line in BufReader::new(worker.stdout.take().unwrap()).lines() {
        acknowledged.push(line.unwrap());
        if matches!(kill, Kill::After(count) if *count == acknowledged.len()) {
            worker.kill().unwrap();
        }
    }
    let ended = worker.wait_with_output().unwrap();
    let signal = match kill {
        Kill::At(_) => Some(6),
        Kill::After(_) => Some(9),
        Kill::Never => None,
    };
    assert_eq!(ended.status.signal(), signal, "{}", String::from_utf8_lossy(&ended.stderr));
    acknowledged
}

fn check(config: &Config, acknowledged: &[String]) -> Store {
    let store = Store::open(config.clone(), Access::Owner).unwrap();
    let key = SealKey::read(&config.folder.join("seal.pem")).unwrap();
    let report = store.verify(Some(key.public()), |_| ()).unwrap();
    assert!(report.is_whole(), "{report:?}");

    let streams = store.read(|reader| events::streams(reader, "", 10_000)).unwrap();
    let here: Vec<&str> = streams.iter().filter_map(|it| it.stream.strip_prefix("case:")).collect();
    for id in acknowledged {
        assert!(here.contains(&id.as_str()), "{id} was acknowledged and is not there");
    }
    let sent = sent(config);
    for id in here.into_iter().filter(|id| *id != "target") {
        check_whole(&store, id, &sent);
    }
    check_links(&store);
    store
}

/// A case is there with everything that was registered with it, or not at all.
fn check_whole(store: &Store, id: &str, sent: &BTreeMap<String, Vec<String>>) {
    let stream = format!("case:{id}");
    store
        .read(|reader| {
            let events = events::load(reader, &stream)?;
            assert_eq!(events.iter().map(|it| it.kind.as_str()).collect::<Vec<_>>(), ["Registered", "Moved"]);
            let outcome = commands::find(reader, "ana", id)?.expect("its command has an outcome");
            let number = outcome.outcome.parse().expect("a number");
            assert_eq!(numbers::stream(reader, "ti", 2026, number)?.as_ref(), Some(&stream));
            assert_eq!(terms::of_stream(reader, &stream)?.len(), 1);
            assert_eq!(attachments::of_stream(reader, &stream)?.len(), 1);
            let notices = outbox::of_stream(reader, &stream)?;
            assert_eq!(notices.len(), 1);
            // However often it went out, it was the same message, and the one on record.
            let copies = sent.get(id).map_or(&[][..], Vec::as_slice);
            let kept = outbox::message(reader, id)?;
            assert!(copies.iter().all(|copy| Some(copy.as_bytes()) == kept.as_deref()), "{copies:?}");
            assert!(notices[0].state == State::Waiting || !copies.is_empty(), "{id} was never sent");
            Ok::<_, StoreError>(())
        })
        .unwrap();
    let file = store.read(|reader| attachments::of_stream(reader, &stream)).unwrap().remove(0);
    assert_eq!(store.check_attachment(file.id).unwrap(), Some(true));
}

/// A command for another case took effect there exactly if it is settled here, and once.
fn check_links(store: &Store) {
    let links = store.read(|reader| events::load(reader, "case:target")).unwrap();
    let linked: BTreeSet<_> = links.iter().map(|it| it.command.clone()).collect();
    assert_eq!(linked.len(), links.len());
    let far = "2100-01-01T00:00:00Z".parse().unwrap();
    let waiting = store.read(|reader| command_outbox::due(reader, far, 10_000)).unwrap();
    assert!(waiting.iter().all(|it| !linked.contains(&it.id)));
}

fn check_all_is_done(store: &Store) {
    assert_eq!(store.read(|reader| outbox::waiting(reader, 1)).unwrap(), 0);
    assert_eq!(store.read(command_outbox::next).unwrap(), None);
    let seals = store.read(|reader| seals::page(reader, 0, 10_000)).unwrap();
    let sealed: BTreeMap<String, i64> = seals
        .iter()
        .flat_map(|seal| store.read(|reader| seals::leaves(reader, seal.number)).unwrap())
        .map(|leaf| (leaf.stream, leaf.seq))
        .collect();
    for stream in store.read(|reader| events::streams(reader, "", 10_000)).unwrap() {
        assert_eq!(sealed.get(&stream.stream), Some(&stream.head.last_seq), "{}", stream.stream);
    }
}

/// What the mail server got, by notice.
fn sent(config: &Config) -> BTreeMap<String, Vec<String>> {
    let text = std::fs::read_to_string(config.folder.join("sent")).unwrap_or_default();
    let mut sent = BTreeMap::<String, Vec<String>>::new();
    for line in text.lines() {
        let id = line.split_once(' ').unwrap().0;
        sent.entry(id.to_owned()).or_default().push(line.to_owned());
    }
    sent
}
