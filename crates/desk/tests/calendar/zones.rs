//! Clocks that change, days that touch, and weeks of other shapes.

use desk::calendar::{BusinessTime, Calendar, DayKind, Reason};
use jiff::SignedDuration;
use jiff::civil::date;

use crate::{at, read, wall};

fn calendar(zone: &str, week: &str) -> Calendar {
    read(&format!("id = \"x\"\ntz = \"{zone}\"\n[week]\n{week}"))
}

const ALWAYS: &str =
    "mon = '24h'\ntue = '24h'\nwed = '24h'\nthu = '24h'\nfri = '24h'\nsat = '24h'\nsun = '00:00-24:00'";

fn hours(calendar: &Calendar, from: &str, to: &str) -> BusinessTime {
    calendar.elapsed(at(calendar, from), at(calendar, to))
}

#[test]
fn round_the_clock_loses_no_minute_in_any_zone() {
    for zone in [
        "America/Bogota",
        "America/New_York",
        "America/Santiago",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Africa/Casablanca",
    ] {
        let calendar = calendar(zone, ALWAYS);
        let (from, to) = (calendar.day_start(date(2009, 12, 30)), calendar.day_start(date(2031, 7, 1)));
        assert_eq!(calendar.elapsed(from, to).as_duration(), to.duration_since(from), "{zone}");
        let odd = SignedDuration::new(123_456_789, 987_654_321);
        assert_eq!(calendar.after(from, BusinessTime::from_duration(odd)), from + odd, "{zone}");
        assert_eq!(calendar.before(to, BusinessTime::from_duration(odd)), Some(to - odd), "{zone}");
    }
}

#[test]
fn round_the_clock_never_opens_nor_closes() {
    let calendar = calendar("America/New_York", ALWAYS);
    let midnight = at(&calendar, "2026-06-01 00:00");
    assert!(calendar.is_open(midnight));
    assert_eq!(calendar.opens_after(midnight), None);
    assert_eq!(calendar.closes_after(midnight), None);
    assert_eq!(calendar.opened_before(midnight), None);
    assert_eq!(calendar.closed_before(midnight), None);
    assert_eq!(calendar.hold_until(midnight), midnight);
    assert_eq!(calendar.explain(midnight, midnight + SignedDuration::from_hours(100), &[]).len(), 1);
}

#[test]
fn a_night_is_an_hour_shorter_or_longer_when_the_clock_changes() {
    let nights = calendar("America/New_York", "sat = \"22:00-24:00\"\nsun = \"00:00-06:00\"");
    assert_eq!(hours(&nights, "2026-03-07 12:00", "2026-03-08 12:00"), BusinessTime::from_hours(7));
    assert_eq!(hours(&nights, "2026-10-31 12:00", "2026-11-01 12:00"), BusinessTime::from_hours(9));
    assert_eq!(hours(&nights, "2026-06-06 12:00", "2026-06-07 12:00"), BusinessTime::from_hours(8));
    let due = nights.after(at(&nights, "2026-03-07 22:00"), BusinessTime::from_hours(5));
    assert_eq!(wall(&nights, due), "2026-03-08 04:00");
    assert_eq!(nights.closes_after(at(&nights, "2026-03-07 23:00")), Some(at(&nights, "2026-03-08 06:00")));
}

#[test]
fn ordinary_hours_do_not_feel_the_change_of_clock() {
    let office = calendar("America/New_York", "fri = \"08:00-17:00\"\nmon = \"08:00-17:00\"");
    let due = office.after(at(&office, "2026-03-06 16:00"), BusinessTime::from_hours(2));
    assert_eq!(wall(&office, due), "2026-03-09 09:00");
    let term = office.day_term(at(&office, "2026-03-06 16:00"), 1, DayKind::Business);
    assert_eq!(term.ends_at, at(&office, "2026-03-10 00:00"));
}

