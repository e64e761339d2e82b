//! Fills a fresh demo with weeks of work. Everything is asked for as people ask for it and goes
//! through [`act`]; the desk's clock travels from one thing that happens to the next, and what
//! falls due on the way happens at its own instant.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use desk::calendar::BusinessTime;
use desk::people::Absence;
use desk::{DeskId, Rulebook};
use jiff::civil::{Date, Time, Weekday};
use jiff::{SignedDuration, Timestamp, ToSpan};

use crate::act::absence;
use crate::app::App;
use crate::mail::intake::{self, Came};
use crate::store::StoreError;

use super::accounts;
use super::dice::Dice;
use super::doing::{self, Outcome};
use super::reading::{self, Visit};
use super::story::{self, Stories, StoriesWrong};
use super::telling::{Life, working_day};
use super::travel::{self, TravelError};

/// The demo's stories fall the same way every time.
const SEED: u64 = 20_261_123;
/// How far the demo travels before anybody sees it, in days.
const HISTORY_DAYS: i64 = 33;
/// How long before the visitor's own date the story begins: it then ends on the Monday nearest to it.
pub const BEGINS_BEFORE: SignedDuration = SignedDuration::from_hours(24 * (HISTORY_DAYS + 3));
/// The hour at which the visitor arrives.
const ARRIVAL: Time = jiff::civil::time(10, 20, 0, 0);
/// Requests by chance stop this long before the visitor arrives, so that the last ones are not all untouched.
const QUIET: SignedDuration = SignedDuration::from_mins(12);

/// Why the demo could not be filled.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Stories(#[from] StoriesWrong),
    #[error(transparent)]
    Travel(#[from] TravelError),
    #[error("the demo's entity has no desk {0}")]
    NoDesk(DeskId),
}

/// What was written.
#[derive(Debug, Default)]
pub struct Seeded {
    pub cases: usize,
    pub commands: usize,
    /// What the rules refused: a story that does not fit its procedure. None in a healthy demo.
    pub refused: Vec<String>,
}

/// Fills a fresh instance marked as demo. `progress` is told the percentage done, from 0 to 100.
///
/// # Errors
/// The store's, or a stories' file that cannot be read.
pub fn seed(app: &App, mut progress: impl FnMut(u32)) -> Result<Seeded, SeedError> {
    accounts::open(&app.store)?;
    let stories = story::stories()?;
    let mut seeder = Seeder::plan(app, &stories)?;
    let (from, whole) = (app.clock.now(), seeder.until.duration_since(app.clock.now()));
    while let Some(happening) = seeder.next() {
        travel::through(app, happening.at)?;
        seeder.happen(happening)?;
        let done = happening.at.duration_since(from).as_secs() * 100 / whole.as_secs().max(1);
        progress(u32::try_from(done).unwrap_or(0));
    }
    travel::through(app, seeder.until)?;
    mail_from_outside(app, &stories, seeder.until - SignedDuration::from_mins(40))?;
    progress(100);
    Ok(seeder.seeded)
}

/// A letter to each desk from somebody the entity does not know, to be placed by an agent.
fn mail_from_outside(app: &App, stories: &[Stories], arrived_at: Timestamp) -> Result<(), SeedError> {
    for told in stories {
        let Some((room, rules)) = app.mail().zip(app.rulebook(&told.desk)) else { continue };
        let Some(to) = rules.desk.channels.inbound.first() else { continue };
        let raw = format!(
            "From: Laura Rojas <lrojas.personal@correo.example>\r\nTo: {to}\r\nSubject: No puedo entrar desde mi casa\r\n\
             Message-ID: <{}.{}@correo.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\
             Content-Transfer-Encoding: 8bit\r\n\r\nBuenos días.\r\n\r\nLes escribo desde mi correo personal porque no puedo \
             entrar al institucional: dice que la clave venció. ¿Me pueden ayudar?\r\n\r\nLaura Rojas\r\nExt. 4197\r\n",
            arrived_at.as_microsecond(),
            told.desk,
        );
        intake::take_in(app, room, &Came { raw: raw.as_bytes(), mailbox: "", arrived_at })?;
    }
    Ok(())
}

/// Something that happens at an instant.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Happening {
    at: Timestamp,
    /// Among those of one instant, the first planned happens first.
    order: usize,
    what: What,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    /// The next thing in the life of a request.
    Life(usize),
    /// An absence is recorded: which of which stories.
    Absence(usize, usize),
    /// Somebody opens an article.
    Reading(usize),
}

struct Seeder<'a> {
    app: &'a App,
    stories: &'a [Stories],
    lives: Vec<Life<'a>>,
    readings: Vec<Visit>,
    queue: BinaryHeap<Reverse<Happening>>,
    planned: usize,
    until: Timestamp,
    seeded: Seeded,
}

