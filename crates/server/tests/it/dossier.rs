//! A case handed out with its proofs, and every way of tampering with it.

use std::io::{Cursor, Read, Write};

use desk::Command;
use desk::event::File;
use desk::words::ContentId;
use server::act::{self, Order, To, words};
use server::dossier::{self, Finding, Report};
use server::task;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::app::{DIANA, Desk, LAURA, MESA, broken_computer, reported};
use crate::engine::Instance;

on_both_engines! {
    a_dossier_proves_its_case_up_to_the_last_seal,
    whatever_is_changed_added_or_removed_in_a_dossier_is_found_where_it_is,
    no_byte_of_a_dossier_can_change_unseen,
    what_was_withdrawn_is_not_in_the_dossier_and_the_rest_still_proves,
}

/// A reported case with a file, words and letters; sealed unless it is of today.
fn handed_out(instance: &Instance, sealed: bool) -> (Vec<u8>, [u8; 32]) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let case = worked(&desk);
    if sealed {
        task::seal::turn(&desk.app).unwrap();
    }
    of(&desk, &case)
}

fn worked(desk: &Desk<'_>) -> String {
    let case = desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
    attach(desk, &case, "pantallazo «rojo».png", b"not a real picture");
    desk.ask(DIANA, &case, Command::Note { text: words("Parece la fuente") }).unwrap();
    reported(desk, &case);
    desk.settle();
    case
}

pub fn attach(desk: &Desk<'_>, case: &str, name: &str, bytes: &[u8]) {
    let mut incoming = desk.store.incoming().unwrap();
    incoming.write_all(bytes).unwrap();
    let stored = incoming.finish().unwrap();
    let name = words(name);
    let file = File {
        id: ContentId::from(stored.id().to_string().as_str()),
        name: name.id(),
        media_type: "image/png".into(),
        size: stored.size(),
        field: None,
        internal: false,
    };
    let mut order = Order::of_person(&desk.app, "attach", &LAURA.into(), Command::Attach { file, name });
    order.files = vec![stored];
    act::act(&desk.app, &To::Case(case.to_owned()), order).unwrap();
}

fn of(desk: &Desk<'_>, case: &str) -> (Vec<u8>, [u8; 32]) {
    let key = task::seal::key(&desk.app).unwrap();
    let number = desk.case(case).number.to_string();
    let bytes = dossier::make(&desk.app, &key, &number, Cursor::new(Vec::new())).unwrap().into_inner();
    (bytes, key.public())
}

fn checked(bytes: &[u8], key: &[u8; 32]) -> Report {
    dossier::verify(Cursor::new(bytes), key).unwrap()
}

fn a_dossier_proves_its_case_up_to_the_last_seal(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let case = worked(&desk);
    let (today, key) = of(&desk, &case);
    let report = checked(&today, &key);
    assert_eq!((report.findings, report.sealed), (vec![], None), "of today: only the signature answers");
    task::seal::turn(&desk.app).unwrap();
    desk.ask(DIANA, &case, Command::Note { text: words("Después del sello") }).unwrap();
    let (later, _) = of(&desk, &case);
    let report = checked(&later, &key);
    assert_eq!(report.findings, []);
    let (_, day, covered) = report.sealed.unwrap();
    assert_eq!((day.as_str(), covered as usize), ("2026-11-20", report.facts - 1));
    let page = unpacked(&later).into_iter().find(|(path, _)| path == "expediente.html").unwrap().1;
    let page = String::from_utf8(page).unwrap();
    for told in ["Se reinicia solo", "Parece la fuente", "Laura Ximena Rojas Peña", "Punto de control", "pantallazo"] {
        assert!(page.contains(told), "{told}");
    }
    assert!(unpacked(&later).iter().any(|(path, _)| path.starts_with("cartas/")), "letters sent are in it");
    let (again, _) = of(&desk, &case);
    assert!(again == later, "the same case gives the same bytes");
}

fn unpacked(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let files = (0..zip.len()).map(|place| {
        let mut file = zip.by_index(place).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        (file.name().unwrap().into_owned(), bytes)
    });
    files.collect()
}

