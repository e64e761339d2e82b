//! What must hold of any calendar, against an oracle that looks at every minute.

use desk::calendar::{BusinessTime, Calendar, DayKind, Definition, Edge, Hours, Override, Rule, Suspension, When};
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp, ToSpan};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;

/// Days in which a property looks around; long enough for two weekends and a clock change.
const WINDOW: i64 = 15;

/// Zones whose clocks change in every way we know of, and a date near a change.
const PLACES: [(&str, Date); 10] = [
    ("America/Bogota", date(2026, 11, 10)),
    ("America/Bogota", date(1992, 4, 25)),
    ("UTC", date(2027, 12, 25)),
    ("America/New_York", date(2026, 3, 1)),
    ("America/New_York", date(2026, 10, 25)),
    ("America/Santiago", date(2026, 4, 1)),
    ("America/Santiago", date(2026, 8, 30)),
    ("Australia/Lord_Howe", date(2026, 4, 1)),
    ("Pacific/Apia", date(2011, 12, 22)),
    ("America/St_Johns", date(2010, 11, 1)),
];

/// A calendar, and what the oracle needs to know of it, kept apart from the calendar's own reading.
#[derive(Clone, Debug)]
struct Sample {
    definition: Definition,
    base: Date,
    midnight: Timestamp,
}

impl Sample {
    fn calendar(&self) -> Calendar {
        Calendar::new(self.definition.clone()).unwrap()
    }

    fn minute(&self, minute: i64) -> Timestamp {
        self.midnight + SignedDuration::from_mins(minute)
    }

    /// Open stretches around the window, from jiff's own reading of each civil hour.
    fn open_stretches(&self) -> Vec<(Timestamp, Timestamp)> {
        let tz = self.definition.tz.time_zone().unwrap();
        let instant = |day: Date, second: u32| match second {
            0 => day.to_zoned(tz.clone()).unwrap().timestamp(),
            86_400 => day.tomorrow().unwrap().to_zoned(tz.clone()).unwrap().timestamp(),
            second => (day.at(0, 0, 0, 0) + i64::from(second).seconds()).to_zoned(tz.clone()).unwrap().timestamp(),
        };
        let first = self.base.saturating_sub(3.days());
        // A date its zone skipped is no day.
        let exists = |day: &Date| instant(*day, 0) < instant(*day, 86_400);
        let days = first.series(1.day()).take(WINDOW as usize + 6).filter(exists);
        days.flat_map(|day| self.hours_of(day).into_iter().map(move |(from, to)| (day, from, to)))
            .map(|(day, from, to)| (instant(day, from), instant(day, to)))
            .collect()
    }

    fn hours_of(&self, day: Date) -> Vec<(u32, u32)> {
        let is_on = |rule: &&Rule| rule.when == When::Single { date: day };
        let exact = self.definition.overrides.iter().find(|exact| exact.date == day);
        let hours = match exact {
            Some(exact) => exact.hours.segments(),
            None if self.definition.rules.iter().filter(is_on).any(|rule| rule.hours.is_none()) => &[],
            None => self.definition.week.on(day.weekday()).segments(),
        };
        hours.to_vec()
    }

    fn is_suspended(&self, day: Date) -> bool {
        self.suspended_dates().any(|(from, to)| (from..=to).contains(&day))
    }

    fn suspended_dates(&self) -> impl Iterator<Item = (Date, Date)> {
        self.definition.suspensions.iter().filter_map(|suspension| match (suspension.from, suspension.to) {
            (Edge::Date(from), Edge::Date(to)) => Some((from, to)),
            _ => None,
        })
    }

    /// For each minute of the window, whether it counts.
    fn minutes(&self) -> Vec<bool> {
        let tz = self.definition.tz.time_zone().unwrap();
        let midnight = |day: Date| day.to_zoned(tz.clone()).unwrap().timestamp();
        let open = self.open_stretches();
        let suspended: Vec<_> =
            self.suspended_dates().map(|(from, to)| (midnight(from), midnight(to.tomorrow().unwrap()))).collect();
        let inside =
            |stretches: &[(Timestamp, Timestamp)], at| stretches.iter().any(|(from, to)| (*from..*to).contains(&at));
        let counts = |minute| {
            let at = self.minute(minute);
            inside(&open, at) && !inside(&suspended, at)
        };
        (0..WINDOW * 1440).map(counts).collect()
    }
}