impl<'a> Seeder<'a> {
    /// Every request that comes by itself, with its instant.
    fn plan(app: &'a App, stories: &'a [Stories]) -> Result<Seeder<'a>, SeedError> {
        let rules = |told: &Stories| app.rulebook(&told.desk).ok_or_else(|| SeedError::NoDesk(told.desk.clone()));
        let from = app.clock.now();
        let last_day = match stories.first() {
            Some(told) => last_day(&rules(told)?, from),
            None => from.to_zoned(jiff::tz::TimeZone::UTC).date(),
        };
        let mut seeder = Seeder {
            app,
            stories,
            lives: Vec::new(),
            readings: Vec::new(),
            queue: BinaryHeap::new(),
            planned: 0,
            until: from,
            seeded: Seeded::default(),
        };
        for (nth, told) in stories.iter().enumerate() {
            let rules = rules(told)?;
            seeder.until = instant(&rules, last_day, ARRIVAL);
            seeder.plan_chance(nth, told, &rules, from);
            seeder.plan_staged(nth, told, &rules, last_day);
        }
        if let Some(told) = stories.first() {
            seeder.plan_readings(&rules(told)?, from)?;
        }
        Ok(seeder)
    }

    fn plan_chance(&mut self, nth: usize, told: &'a Stories, rules: &Rulebook, from: Timestamp) {
        let mut arrivals = Dice::of(SEED, 1_000_000 * (nth as u64 + 1));
        let last = self.until - QUIET;
        for case in 0..told.cases {
            let at = arrival(rules, from, last, &mut arrivals);
            if let Some(life) = Life::by_chance(told, rules, Dice::of(SEED, (nth * 10_000 + case) as u64)) {
                self.begin(life, at);
            }
        }
    }

    /// The articles are written, and people open them as the weeks go by.
    fn plan_readings(&mut self, rules: &Rulebook, from: Timestamp) -> Result<(), SeedError> {
        let mut dice = Dice::of(SEED, 9_000_000);
        self.readings = reading::begin(self.app, self.until, &mut dice)?;
        for nth in 0..self.readings.len() {
            let at = arrival(rules, from, self.until - QUIET, &mut dice);
            self.plan_what(at, What::Reading(nth));
        }
        Ok(())
    }

    fn plan_staged(&mut self, nth: usize, told: &'a Stories, rules: &Rulebook, last_day: Date) {
        for (at, staged) in told.staged.iter().enumerate() {
            let dice = Dice::of(SEED, (nth * 10_000 + 5_000 + at) as u64);
            let (days, time) = staged.starts.split_once(' ').unwrap_or((&staged.starts, "9:00"));
            let day = days.parse().ok().and_then(|days| working_day(rules, last_day, days));
            if let Some((day, life)) = day.zip(Life::staged(told, rules, staged, dice)) {
                self.begin(life, instant(rules, day, clock_time(time)));
            }
        }
        for (at, away) in told.absence.iter().enumerate() {
            if let Some(day) = working_day(rules, last_day, away.from - 1) {
                self.plan_what(instant(rules, day, jiff::civil::time(15, 40, 0, 0)), What::Absence(nth, at));
            }
        }
    }

    fn begin(&mut self, life: Life<'a>, at: Timestamp) {
        self.lives.push(life);
        self.plan_what(at, What::Life(self.lives.len() - 1));
    }

    fn plan_what(&mut self, at: Timestamp, what: What) {
        self.planned += 1;
        self.queue.push(Reverse(Happening { at, order: self.planned, what }));
    }

    /// What happens next, before the visitor arrives.
    fn next(&mut self) -> Option<Happening> {
        self.queue.pop().map(|Reverse(happening)| happening).filter(|happening| happening.at < self.until)
    }

    fn happen(&mut self, happening: Happening) -> Result<(), SeedError> {
        match happening.what {
            What::Life(nth) => self.live(nth),
            What::Absence(told, nth) => self.away(told, nth),
            What::Reading(nth) => match self.readings.get(nth) {
                Some(visit) => Ok(reading::open(self.app, visit)?),
                None => Ok(()),
            },
        }
    }

    /// The next thing of a life, and when the one after it comes.
    fn live(&mut self, nth: usize) -> Result<(), SeedError> {
        let Some(rules) = self.lives.get(nth).and_then(|life| self.app.rulebook(&life.told.desk)) else {
            return Ok(());
        };
        let parent = self.lives[nth].after.and_then(|(of, _)| Some(self.lives.get(of)?.number.clone()));
        let life = &mut self.lives[nth];
        let outcome = doing::next(self.app, &rules, life, nth, parent.as_deref())?;
        self.seeded.cases += usize::from(life.given == 1);
        let mut again = None;
        match outcome {
            Outcome::Done => self.seeded.commands += 1,
            Outcome::Skipped => {}
            Outcome::Once { walk, twice } => again = Some((walk, twice)),
            Outcome::Refused(why) => {
                self.seeded.refused.push(why);
                return Ok(());
            }
        }
        let now = self.app.clock.now();
        if let Some(wait) = life.wait() {
            let at = rules.calendar.after(now, wait);
            self.plan_what(at, What::Life(nth));
        }
        if let Some((walk, twice)) = again {
            let dice = Dice::of(SEED, 900_000 + nth as u64);
            if let Some(life) = self.lives[nth].once_more(&rules, &walk, nth, twice, dice) {
                self.begin(life, now);
            }
        }
        Ok(())
    }

    fn away(&mut self, told: usize, nth: usize) -> Result<(), SeedError> {
        let told = &self.stories[told];
        let (away, Some(rules)) = (&told.absence[nth], self.app.rulebook(&told.desk)) else { return Ok(()) };
        let last = rules.calendar.local(self.until).date();
        let (from_on, until_on) = (working_day(&rules, last, away.from), working_day(&rules, last, away.until));
        let Some((from_on, until_on)) = from_on.zip(until_on) else { return Ok(()) };
        let recorded = Absence { absent: away.absent.clone(), substitute: away.substitute.clone(), from_on, until_on };
        if let Err(error) = absence::record(self.app, &format!("demo:absence:{nth}"), &away.absent, recorded) {
            self.seeded.refused.push(format!("the absence of {}: {error}", away.absent));
        }
        Ok(())
    }
}

