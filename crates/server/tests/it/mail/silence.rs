//! Silence, and what arrives before or after it was written.

use desk::Happened;

use super::*;
use crate::app::LAURA;
use crate::engine::Instance;

on_both_engines! {
    a_bounce_before_the_end_stops_the_term_and_tells_the_agent,
    a_bounce_after_the_silence_reinstates_the_case,
    a_delay_or_a_forged_report_changes_nothing,
    a_timely_letter_found_after_the_closing_reinstates_the_case,
    a_letter_whose_stamp_is_not_ours_is_late,
    letters_of_a_week_down_are_taken_in_before_any_silence_is_written,
}

fn reinstated(desk: &Desk<'_>, case: &str) -> usize {
    desk.count(case, |what| matches!(what, Happened::Reinstated { .. }))
}

fn a_bounce_before_the_end_stops_the_term_and_tells_the_agent(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let case = declined(&desk);
    pipe(&desk, &bounce(&letter(&desk, &case, "reporte", LAURA), "failed"));
    assert_eq!(desk.count(&case, |what| matches!(what, Happened::DeliveryFailed { .. })), 1);
    assert!(desk.case(&case).terms.iter().all(|run| run.stopped));
    desk.pass_to("2026-12-01T08:00");
    assert!(!desk.case(&case).is_closed(), "nobody was told, so nobody was silent");
    assert!(sent(&desk, &case).iter().any(|sent| sent.row.notice == "no_entregado"), "the desk learns it");
}

fn a_bounce_after_the_silence_reinstates_the_case(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let case = declined(&desk);
    let report = letter(&desk, &case, "reporte", LAURA);
    desk.pass_to("2026-11-26T09:00");
    assert!(desk.case(&case).is_closed());
    pipe(&desk, &bounce(&report, "failed"));
    assert_eq!(reinstated(&desk, &case), 1);
    assert_eq!((desk.case(&case).is_closed(), desk.activity(&case).as_str()), (false, "9"));
}

fn a_delay_or_a_forged_report_changes_nothing(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let case = declined(&desk);
    let report = letter(&desk, &case, "reporte", LAURA);
    let before = desk.case(&case);
    pipe(&desk, &bounce(&report, "delayed"));
    let forged = String::from_utf8(bounce(&report, "failed")).unwrap();
    let id = report.header("Message-ID");
    let mac = id.split('@').next().unwrap().rsplit('.').next().unwrap().to_owned();
    pipe(&desk, forged.replace(&mac, "aaaaaaaaaaaaaaaa").as_bytes());
    pipe(&desk, forged.replace(&id, &format!("<{}@otra.example>", desk.case(&case).number)).as_bytes());
    assert_eq!(desk.case(&case), before);
}

fn a_timely_letter_found_after_the_closing_reinstates_the_case(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let case = declined(&desk);
    let report = letter(&desk, &case, "reporte", LAURA);
    desk.pass_to("2026-11-25T09:00");
    assert_eq!(desk.case(&case).closed.unwrap().at, bogota("2026-11-25T00:00"));
    // It lay in a queue of ours over night.
    let timely = draft(LAURA_MAIL, MESA_MAIL, "Re", "No estoy de acuerdo.")
        .answering(&report)
        .stamped(&desk, "2026-11-24T23:58");
    pipe(&desk, &timely.bytes());
    assert_eq!(reinstated(&desk, &case), 1);
    assert!(desk.case(&case).to_interpret.is_some());
    let arrived = desk.facts(&case, |what| matches!(what, Happened::MessageReceived { .. }).then_some(()));
    assert_eq!(arrived, [((), bogota("2026-11-24T23:58"))]);
    assert!(sent(&desk, &case).iter().any(|sent| sent.row.notice == "restablecida"));
}

fn a_letter_whose_stamp_is_not_ours_is_late(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let case = declined(&desk);
    let report = letter(&desk, &case, "reporte", LAURA);
    desk.pass_to("2026-11-25T09:00");
    let late = draft(LAURA_MAIL, MESA_MAIL, "Re", "No estoy de acuerdo.").answering(&report);
    let stamped = String::from_utf8(late.clone().stamped(&desk, "2026-11-24T23:58").bytes()).unwrap();
    pipe(&desk, stamped.replace("by mx.ipt.example", "by mx.otra.example").as_bytes());
    let late =
        draft(LAURA_MAIL, MESA_MAIL, "Re", "De verdad que no.").answering(&report).stamped(&desk, "2026-11-25T00:00");
    pipe(&desk, &late.bytes());
    assert_eq!(reinstated(&desk, &case), 0);
    assert!(desk.case(&case).is_closed());
    assert_eq!(
        desk.count(&case, |what| matches!(what, Happened::MessageReceived { .. })),
        2,
        "what she wrote is in the case"
    );
}

fn letters_of_a_week_down_are_taken_in_before_any_silence_is_written(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let case = declined(&desk);
    let report = letter(&desk, &case, "reporte", LAURA);
    // Nobody works; her answer waits in the spool, and after it a second thought.
    desk.clock.travel_to(bogota("2026-11-30T09:00"));
    let later = draft(LAURA_MAIL, MESA_MAIL, "Re", "Y llamen antes de venir.").answering(&report);
    keep_since(&desk, bogota("2026-11-24T16:00"), "", &later.bytes());
    let answer = draft(LAURA_MAIL, MESA_MAIL, "Re", "No estoy de acuerdo.").answering(&report);
    keep_since(&desk, bogota("2026-11-24T15:00"), "", &answer.bytes());
    server::task::heartbeat::turn(&desk).unwrap();
    desk.settle();
    let arrived = desk.facts(&case, |what| match what {
        Happened::MessageReceived { to_interpret, .. } => Some(*to_interpret),
        _ => None,
    });
    assert_eq!(arrived, [(true, bogota("2026-11-24T15:00")), (true, bogota("2026-11-24T16:00"))]);
    assert_eq!(reinstated(&desk, &case), 0, "no silence was ever written");
    assert!(!desk.case(&case).is_closed());
}