#[test]
fn a_skipped_hour_moves_what_begins_in_it_and_a_double_one_begins_the_first_time() {
    // 02:30 does not exist on 8 March: it is 03:30, after the segment's end; nothing is open.
    let skipped = calendar("America/New_York", "sun = \"02:30-03:15\"\nmon = \"09:00-17:00\"");
    assert_eq!(skipped.next_opening(at(&skipped, "2026-03-08 00:00")), at(&skipped, "2026-03-09 09:00"));
    let late = calendar("America/New_York", "sun = \"02:30-05:00\"");
    assert_eq!(hours(&late, "2026-03-08 00:00", "2026-03-09 00:00"), BusinessTime::from_minutes(90));
    // 01:30 comes twice on 1 November: the desk opens the first time and stays open.
    let double = calendar("America/New_York", "sun = \"01:30-03:00\"");
    assert_eq!(hours(&double, "2026-11-01 00:00", "2026-11-02 00:00"), BusinessTime::from_minutes(150));
    let touching = calendar("America/New_York", "sun = \"00:00-02:30, 02:30-24:00\"");
    assert_eq!(hours(&touching, "2026-03-08 00:00", "2026-03-09 00:00"), BusinessTime::from_hours(23));
}

#[test]
fn a_day_starts_when_its_zone_lets_it() {
    // Santiago skips from 24:00 to 01:00; Apia skipped 30 December 2011 whole.
    let santiago = calendar("America/Santiago", ALWAYS);
    assert_eq!(wall(&santiago, santiago.day_start(date(2026, 9, 6))), "2026-09-06 01:00");
    let apia = calendar("Pacific/Apia", "thu = \"09:00-17:00\"\nfri = \"09:00-17:00\"\nsat = \"09:00-17:00\"");
    assert!(!apia.is_business_day(date(2011, 12, 30)));
    assert_eq!(apia.business_day_after(date(2011, 12, 29), 1), Some(date(2011, 12, 31)));
    assert_eq!(hours(&apia, "2011-12-29 12:00", "2011-12-31 12:00"), BusinessTime::from_hours(8));
}

#[test]
fn colombia_tried_daylight_saving_in_1992() {
    // tzdata puts the change at 00:00 of Saturday 2 May.
    let nights = calendar("America/Bogota", "fri = \"22:00-24:00\"\nsat = \"00:00-06:00\"");
    assert_eq!(hours(&nights, "1992-05-01 12:00", "1992-05-02 12:00"), BusinessTime::from_hours(7));
    assert_eq!(hours(&nights, "1994-04-29 12:00", "1994-04-30 12:00"), BusinessTime::from_hours(8));
    let summer = nights.local("1992-06-01T12:00:00Z".parse().unwrap());
    assert_eq!(summer.hour(), 8);
}

#[test]
fn the_lunch_window_stops_the_clock() {
    let lunch = calendar("America/Bogota", "mon = \"08:00-12:00, 13:00-17:00\"\ntue = \"08:00-12:00, 13:00-17:00\"");
    let start = at(&lunch, "2026-11-23 11:30");
    assert_eq!(wall(&lunch, lunch.after(start, BusinessTime::from_minutes(30))), "2026-11-23 12:00");
    assert_eq!(wall(&lunch, lunch.after(start, BusinessTime::from_minutes(31))), "2026-11-23 13:01");
    assert!(!lunch.is_open(at(&lunch, "2026-11-23 12:00")) && lunch.is_open(at(&lunch, "2026-11-23 13:00")));
    assert_eq!(wall(&lunch, lunch.hold_until(at(&lunch, "2026-11-23 12:30"))), "2026-11-23 13:00");
    let told = lunch.explain(start, at(&lunch, "2026-11-23 13:30"), &[]);
    let reasons: Vec<&Reason> = told.iter().map(|interval| &interval.reason).collect();
    assert_eq!(reasons, [&Reason::Open, &Reason::OutsideHours, &Reason::Open]);
}