fn hours() -> impl Strategy<Value = Hours> {
    // Quarters of an hour, so that segments touch, meet midnight and meet clock changes often.
    let segments = btree_set(0u32..=96, 0..=3).prop_map(|edges| {
        let edges: Vec<u32> = edges.into_iter().collect();
        edges.chunks_exact(2).map(|pair| (pair[0] * 900, pair[1] * 900)).collect::<Vec<_>>()
    });
    prop_oneof![
        3 => segments.prop_map(|segments| Hours::new(segments).unwrap()),
        1 => Just("24h".parse().unwrap()),
        1 => Just("08:00-12:00, 13:00-17:00".parse().unwrap()),
    ]
}

fn sample() -> impl Strategy<Value = Sample> {
    let place = prop::sample::select(PLACES.to_vec());
    let days = || vec(0..WINDOW, 0..3);
    let week = vec(hours(), 7);
    let exact = prop::option::of((0..WINDOW, hours()));
    (place, week, days(), exact, prop::option::of((0..WINDOW, 0..3i64))).prop_map(
        |((zone, base), week, holidays, exact, suspended)| {
            let day = |after: i64| base.saturating_add(after.days());
            let mut definition = plain(zone);
            let mut week = week.into_iter();
            let mut next = || week.next().unwrap();
            definition.week.mon = "09:00-17:00".parse().unwrap();
            definition.week.tue = next();
            definition.week.wed = next();
            definition.week.thu = next();
            definition.week.fri = next();
            definition.week.sat = next();
            definition.week.sun = next();
            definition.rules = holidays.into_iter().map(|after| holiday(day(after))).collect();
            definition.overrides = exact
                .into_iter()
                .map(|(after, hours)| Override {
                    date: day(after),
                    hours,
                    name: "propia".into(),
                    basis: "acto".into(),
                    business_day: None,
                })
                .collect();
            definition.suspensions = suspended
                .map(|(from, length)| Suspension {
                    from: Edge::Date(day(from)),
                    to: Edge::Date(day(from + length)),
                    basis: "acto".into(),
                })
                .into_iter()
                .collect();
            let tz = definition.tz.time_zone().unwrap();
            let midnight = base.to_zoned(tz).unwrap().timestamp();
            Sample { definition, base, midnight }
        },
    )
}

fn plain(zone: &str) -> Definition {
    toml::from_str(&format!("id = \"x\"\ntz = \"{zone}\"\n[week]\nmon = \"08:00-17:00\"")).unwrap()
}

fn holiday(date: Date) -> Rule {
    Rule {
        name: format!("festivo {date}"),
        basis: "ley".into(),
        when: When::Single { date },
        from: None,
        until: None,
        holiday: true,
        hours: None,
    }
}