fn packed(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        zip.start_file(path.as_str(), SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn tampered(bytes: &[u8], how: impl FnOnce(&mut Vec<(String, Vec<u8>)>)) -> Vec<u8> {
    let mut files = unpacked(bytes);
    how(&mut files);
    packed(&files)
}

fn whatever_is_changed_added_or_removed_in_a_dossier_is_found_where_it_is(instance: &Instance) {
    let (bytes, key) = handed_out(instance, true);
    assert_eq!(checked(&tampered(&bytes, |_| ()), &key).findings, [], "packed again by another program");
    let paths: Vec<String> = unpacked(&bytes).into_iter().map(|(path, _)| path).collect();
    for path in paths.iter().filter(|path| !path.starts_with("manifest")) {
        let removed = tampered(&bytes, |files| files.retain(|(name, _)| name != path));
        assert!(checked(&removed, &key).findings.contains(&Finding::Removed { path: path.clone() }), "{path}");
        let changed = tampered(&bytes, |files| {
            let file = files.iter_mut().find(|(name, _)| name == path).unwrap();
            file.1.push(b' ');
        });
        assert!(checked(&changed, &key).findings.contains(&Finding::Changed { path: path.clone() }), "{path}");
    }
    let added = tampered(&bytes, |files| files.push(("adjuntos/999-nuevo.pdf".into(), b"invented".to_vec())));
    assert_eq!(checked(&added, &key).findings, [Finding::Added { path: "adjuntos/999-nuevo.pdf".into() }]);
    assert!(checked(&bytes, &[7; 32]).findings.contains(&Finding::NotSigned), "another instance's key");
    for around in [[b"before".as_slice(), &bytes].concat(), [&bytes, b"behind".as_slice()].concat()] {
        assert_ne!(checked(&around, &key).findings, []);
    }
    assert!(matches!(checked(b"no archive", &key).findings[..], [Finding::NotADossier { .. }]));
    rewritten_facts_break_the_chain(&bytes, &key);
}

/// Even where the list of files is made to agree.
fn rewritten_facts_break_the_chain(bytes: &[u8], key: &[u8; 32]) {
    let rewritten = |from: &str, to: &str| {
        tampered(bytes, |files| {
            let case = files.iter_mut().find(|(name, _)| name == "caso.json").unwrap();
            let text = String::from_utf8(case.1.clone()).unwrap();
            assert!(text.contains(from), "{from}");
            case.1 = text.replacen(from, to, 1).into_bytes();
        })
    };
    let other_actor = checked(&rewritten("\"actor\": \"diana.ospina\"", "\"actor\": \"laura.rojas\""), key);
    assert!(other_actor.findings.iter().any(|found| matches!(found, Finding::FactChanged { .. })));
    let other_seal = checked(&rewritten("\"streams\": ", "\"streams\": 1"), key);
    assert!(other_seal.findings.iter().any(|found| matches!(found, Finding::SealForged { .. })));
}

fn no_byte_of_a_dossier_can_change_unseen(instance: &Instance) {
    let (bytes, key) = handed_out(instance, true);
    let whole = unpacked(&bytes);
    let mut unseen = 0;
    for place in (0..bytes.len()).step_by(3) {
        let mut changed = bytes.clone();
        changed[place] ^= 0x21;
        if checked(&changed, &key).findings.is_empty() {
            // The date of a file, say: nothing of the case.
            assert!(unpacked(&changed) == whole, "byte {place} of {}", bytes.len());
            unseen += 1;
        }
    }
    assert!(unseen * 4 < bytes.len() / 3, "{unseen} of {} changes went unseen", bytes.len() / 3);
}

fn what_was_withdrawn_is_not_in_the_dossier_and_the_rest_still_proves(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let case = worked(&desk);
    let file = desk.case(&case).files[0].id.clone();
    desk.ask(
        crate::app::RICARDO,
        &case,
        Command::WithdrawContent { content: file, reason: words("Datos de otra persona") },
    )
    .unwrap();
    let (bytes, key) = of(&desk, &case);
    let report = checked(&bytes, &key);
    assert_eq!(report.findings, []);
    assert!(report.withdrawn >= 1);
    assert!(!unpacked(&bytes).iter().any(|(path, _)| path.starts_with("adjuntos/")));
}
