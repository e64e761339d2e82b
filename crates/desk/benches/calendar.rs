//! How long the calendar takes, printed: `cargo bench -p desk --bench calendar`.
//!
//! A harness of its own: what must be watched is a handful of figures (the ceiling is 100 µs for a due
//! date fifty years away, also on a calendar that was never asked before), not their statistics.

use std::hint::black_box;
use std::time::{Duration, Instant};

use desk::calendar::{BusinessTime, Calendar, DayKind};
use jiff::Timestamp;
use jiff::civil::date;

const NATIONAL: &str = include_str!("../../../procedures/calendars/co-nacional.toml");

fn main() {
    let lunch = NATIONAL.replace("08:00-17:00", "08:00-12:00, 13:00-17:00");
    let daylight = lunch.replace("America/Bogota", "America/New_York");
    for (name, source) in [("09 h, Bogota", NATIONAL), ("lunch, Bogota", &lunch), ("lunch, New York", &daylight)] {
        println!("\n{name}");
        measure(source);
    }
}

fn measure(source: &str) {
    let Ok(fresh) = Calendar::from_toml(source) else {
        println!("  the calendar does not read");
        return;
    };
    let start = fresh.day_start(date(2026, 11, 20));
    let fifty_years = fresh.elapsed(start, fresh.day_start(date(2076, 11, 20)));

    // Cold: each answer from a calendar nobody asked before.
    let cold: Vec<Calendar> = (0..40).filter_map(|_| Calendar::from_toml(source).ok()).collect();
    let mut cold = cold.iter();
    report("due in 50 years, first question", 40, || cold.next().map(|calendar| calendar.after(start, fifty_years)));
    report("due in 50 years", 20_000, || fresh.after(start, black_box(fifty_years)));
    report("due in 24 h", 200_000, || fresh.after(start, black_box(BusinessTime::from_hours(24))));
    let soon = fresh.after(start, BusinessTime::from_hours(24));
    report("elapsed over four days", 200_000, || fresh.elapsed(start, black_box(soon)));
    report("term of two business days", 100_000, || fresh.day_term(start, black_box(2), DayKind::Business));
    report("10 000 business days later", 20_000, || fresh.business_day_after(date(2026, 11, 20), black_box(10_000)));
    report("explain four days", 2_000, || fresh.explain(start, black_box(soon), &[]));
    report("read the calendar", 200, || Calendar::from_toml(black_box(source)).is_ok());
    let week: Timestamp = fresh.after(start, BusinessTime::from_hours(45));
    report("hold until opening", 200_000, || fresh.hold_until(black_box(week)));
}

/// The best and the median of `rounds` runs; the best is what the machine can do undisturbed.
fn report<T>(name: &str, rounds: usize, mut run: impl FnMut() -> T) {
    let mut times: Vec<Duration> = (0..rounds)
        .map(|_| {
            let started = Instant::now();
            black_box(run());
            started.elapsed()
        })
        .collect();
    times.sort_unstable();
    let micros = |time: Duration| time.as_nanos() as f64 / 1000.0;
    println!("  {name:<34} best {:>9.3} µs   median {:>9.3} µs", micros(times[0]), micros(times[rounds / 2]));
}