#[test]
fn a_desk_that_opens_one_day_a_week_waits_for_it() {
    let mondays = calendar("America/Bogota", "mon = \"08:00-17:00\"");
    let start = at(&mondays, "2026-11-23 16:00");
    assert_eq!(wall(&mondays, mondays.after(start, BusinessTime::from_hours(1))), "2026-11-23 17:00");
    assert_eq!(wall(&mondays, mondays.after(start, BusinessTime::from_hours(2))), "2026-11-30 09:00");
    assert_eq!(wall(&mondays, mondays.day_term(start, 2, DayKind::Business).ends_at), "2026-12-08 00:00");
    assert_eq!(mondays.business_days_between(date(2026, 1, 1), date(2027, 1, 1)), 52);
}

#[test]
fn midnight_is_inside_a_round_the_clock_day_and_terms_still_count_weekdays() {
    let calendar =
        calendar("America/Bogota", &format!("{ALWAYS}\n[day_terms]\ndays = ['mon', 'tue', 'wed', 'thu', 'fri']"));
    let friday = at(&calendar, "2026-11-20 23:59");
    assert_eq!(wall(&calendar, calendar.after(friday, BusinessTime::from_minutes(2))), "2026-11-21 00:01");
    let term = calendar.day_term(friday, 2, DayKind::Business);
    assert_eq!(term.counted, [date(2026, 11, 23), date(2026, 11, 24)]);
}

#[test]
fn what_never_comes_is_said_so() {
    let closed = read(
        "id = 'x'\ntz = 'America/Bogota'\n[[override]]\ndate = '2026-11-23'\nhours = '08:00-10:00'\nbasis = 'acto'",
    );
    let start = at(&closed, "2026-11-23 07:00");
    assert_eq!(wall(&closed, closed.after(start, BusinessTime::from_hours(2))), "2026-11-23 10:00");
    assert_eq!(closed.checked_after(start, BusinessTime::from_hours(3)), None);
    assert_eq!(closed.after(start, BusinessTime::from_hours(3)), jiff::Timestamp::MAX);
    assert_eq!(closed.before(start, BusinessTime::from_secs(1)), None);
    assert_eq!(closed.opens_after(at(&closed, "2026-11-23 08:00")), None);
    assert_eq!(closed.next_opening(at(&closed, "2026-11-23 10:00")), jiff::Timestamp::MAX);
    let term = closed.day_term(start, 1, DayKind::Business);
    assert_eq!((term.counted.len(), term.ends_at), (0, jiff::Timestamp::MAX));
}

#[test]
fn the_ends_of_time_are_no_trouble() {
    let calendar = calendar("America/Bogota", ALWAYS);
    let all = calendar.elapsed(jiff::Timestamp::MIN, jiff::Timestamp::MAX);
    assert_eq!(all.as_secs() / 86_400, i64::from(calendar.business_days_between(date(1, 1, 1), date(9999, 1, 1))));
    assert_eq!(calendar.after(jiff::Timestamp::MAX, BusinessTime::from_secs(1)), jiff::Timestamp::MAX);
    assert!(!calendar.is_open(jiff::Timestamp::MIN) && !calendar.is_open(jiff::Timestamp::MAX));
    assert!(!calendar.is_business_day(date(9999, 12, 31)));
    assert!(calendar.explain(jiff::Timestamp::MAX, jiff::Timestamp::MIN, &[]).is_empty());
}
#[test]
fn dbg() {
    let c = calendar("America/Bogota", ALWAYS);
    for t in c.time_zone().following(at(&c, "1992-01-01 00:00")) {
        println!("{:?} {:?}", t.timestamp(), t.offset());
    }
    println!("{:?}", c.local(at(&c, "1992-05-03 12:00")));
    let nights = calendar("America/Bogota", "sat = \"22:00-24:00\"\nsun = \"00:00-06:00\"");
    println!("{:#?}", nights.explain(at(&nights, "1992-05-02 12:00"), at(&nights, "1992-05-03 12:00"), &[]));
}