fn minute() -> impl Strategy<Value = i64> {
    0..WINDOW * 1440
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 48,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn elapsed_counts_the_open_minutes(sample in sample(), a in minute(), b in minute()) {
        let (a, b) = (a.min(b), a.max(b));
        let calendar = sample.calendar();
        let open = sample.minutes()[a as usize..b as usize].iter().filter(|open| **open).count();
        let elapsed = calendar.elapsed(sample.minute(a), sample.minute(b));
        prop_assert_eq!(elapsed, BusinessTime::from_minutes(open as i64));
        prop_assert_eq!(calendar.elapsed(sample.minute(b), sample.minute(a)), BusinessTime::ZERO);
    }

    #[test]
    fn after_is_the_earliest_minute_and_before_the_latest(sample in sample(), start in minute(), time in 0..3000i64) {
        let calendar = sample.calendar();
        let minutes = sample.minutes();
        let time_of = |minutes| BusinessTime::from_minutes(minutes);
        let mut left = time;
        let end = (start..WINDOW * 1440).find(|&minute| {
            let done = left == 0;
            left -= i64::from(minutes[minute as usize]);
            done
        });
        if let Some(end) = end {
            prop_assert_eq!(calendar.after(sample.minute(start), time_of(time)), sample.minute(end));
        }
        let mut left = time;
        let begin = (0..=start).rev().find(|&minute| {
            let done = left == 0;
            left -= i64::from(minute > 0 && minutes[minute as usize - 1]);
            done
        });
        if let Some(begin) = begin {
            prop_assert_eq!(calendar.before(sample.minute(start), time_of(time)), Some(sample.minute(begin)));
        }
    }

    #[test]
    fn openings_and_closings_are_where_the_minutes_change(sample in sample(), at in minute()) {
        let calendar = sample.calendar();
        let minutes = sample.minutes();
        let open = |minute: i64| minutes[minute as usize];
        let instant = sample.minute(at);
        prop_assert_eq!(calendar.is_open(instant), open(at));
        prop_assert_eq!(calendar.is_open(instant), !calendar.elapsed(instant, instant + SignedDuration::from_nanos(1)).is_zero());
        let turns = |minute: i64, to: bool| minute > 0 && open(minute) == to && open(minute - 1) != to;
        let next = |to| (at + 1..WINDOW * 1440).find(|minute| turns(*minute, to)).map(|minute| sample.minute(minute));
        let last = |to| (1..=at).rev().find(|minute| turns(*minute, to)).map(|minute| sample.minute(minute));
        for (expected, found) in [
            (next(true), calendar.opens_after(instant)),
            (next(false), calendar.closes_after(instant)),
            (last(true), calendar.opened_before(instant)),
            (last(false), calendar.closed_before(instant)),
        ] {
            if expected.is_some() {
                prop_assert_eq!(found, expected);
            }
        }
        if let Some(minute) = (at..WINDOW * 1440).find(|minute| open(*minute)) {
            prop_assert_eq!(calendar.next_opening(instant), sample.minute(minute));
            let leaves = if last(false) == Some(instant) { instant } else { sample.minute(minute) };
            prop_assert_eq!(calendar.hold_until(instant), leaves);
        }
    }

    #[test]
    fn day_terms_count_day_by_day(sample in sample(), from in minute(), n in 0u32..6) {
        let calendar = sample.calendar();
        let from = sample.minute(from);
        let mut date = calendar.local(from).date();
        for kind in [DayKind::Business, DayKind::Calendar] {
            let term = calendar.day_term(from, n, kind);
            let mut day = date;
            let mut counted = Vec::new();
            while counted.len() < n as usize {
                day = day.tomorrow().unwrap();
                let whole_day = calendar.day_start(day)..calendar.day_start(day.tomorrow().unwrap());
                let counts = !sample.is_suspended(day) && (kind == DayKind::Calendar || !sample.hours_of(day).is_empty());
                if counts && whole_day.start < whole_day.end {
                    counted.push(day);
                } else if kind == DayKind::Calendar && counts {
                    // A date the zone skipped is still a date of the calendar.
                    counted.push(day);
                }
            }
            prop_assert_eq!(&term.counted, &counted);
            prop_assert_eq!(term.ends_at, calendar.day_start(term.last_on.tomorrow().unwrap()));
            for pair in term.counted.windows(2) {
                if kind == DayKind::Business {
                    prop_assert_eq!(calendar.business_days_between(pair[0], pair[1]), 1);
                    prop_assert_eq!(calendar.business_day_before(pair[1], 1), Some(pair[0]));
                }
            }
            date = calendar.local(from).date();
        }
    }

    #[test]
    fn a_span_split_anywhere_sums_to_the_whole(sample in sample(), cuts in vec(-40_000_000_000_000_000i64..80_000_000_000_000_000, 2..8)) {
        let calendar = sample.calendar();
        let mut cuts: Vec<Timestamp> = cuts.into_iter().map(|nanos| sample.minute(0) + SignedDuration::from_nanos(nanos)).collect();
        cuts.sort();
        let whole = calendar.elapsed(cuts[0], cuts[cuts.len() - 1]);
        let parts: BusinessTime = cuts.windows(2).map(|pair| sample.calendar().elapsed(pair[0], pair[1])).sum();
        prop_assert_eq!(parts, whole);
        prop_assert_eq!(calendar.elapsed(cuts[0], calendar.after(cuts[0], whole)), whole);
    }

    #[test]
    fn years_passed_through_hold_what_their_months_hold(sample in sample(), years in 1i16..6) {
        let (from, to) = (year_start(&sample, 0), year_start(&sample, years));
        let months = sample.calendar();
        let first = sample.base.first_of_year();
        let starts: Vec<Timestamp> = (0..=i32::from(years) * 12).map(|month| months.day_start(first.saturating_add(month.months()))).collect();
        let sum: BusinessTime = starts.windows(2).map(|pair| months.elapsed(pair[0], pair[1])).sum();
        // A calendar nobody asked before takes the totals of the years; the other filled them in.
        prop_assert_eq!(sample.calendar().elapsed(from, to), sum);
        let last = first.saturating_add(i32::from(years).years());
        let days = first.series(1.day()).take_while(|day| *day < last).filter(|day| months.is_business_day(*day)).count();
        prop_assert_eq!(sample.calendar().business_days_between(first, last) as usize, days);
        if days > 0 {
            let n = days as u32;
            let found = sample.calendar().business_day_after(first.yesterday().unwrap(), n);
            prop_assert_eq!(found.and_then(|found| sample.calendar().business_day_before(found, n - 1)), if n == 1 { None } else { months.business_day_after(first.yesterday().unwrap(), 1) });
        }
    }

    #[test]
    fn more_holidays_never_make_anything_earlier(sample in sample(), more in 0..WINDOW, start in minute(), time in 1..6000i64, n in 1u32..8) {
        let calendar = sample.calendar();
        let mut amended = sample.clone();
        amended.definition.rules.push(holiday(sample.base.saturating_add(more.days())));
        let amended = amended.calendar();
        prop_assert_ne!(&calendar, &amended);
        let start = sample.minute(start);
        let time = BusinessTime::from_minutes(time);
        let later = sample.minute(WINDOW * 1440);
        prop_assert!(amended.after(start, time) >= calendar.after(start, time));
        prop_assert!(amended.elapsed(start, later) <= calendar.elapsed(start, later));
        prop_assert!(amended.next_opening(start) >= calendar.next_opening(start));
        prop_assert!(amended.day_term(start, n, DayKind::Business).ends_at >= calendar.day_term(start, n, DayKind::Business).ends_at);
    }

    #[test]
    fn a_pause_moves_a_due_instant_by_exactly_its_business_time(sample in sample(), start in minute(), time in 1..3000i64, from in minute(), length in 0..4000i64) {
        let calendar = sample.calendar();
        let (start, paused_at, resumed_at) = (sample.minute(start), sample.minute(from), sample.minute(from + length));
        let time = BusinessTime::from_minutes(time);
        let without = calendar.after(start, time);
        let due = calendar.due(start, time, &[(paused_at, resumed_at)]).unwrap();
        let held = calendar.elapsed(paused_at.max(start), resumed_at);
        if paused_at.max(start) >= without {
            prop_assert_eq!(due, without);
        } else {
            prop_assert_eq!(due, calendar.after(start, time + held));
        }
        // Told twice, or in two halves, it is the same pause.
        let middle = sample.minute(from + length / 2);
        let halves = [(middle, resumed_at), (paused_at, middle), (paused_at, resumed_at)];
        prop_assert_eq!(calendar.due(start, time, &halves), Some(due));
    }

    #[test]
    fn an_explanation_sums_to_what_elapsed(sample in sample(), a in minute(), b in minute(), pauses in vec((minute(), 0..3000i64), 0..3)) {
        let calendar = sample.calendar();
        let (a, b) = (sample.minute(a.min(b)), sample.minute(a.max(b)));
        let pauses: Vec<(Timestamp, Timestamp, String)> = pauses
            .into_iter()
            .map(|(from, length)| (sample.minute(from), sample.minute(from + length), format!("pausa {from}")))
            .collect();
        let told = calendar.explain(a, b, &pauses);
        prop_assert_eq!(told.first().map(|first| first.starts_at), (a < b).then_some(a));
        prop_assert_eq!(told.last().map(|last| last.ends_at), (a < b).then_some(b));
        for pair in told.windows(2) {
            prop_assert_eq!(pair[0].ends_at, pair[1].starts_at);
            prop_assert_ne!(&pair[0].reason, &pair[1].reason);
        }
        let inside = |at: Timestamp| pauses.iter().any(|(from, to, _)| (*from..*to).contains(&at));
        let minutes = sample.minutes();
        let counted = (0..WINDOW * 1440).filter(|minute| {
            let at = sample.minute(*minute);
            (a..b).contains(&at) && minutes[*minute as usize] && !inside(at)
        });
        let sum: BusinessTime = told.iter().map(|interval| interval.time()).sum();
        prop_assert_eq!(sum, BusinessTime::from_minutes(counted.count() as i64));
        for interval in &told {
            prop_assert_eq!(interval.counted, !interval.time().is_zero());
        }
    }

    #[test]
    fn a_calendar_written_down_and_read_again_is_the_same(sample in sample()) {
        let calendar = sample.calendar();
        let written = toml::to_string(calendar.definition()).unwrap();
        let read = Calendar::from_toml(&written).map_err(|error| TestCaseError::fail(format!("{error}\n{written}")))?;
        prop_assert_eq!(&read, &calendar);
        let json = serde_json::to_string(calendar.definition()).unwrap();
        let read = Calendar::new(serde_json::from_str(&json).unwrap()).unwrap();
        prop_assert_eq!(read, calendar);
    }

    #[test]
    fn a_spoilt_calendar_is_read_or_refused(edits in vec((0usize..6000, any::<char>(), any::<bool>()), 1..6)) {
        let mut written: Vec<char> = include_str!("../../../../procedures/calendars/co-nacional.toml").chars().collect();
        for (place, letter, remove) in edits {
            let place = place % written.len();
            if remove {
                written.remove(place);
            } else {
                written[place] = letter;
            }
        }
        let written: String = written.into_iter().collect();
        if let Err(error) = Calendar::from_toml(&written) {
            prop_assert!(!error.to_string().is_empty());
        }
    }
}

fn year_start(sample: &Sample, after: i16) -> Timestamp {
    let first = sample.base.first_of_year().saturating_add(i32::from(after).years());
    sample.calendar().day_start(first)
}
