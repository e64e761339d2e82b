//! A request walks from registration to its end; terms take effect at their own instants.

use desk::event::ClosedBy;
use desk::value::Inputs;
use desk::{Happened, agenda};
use jiff::SignedDuration;
use server::store::outbox::{self, State};
use server::task::{self, Turn};

use crate::app::*;
use crate::engine::Instance;

on_both_engines! {
    a_reported_request_is_closed_by_two_business_days_of_silence,
    an_outage_shorter_than_two_hours_changes_nothing_and_the_term_ends_at_its_instant,
    an_outage_on_the_last_day_gives_the_requester_another_day,
    a_late_answer_loses_even_while_the_task_sleeps,
    silence_is_not_known_until_a_minute_after_its_instant,
    a_chain_of_terms_after_a_week_down_ends_each_at_its_own_instant,
}

fn ended(what: &Happened) -> Option<()> {
    matches!(what, Happened::TermEnded { .. }).then_some(())
}

fn a_reported_request_is_closed_by_two_business_days_of_silence(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    let case = desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
    assert_eq!(desk.activity(&case), "2", "registering is the first activity");
    desk.pass_to("2026-11-20T15:00");
    reported(&desk, &case);
    assert_eq!(desk.activity(&case), "9");
    desk.pass_to("2026-11-20T15:05");
    let waiting = desk.case(&case);
    let term = waiting.running_terms().next().expect("the silence runs");
    assert_eq!(term.ends_at, bogota("2026-11-25T00:00"));

    desk.pass_to("2026-11-24T23:59");
    assert!(!desk.case(&case).is_closed(), "open all Tuesday");
    desk.pass_to("2026-11-25T08:00");
    let closing = desk.case(&case).closed.expect("it is closed");
    assert_eq!((closing.at, closing.by), (bogota("2026-11-25T00:00"), ClosedBy::Silence));
    assert_eq!(desk.facts(&case, ended).len(), 1, "once");
    let letters = desk.store.read(|reader| outbox::of_stream(reader, &case)).unwrap();
    let sent: Vec<&str> =
        letters.iter().filter(|letter| letter.state == State::Sent).map(|letter| letter.notice.as_str()).collect();
    assert_eq!(sent, ["acuse", "reporte", "recordatorio_reporte", "cierre_silencio"]);
}

/// A reported case whose silence ends on Wednesday 25 at midnight.
fn waiting(desk: &Desk<'_>) -> String {
    let case = desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
    reported(desk, &case);
    desk.clock.travel_to(desk.clock.now() + SignedDuration::from_mins(1));
    desk.settle();
    assert_eq!(desk.case(&case).running_terms().next().unwrap().ends_at, bogota("2026-11-25T00:00"));
    case
}

/// The program is not there until this instant, and then starts again.
fn down_until(desk: &Desk<'_>, local: &str) {
    desk.clock.travel_to(bogota(local));
    task::heartbeat::turn(desk).expect("it is there again");
    desk.settle();
}

fn an_outage_shorter_than_two_hours_changes_nothing_and_the_term_ends_at_its_instant(instance: &Instance) {
    let desk = Desk::earnest(instance, "2026-11-20T15:00");
    let case = waiting(&desk);
    down_until(&desk, "2026-11-20T16:00");
    for hour in 0..104 {
        desk.clock.travel_to(bogota("2026-11-20T16:00") + SignedDuration::from_hours(hour));
        task::heartbeat::turn(&desk).unwrap();
    }
    // Tuesday, 23:00; the last hour of the term is lost.
    down_until(&desk, "2026-11-25T00:30");
    assert_eq!(desk.facts(&case, ended), [((), bogota("2026-11-25T00:00"))]);
}

fn an_outage_on_the_last_day_gives_the_requester_another_day(instance: &Instance) {
    let desk = Desk::earnest(instance, "2026-11-20T15:00");
    let case = waiting(&desk);
    down_until(&desk, "2026-11-26T09:00");
    assert_eq!(desk.facts(&case, ended), []);
    let term = desk.case(&case).running_terms().next().unwrap().clone();
    // The program is back on Thursday, so the requester has all of Friday.
    assert_eq!(term.ends_at, bogota("2026-11-28T00:00"));
}

fn a_late_answer_loses_even_while_the_task_sleeps(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T15:00");
    let case = waiting(&desk);
    desk.pass_to("2026-11-24T23:50");
    // Nobody looks at the terms between.
    desk.clock.travel_to(bogota("2026-11-25T00:05"));
    task::heartbeat::turn(&desk).unwrap();
    task::spool::turn(&desk).unwrap();
    let late = desk.answer(LAURA, &case, "U-E18", Inputs::new());
    assert_eq!(Desk::refused(late), "caso_terminado");
    assert_eq!(desk.facts(&case, ended), [], "a refusal records nothing");
    desk.settle();
    assert_eq!(desk.case(&case).closed.unwrap().at, bogota("2026-11-25T00:00"));
}

fn silence_is_not_known_until_a_minute_after_its_instant(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T15:00");
    let case = waiting(&desk);
    desk.pass_to("2026-11-24T23:59:30");
    desk.clock.travel_to(bogota("2026-11-25T00:00:30"));
    task::heartbeat::turn(&desk).unwrap();
    assert!(matches!(task::terms::turn(&desk).unwrap(), Turn::Until(Some(_))));
    assert!(!desk.case(&case).is_closed());
    let early = desk.answer(LAURA, &case, "U-E18", Inputs::new());
    assert_eq!(Desk::refused(early), "termino_en_verificacion");
    // An ear that has not listened so far holds the silence back.
    let ear = desk.ear("spool");
    desk.clock.travel_to(bogota("2026-11-25T00:10"));
    task::heartbeat::turn(&desk).unwrap();
    desk.settle();
    assert!(!desk.case(&case).is_closed());
    ear.heard(bogota("2026-11-25T00:09"));
    desk.settle();
    assert_eq!(desk.case(&case).closed.unwrap().at, bogota("2026-11-25T00:00"));
    ear.heard(bogota("2027-01-01T00:00"));
}

fn a_chain_of_terms_after_a_week_down_ends_each_at_its_own_instant(instance: &Instance) {
    let desk = Desk::earnest(instance, "2026-11-20T15:00");
    let case = desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
    let alerts = |what: &Happened| match what {
        Happened::Alerted { percent, .. } => Some(("sent", *percent)),
        Happened::AlertOmitted { percent, .. } => Some(("omitted", *percent)),
        _ => None,
    };
    let due: Vec<_> =
        agenda::of_case(&desk.rulebook(&MESA.into()).unwrap(), &desk.case(&case)).iter().map(|due| due.at).collect();
    assert!(!due.is_empty(), "the clock has a target");
    down_until(&desk, "2026-12-10T09:00");
    let told = desk.facts(&case, alerts);
    assert_eq!(told.len(), due.len(), "each once");
    let sent = told.iter().filter(|((how, _), _)| *how == "sent").count();
    assert_eq!(sent, 1, "only the highest leaves");
    assert!(told.iter().zip(due).all(|((_, at), due)| *at == due));
}
