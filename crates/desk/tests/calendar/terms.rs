//! The worked examples of the domain, T1 to T5.

use desk::calendar::{BusinessTime, Calendar, DayKind};

use crate::{at, national, read, wall};

fn check_days(calendar: &Calendar, from: &str, n: u32, counted: &[&str], ends: &str) {
    let term = calendar.day_term(at(calendar, from), n, DayKind::Business);
    let days: Vec<String> = term.counted.iter().map(|date| date.strftime("%m-%d").to_string()).collect();
    assert_eq!(
        (days.iter().map(String::as_str).collect::<Vec<_>>().as_slice(), wall(calendar, term.ends_at).as_str()),
        (counted, ends),
        "{from} + {n}"
    );
}

fn check_due(calendar: &Calendar, start: &str, hours: i64, due: &str) {
    let found = calendar.after(at(calendar, start), BusinessTime::from_hours(hours));
    assert_eq!(wall(calendar, found), due, "{start} + {hours} h");
}

fn check_paused(start: &str, hours: i64, pause: [&str; 2], used: i64, due: &str) {
    let calendar = &national();
    let [paused_at, resumed_at] = pause.map(|instant| at(calendar, instant));
    assert_eq!(calendar.elapsed(at(calendar, start), paused_at), BusinessTime::from_hours(used));
    let found = calendar.due(at(calendar, start), BusinessTime::from_hours(hours), &[(paused_at, resumed_at)]).unwrap();
    assert_eq!(wall(calendar, found), due);
}

#[test]
fn t1_silence_of_two_business_days() {
    let calendar = &national();
    check_days(calendar, "2026-11-20 10:15", 2, &["11-23", "11-24"], "2026-11-25 00:00");
    check_days(calendar, "2026-11-20 18:30", 2, &["11-23", "11-24"], "2026-11-25 00:00");
    check_days(calendar, "2026-11-21 09:00", 2, &["11-23", "11-24"], "2026-11-25 00:00");
    check_days(calendar, "2026-11-23 06:00", 2, &["11-24", "11-25"], "2026-11-26 00:00");
    check_days(calendar, "2026-11-13 16:30", 2, &["11-17", "11-18"], "2026-11-19 00:00");
    check_days(calendar, "2026-12-07 15:00", 2, &["12-09", "12-10"], "2026-12-11 00:00");
    check_days(calendar, "2026-12-23 11:00", 2, &["12-24", "12-28"], "2026-12-29 00:00");
    check_days(calendar, "2027-03-24 10:00", 2, &["03-29", "03-30"], "2027-03-31 00:00");
    check_days(calendar, "2027-04-15 10:00", 2, &["04-19", "04-20"], "2027-04-21 00:00");
}

#[test]
fn t2_three_business_days_pending_by_the_user() {
    let calendar = &national();
    check_days(calendar, "2026-11-12 11:00", 3, &["11-13", "11-17", "11-18"], "2026-11-19 00:00");
    check_days(calendar, "2026-07-09 10:00", 3, &["07-10", "07-14", "07-15"], "2026-07-16 00:00");
}

#[test]
fn t3_approval_in_24_business_hours() {
    let calendar = &national();
    check_due(calendar, "2026-11-20 10:00", 24, "2026-11-24 16:00");
    check_due(calendar, "2026-11-20 10:00", 12, "2026-11-23 13:00");
    check_due(calendar, "2026-11-20 10:00", 18, "2026-11-24 10:00");
    check_due(calendar, "2026-11-13 15:30", 24, "2026-11-19 12:30");
    check_due(calendar, "2026-12-07 16:00", 24, "2026-12-11 13:00");
    check_due(calendar, "2026-11-21 11:00", 24, "2026-11-25 14:00");
    check_due(calendar, "2026-12-30 09:00", 24, "2027-01-04 15:00");
}

#[test]
fn t3_with_a_lunch_gap_moves_to_the_next_day() {
    let lunch = include_str!("../../../../procedures/calendars/co-nacional.toml")
        .replace("\"08:00-17:00\"", "\"08:00-12:00, 13:00-17:00\"");
    check_due(&read(&lunch), "2026-11-20 10:00", 24, "2026-11-25 10:00");
}

#[test]
fn t4_provisioning_waits_for_stock() {
    check_paused("2026-11-23 08:00", 24, ["2026-11-24 10:00", "2026-11-26 15:00"], 11, "2026-11-30 10:00");
}

#[test]
fn t5_thresholds_come_at_the_earliest_instant() {
    let calendar = &national();
    let target = BusinessTime::from_hours(16);
    let start = at(calendar, "2026-11-23 09:00");
    let reached = |percent| wall(calendar, calendar.after(start, target.percent(percent)));
    assert_eq!([50, 75, 100].map(reached), ["2026-11-23 17:00", "2026-11-24 12:00", "2026-11-24 16:00"]);
}

#[test]
fn t5_a_pause_moves_only_what_was_not_reached() {
    let pause = ["2026-11-24 10:00", "2026-11-26 09:00"];
    check_paused("2026-11-23 09:00", 8, pause, 10, "2026-11-23 17:00");
    check_paused("2026-11-23 09:00", 12, pause, 10, "2026-11-26 11:00");
    check_paused("2026-11-23 09:00", 16, pause, 10, "2026-11-26 15:00");
}

#[test]
fn t5_a_pause_outside_of_business_hours_changes_nothing() {
    let calendar = &national();
    let without = calendar.after(at(calendar, "2026-11-27 09:00"), BusinessTime::from_hours(16));
    check_paused("2026-11-27 09:00", 16, ["2026-11-27 18:00", "2026-11-28 12:00"], 8, &wall(calendar, without));
}

#[test]
fn t5_a_pause_over_a_long_weekend_counts_only_its_business_time() {
    check_paused("2026-11-13 16:00", 8, ["2026-11-14 09:00", "2026-11-17 10:00"], 1, "2026-11-17 17:00");
}

#[test]
fn a_notice_waits_for_the_opening_but_leaves_at_closing_time() {
    let calendar = &national();
    let held = |from| wall(calendar, calendar.hold_until(at(calendar, from)));
    assert_eq!(held("2026-11-23 17:00"), "2026-11-23 17:00");
    assert_eq!(held("2026-11-23 08:00"), "2026-11-23 08:00");
    assert_eq!(held("2026-11-23 17:01"), "2026-11-24 08:00");
    assert_eq!(held("2026-11-25 00:00"), "2026-11-25 08:00");
    assert_eq!(held("2026-11-13 17:00"), "2026-11-13 17:00");
    assert_eq!(held("2026-11-14 10:00"), "2026-11-17 08:00");
}
