//! Commands are done once, and people who act at the same time do not undo each other.

use std::collections::BTreeSet;

use desk::Happened;
use desk::command::Command;
use desk::value::Inputs;
use server::act::{self, Failed, Order, To};
use server::store::contents::{self, Found};

use crate::app::*;
use crate::engine::Instance;

on_both_engines! {
    the_same_command_twice_is_done_once,
    the_same_command_at_the_same_time_is_done_once,
    a_repeated_registration_gives_the_first_number,
    two_people_who_answer_the_same_visit_do_not_both_win,
    comments_at_the_same_time_all_stay,
    a_thousand_registrations_at_the_same_time_get_a_thousand_numbers,
    a_case_that_is_not_there_cannot_be_asked_anything,
    what_was_withdrawn_is_gone_and_the_chain_still_verifies,
    a_content_of_another_case_is_not_withdrawn,
}

fn note(text: &str) -> Command {
    Command::Note { text: said(text) }
}

fn noted(what: &Happened) -> bool {
    matches!(what, Happened::Noted { .. })
}

fn the_same_command_twice_is_done_once(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    let case = desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
    let to = To::Case(case.clone());
    let first = act::act(&desk, &to, Order::of_person(&desk, "a", &DIANA.into(), note("uno")));
    let again = act::act(&desk, &to, Order::of_person(&desk, "a", &DIANA.into(), note("dos")));
    assert!(!first.unwrap().repeated);
    let again = again.unwrap();
    assert!(again.repeated && again.events.is_empty() && again.stream == case);
    assert_eq!(desk.count(&case, noted), 1);
    // The id is its asker's own.
    let other = Order::of_person(&desk, "a", &RICARDO.into(), note("tres"));
    assert!(!act::act(&desk, &to, other).unwrap().repeated);
    assert_eq!(desk.count(&case, noted), 2);
}

fn the_same_command_at_the_same_time_is_done_once(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    let case = desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
    let firsts = std::thread::scope(|scope| {
        let ask = || {
            let order = Order::of_person(&desk, "doble clic", &DIANA.into(), note("uno"));
            !act::act(&desk, &To::Case(case.clone()), order).unwrap().repeated
        };
        let asked: Vec<_> = (0..16).map(|_| scope.spawn(ask)).collect();
        asked.into_iter().filter(|_| true).map(|it| it.join().unwrap()).filter(|first| *first).count()
    });
    assert_eq!((firsts, desk.count(&case, noted)), (1, 1));
}

fn a_repeated_registration_gives_the_first_number(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    let register = || {
        let what = request(LAURA, "Se reinicia solo", broken_computer());
        act::act(&desk, &To::NewCase(MESA.into()), Order::of_person(&desk, "r", &LAURA.into(), what)).unwrap()
    };
    let (first, again) = (register(), register());
    assert_eq!((first.stream, first.number), (again.stream, again.number));
}

fn two_people_who_answer_the_same_visit_do_not_both_win(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    let cases: Vec<String> =
        (0..8).map(|n| desk.register(MESA, LAURA, &format!("Caso {n}"), broken_computer())).collect();
    for case in cases {
        let visit = desk.case(&case).visit_no();
        let refuse = texts(&[("motivo", "No corresponde a esta mesa.")]);
        let results = std::thread::scope(|scope| {
            let yes = scope.spawn(|| desk.answer_in(DIANA, &case, visit, "U-E03", Inputs::new()));
            let no = scope.spawn(|| desk.answer_in("julian.castaneda", &case, visit, "U-E02", refuse));
            [yes.join().unwrap(), no.join().unwrap()]
        });
        let [lost] = results
            .into_iter()
            .filter(Result::is_err)
            .collect::<Vec<_>>()
            .try_into()
            .unwrap_or_else(|lost: Vec<_>| panic!("{} lost", lost.len()));
        assert_eq!(Desk::refused(lost), "caso_avanzo");
    }
}

fn comments_at_the_same_time_all_stay(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    let case = desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
    std::thread::scope(|scope| {
        for n in 0..16 {
            let (desk, case) = (&desk, &case);
            scope.spawn(move || desk.ask(DIANA, case, note(&format!("nota {n}"))).unwrap());
        }
    });
    assert_eq!(desk.count(&case, noted), 16);
}

fn a_thousand_registrations_at_the_same_time_get_a_thousand_numbers(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    let numbers: Vec<String> = std::thread::scope(|scope| {
        let register = |_| {
            let desk = &desk;
            scope.spawn(move || {
                (0..125)
                    .map(|n| {
                        let done = desk.register_with(MESA, LAURA, &format!("Caso {n}"), broken_computer());
                        done.unwrap().number.to_string()
                    })
                    .collect::<Vec<_>>()
            })
        };
        let threads: Vec<_> = (0..8).map(register).collect();
        threads.into_iter().flat_map(|it| it.join().unwrap()).collect()
    });
    assert_eq!(numbers.len(), 1000);
    assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), 1000);
    assert!(numbers.iter().all(|number| number.starts_with("SOL-2026-")), "{}", numbers[0]);
}

fn a_case_that_is_not_there_cannot_be_asked_anything(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
    assert!(matches!(desk.ask(DIANA, "no-hay", note("x")), Err(Failed::NotFound)));
    let elsewhere = desk.register_with("otra-mesa", LAURA, "x", Inputs::new());
    assert!(matches!(elsewhere, Err(Failed::NotFound)));
}

fn what_was_withdrawn_is_gone_and_the_chain_still_verifies(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    let case = desk.register(MESA, LAURA, "Mi clave es 1234", broken_computer());
    let subject = desk.case(&case).subject;
    let withdraw = |who: &str| {
        let what = Command::WithdrawContent { content: subject.clone(), reason: said("El asunto traía una clave.") };
        desk.ask(who, &case, what)
    };
    assert_eq!(Desk::refused(withdraw(DIANA)), "sin_permiso");
    withdraw(RICARDO).unwrap();
    let id = subject.as_str().parse().unwrap();
    let found = desk.store.read(|reader| contents::get(reader, &case, id)).unwrap();
    assert!(matches!(found, Some(Found::Withdrawn { .. })));
    let row = desk.store.read(|reader| server::store::cases::get(reader, &case)).unwrap().unwrap();
    assert_eq!(row.subject, "", "lists do not show it either");
}

fn a_content_of_another_case_is_not_withdrawn(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    let one = desk.register(MESA, LAURA, "Uno", broken_computer());
    let other = desk.register(MESA, LAURA, "Otro", broken_computer());
    let what = Command::WithdrawContent { content: desk.case(&other).subject, reason: said("Por probar.") };
    assert!(matches!(desk.ask(RICARDO, &one, what), Err(Failed::NotFound)));
}
