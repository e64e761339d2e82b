//! What is found, by whom, and by which words.

use desk::command::Command;
use desk::value::Inputs;
use desk::{Case, PersonId};
use server::view;

use crate::app::*;
use crate::engine::Instance;

on_both_engines! {
    words_are_found_without_accents_and_with_other_endings,
    a_search_finds_nothing_the_searcher_may_not_read,
    a_number_is_found_whole_or_by_its_end,
    what_was_withdrawn_is_not_found,
}

fn found(desk: &Desk<'_>, person: &str, typed: &str) -> Vec<String> {
    let rows = view::search(desk, &PersonId::from(person), typed, 20).expect("the search answers");
    rows.into_iter().map(|row| row.stream).collect()
}

fn words_are_found_without_accents_and_with_other_endings(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    let printer = desk.register(MESA, LAURA, "La impresora del pasillo no imprime", broken_computer());
    let network = desk.register(MESA, "camilo.restrepo", "Sin conexión en la sala de juntas", Inputs::new());
    desk.ask(DIANA, &printer, Command::Comment { text: said("Llevamos un tóner nuevo mañana.") }).unwrap();
    for typed in ["IMPRESORAS", "impreso", "pasillos impresora", "toner", "IPT-0961"] {
        assert_eq!(found(&desk, DIANA, typed), [printer.clone()], "{typed}");
    }
    for typed in ["conexion", "juntas sala", "camilo"] {
        assert_eq!(found(&desk, DIANA, typed), [network.clone()], "{typed}");
    }
    assert_eq!(found(&desk, DIANA, "por favor").len(), 2, "the newest first");
    assert_eq!(found(&desk, DIANA, "por favor")[0], network);
    assert!(found(&desk, DIANA, "impresora juntas").is_empty());
    for nothing in ["", "   ", "\"", "*", "a OR", "'; --"] {
        found(&desk, DIANA, nothing);
    }
}

fn a_search_finds_nothing_the_searcher_may_not_read(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    let case = desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
    desk.ask(DIANA, &case, Command::Note { text: said("Sospecho del arrendador.") }).unwrap();
    assert_eq!(found(&desk, DIANA, "arrendador"), [case.clone()]);
    assert!(found(&desk, LAURA, "arrendador").is_empty(), "a note is the desk's");
    assert_eq!(found(&desk, LAURA, "reinicia"), [case.clone()]);
    for stranger in ["camilo.restrepo", "nadie"] {
        for typed in ["reinicia", "arrendador", "laura", &number(&desk.case(&case))] {
            assert!(found(&desk, stranger, typed).is_empty(), "{stranger}: {typed}");
        }
    }
    // An agent reads the own request as its requester: not by the desk's words.
    let own = desk.register(MESA, DIANA, "Mi teclado falla", broken_computer());
    desk.ask("julian.castaneda", &own, Command::Note { text: said("Es la tercera vez del teclado zurdo.") }).unwrap();
    assert!(found(&desk, DIANA, "zurdo").is_empty());
    assert_eq!(found(&desk, "julian.castaneda", "zurdo"), [own]);
}

fn number(case: &Case) -> String {
    case.number.to_string()
}

fn a_number_is_found_whole_or_by_its_end(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    let first = desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
    let number = number(&desk.case(&first));
    let end = number.rsplit('-').next().unwrap().trim_start_matches('0').to_owned();
    for typed in [number.clone(), number.to_lowercase(), end] {
        assert_eq!(found(&desk, DIANA, &typed), [first.clone()], "{typed}");
    }
}

fn what_was_withdrawn_is_not_found(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    let case = desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
    desk.ask(LAURA, &case, Command::Comment { text: said("Mi clave es caracola.") }).unwrap();
    assert_eq!(found(&desk, DIANA, "caracolas"), [case.clone()]);
    let written = desk.facts(&case, |what| match what {
        desk::Happened::Commented { text } => Some(text.clone()),
        desk::Happened::MessageReceived { text, .. } => Some(text.clone()),
        _ => None,
    });
    let (content, _) = written.last().expect("it was said").clone();
    let reason = said("Escribió una clave.");
    desk.ask(RICARDO, &case, Command::WithdrawContent { content, reason }).unwrap();
    assert!(found(&desk, DIANA, "caracolas").is_empty());
    assert_eq!(found(&desk, DIANA, "reinicia"), [case]);
}