/// The first working Monday after so many days: the visitor's day.
fn last_day(rules: &Rulebook, from: Timestamp) -> Date {
    let first = rules.calendar.local(from).date().saturating_add(HISTORY_DAYS.days());
    let monday = (0..28)
        .map(|n| first.saturating_add(n.days()))
        .find(|day| day.weekday() == Weekday::Monday && rules.calendar.is_business_day(*day));
    monday.unwrap_or(first)
}

/// An instant by chance: most in the desk's hours and more in the morning, a few in the evening or on a weekend.
fn arrival(rules: &Rulebook, from: Timestamp, until: Timestamp, dice: &mut Dice) -> Timestamp {
    const BY_HOUR: [(i8, u32); 14] = [
        (6, 3),
        (7, 12),
        (8, 80),
        (9, 97),
        (10, 77),
        (11, 58),
        (12, 41),
        (13, 38),
        (14, 50),
        (15, 53),
        (16, 40),
        (17, 19),
        (18, 8),
        (19, 4),
    ];
    let span = until.duration_since(from).as_secs().max(1);
    for _ in 0..64 {
        // A little more each week.
        let far = dice.fraction().powf(0.8) * span as f64;
        let day = rules.calendar.local(from + SignedDuration::from_secs(far as i64)).date();
        let hour = dice.pick(BY_HOUR).unwrap_or(9);
        let at = jiff::civil::time(hour, dice.between(0.0, 60.0) as i8, dice.between(0.0, 60.0) as i8, 0);
        let at = instant(rules, day, at);
        let open = rules.calendar.is_business_day(day) || dice.falls(0.05);
        if open && from < at && at < until {
            return at;
        }
    }
    from
}

fn instant(rules: &Rulebook, day: Date, time: Time) -> Timestamp {
    let zoned = day.to_datetime(time).to_zoned(rules.calendar.time_zone().clone());
    zoned.map_or_else(|_| rules.calendar.day_start(day), |zoned| zoned.timestamp())
}

fn clock_time(text: &str) -> Time {
    text.split_once(':')
        .and_then(|(hour, minute)| Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok())
        .unwrap_or(jiff::civil::time(9, 0, 0, 0))
}

impl Life<'_> {
    /// Business time until the next step; none after the last.
    fn wait(&mut self) -> Option<BusinessTime> {
        let after = &self.steps.get(self.next)?.after;
        let minutes: f64 = after
            .split_whitespace()
            .filter_map(|part| {
                let (number, minutes) = part
                    .strip_suffix('m')
                    .map(|n| (n, 1.0))
                    .or_else(|| part.strip_suffix('h').map(|n| (n, 60.0)))
                    .or_else(|| part.strip_suffix('d').map(|n| (n, 540.0)))?;
                Some(number.parse::<f64>().ok()? * minutes)
            })
            .sum();
        let seconds = minutes * 60.0 * self.dice.between(0.75, 1.3);
        Some(BusinessTime::from_nanos((seconds.max(1.0) as i128) * 1_000_000_000))
    }
}
