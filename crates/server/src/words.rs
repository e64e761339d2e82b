//! Dates, times, durations and numbers in the reader's language: domain.md's rules for es-CO and
//! their English counterparts. Parts that belong together are joined by no-break spaces.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::TimeZone;

use crate::lang::Lang;

/// No-break space.
const NB: char = '\u{a0}';

const ES_DAYS: [&str; 7] = ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"];
const EN_DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const ES_MONTHS: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];
const EN_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// How one reader reads dates and numbers: the language, the desk's time zone, and what «hoy» is.
#[derive(Clone, Debug)]
pub struct Words {
    pub lang: Lang,
    pub zone: TimeZone,
    /// Desk time, which in a demo is not the machine's.
    pub now: Timestamp,
}

impl Words {
    /// The instant on the desk's wall clock.
    pub fn civil(&self, at: impl Instant) -> DateTime {
        at.instant().to_zoned(self.zone.clone()).datetime()
    }

    pub fn today(&self) -> Date {
        self.civil(self.now).date()
    }

    /// «martes 24 de noviembre de 2026» · "Tuesday 24 November 2026".
    pub fn day(&self, day: Date) -> String {
        format!("{} {}", self.weekday(day), self.date_with_year(day))
    }

    /// As [`Words::day`], without the year when it is this year's.
    pub fn day_near(&self, day: Date) -> String {
        if day.year() != self.today().year() {
            return self.day(day);
        }
        format!("{} {}", self.weekday(day), self.date_without_year(day))
    }

    /// «hoy», «mañana, martes 24», «ayer, domingo 22», or the day.
    pub fn day_relative(&self, day: Date) -> String {
        let today = self.today();
        let away = day.since(today).map_or(i32::MAX, |span| span.get_days());
        let word = match (self.lang, away) {
            (Lang::Es, 0) => return "hoy".into(),
            (Lang::En, 0) => return "today".into(),
            (Lang::Es, 1) => "mañana",
            (Lang::En, 1) => "tomorrow",
            (Lang::Es, -1) => "ayer",
            (Lang::En, -1) => "yesterday",
            _ => return self.day_near(day),
        };
        format!("{word}, {} {}", self.weekday(day), day.day())
    }

    /// `24/11/2026` in both languages: day first, as the entity's documents write it.
    pub fn date(&self, day: Date) -> String {
        format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year())
    }

    /// «4:00 p. m.», noon «12:00 m.» · "4:00 pm", "12:00 noon".
    pub fn time(&self, time: Time) -> String {
        let (hour, minute) = (time.hour(), time.minute());
        let shown = if hour % 12 == 0 { 12 } else { hour % 12 };
        let half = match (self.lang, hour, minute) {
            (Lang::Es, 12, 0) => "m.".to_owned(),
            (Lang::En, 12, 0) => "noon".to_owned(),
            (Lang::Es, ..12, _) => format!("a.{NB}m."),
            (Lang::Es, ..) => format!("p.{NB}m."),
            (Lang::En, ..12, _) => "am".to_owned(),
            (Lang::En, ..) => "pm".to_owned(),
        };
        format!("{shown}:{minute:02}{NB}{half}")
    }

    /// «martes 24 de noviembre de 2026, 4:00 p. m.».
    pub fn when(&self, at: impl Instant) -> String {
        let at = self.civil(at);
        format!("{}, {}", self.day(at.date()), self.time(at.time()))
    }

    /// As [`Words::when`] without this year: «martes 24 de noviembre, 4:00 p. m.».
    pub fn when_near(&self, at: impl Instant) -> String {
        let at = self.civil(at);
        format!("{}, {}", self.day_near(at.date()), self.time(at.time()))
    }

    /// For the margin of a message: «hoy, 4:00 p. m.», «vie 20 nov, 9:05 a. m.», «20/11/2025, 9:05 a. m.».
    pub fn when_short(&self, at: impl Instant) -> String {
        let at = self.civil(at);
        let (day, today) = (at.date(), self.today());
        let day = match self.lang {
            _ if day == today => self.day_relative(day),
            _ if day.year() != today.year() => self.date(day),
            _ => self.day_short(day),
        };
        format!("{day}, {}", self.time(at.time()))
    }

    /// «24/11/2026 4:00 p. m.», for tables of facts.
    pub fn stamp(&self, at: impl Instant) -> String {
        let at = self.civil(at);
        format!("{} {}", self.date(at.date()), self.time(at.time()))
    }

    /// The end of a term. A term is over at its instant, so one that ends with its last day (its
    /// instant is the next midnight) is told as that day, 11:59 p. m.:
    /// «martes 24 de noviembre de 2026, 11:59 p. m.».
    pub fn deadline(&self, at: impl Instant) -> String {
        let at = self.last_minute(at);
        format!("{}, {}", self.day(at.date()), self.time(at.time()))
    }

    /// As [`Words::deadline`], in few words: «hoy, 4:00 p. m.», «mañana, martes 24, 11:59 p. m.».
    pub fn deadline_near(&self, at: impl Instant) -> String {
        let at = self.last_minute(at);
        format!("{}, {}", self.day_relative(at.date()), self.time(at.time()))
    }

    /// As [`Words::deadline_near`], to stand after «hasta»: «mañana, martes 24, 11:59 p. m.», «el
    /// miércoles 25 de noviembre, 11:59 p. m.».
    pub fn until(&self, at: impl Instant) -> String {
        let at = at.instant();
        let near = self.deadline_near(at);
        let day = self.last_minute(at).date();
        match self.lang {
            Lang::Es if near.starts_with(self.weekday(day)) => format!("el {near}"),
            _ => near,
        }
    }

    /// The day a term ends on, under the same rule: «jueves 26».
    pub fn deadline_day(&self, at: impl Instant) -> String {
        let day = self.last_minute(at).date();
        format!("{} {}", self.weekday(day), day.day())
    }

    fn last_minute(&self, at: impl Instant) -> DateTime {
        let at = self.civil(at);
        if at.time() != Time::midnight() {
            return at;
        }
        match at.date().yesterday() {
            Ok(day) => day.at(23, 59, 0, 0),
            Err(_) => at,
        }
    }

    /// A stretch of business time: «50 min», «14 h 40 min», and from 16 hours on «2 d 6 h», a day
    /// being `minutes_a_day` of the calendar (540 for 8 to 5). Below a minute, «0 min».
    pub fn duration(&self, minutes: i64, minutes_a_day: i64) -> String {
        let minutes = minutes.max(0);
        let (hours, rest) = (minutes / 60, minutes % 60);
        if hours < 16 || minutes_a_day <= 0 {
            return match (hours, rest) {
                (0, rest) => format!("{rest}{NB}min"),
                (hours, 0) => format!("{hours}{NB}h"),
                (hours, rest) => format!("{hours}{NB}h{NB}{rest:02}{NB}min"),
            };
        }
        let (days, rest) = (minutes / minutes_a_day, minutes % minutes_a_day / 60);
        match (days, rest) {
            (0, _) => format!("{hours}{NB}h"),
            (days, 0) => format!("{days}{NB}d"),
            (days, rest) => format!("{days}{NB}d{NB}{rest}{NB}h"),
        }
    }

    /// «2 d 6 h hábiles» · "2 d 6 business h".
    pub fn business(&self, minutes: i64, minutes_a_day: i64) -> String {
        let amount = self.duration(minutes, minutes_a_day);
        match self.lang {
            Lang::Es => format!("{amount}{NB}hábiles"),
            Lang::En => format!("{amount} of business time"),
        }
    }

    /// A whole number: `1.234` · `1,234`.
    pub fn count(&self, number: u64) -> String {
        let mark = match self.lang {
            Lang::Es => '.',
            Lang::En => ',',
        };
        let digits = number.to_string();
        let mut shown = String::with_capacity(digits.len() + digits.len() / 3);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                shown.push(mark);
            }
            shown.push(digit);
        }
        shown
    }

    /// A number with `decimals` places: `1.234,5` · `1,234.5`.
    pub fn number(&self, number: f64, decimals: usize) -> String {
        let text = format!("{:.decimals$}", number.abs());
        let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
        let whole = match whole.parse() {
            Ok(whole) => self.count(whole),
            Err(_) => whole.to_owned(),
        };
        let zero = text.bytes().all(|digit| matches!(digit, b'0' | b'.'));
        let sign = if number < 0.0 && !zero { "-" } else { "" };
        match (part, self.lang) {
            ("", _) => format!("{sign}{whole}"),
            (part, Lang::Es) => format!("{sign}{whole},{part}"),
            (part, Lang::En) => format!("{sign}{whole}.{part}"),
        }
    }

    /// The size of a file: «214 KB», «1,5 MB».
    pub fn bytes(&self, bytes: u64) -> String {
        let size = bytes as f64;
        match bytes {
            ..1_000 => format!("{bytes}{NB}bytes"),
            ..999_500 => format!("{}{NB}KB", self.number(size / 1e3, 0)),
            ..10_000_000 => format!("{}{NB}MB", self.number(size / 1e6, 1)),
            ..999_500_000 => format!("{}{NB}MB", self.number(size / 1e6, 0)),
            _ => format!("{}{NB}GB", self.number(size / 1e9, 1)),
        }
    }

    /// «75 %» · "75%".
    pub fn percent(&self, number: f64) -> String {
        match self.lang {
            Lang::Es => format!("{}{NB}%", self.number(number, 0)),
            Lang::En => format!("{}%", self.number(number, 0)),
        }
    }

    /// «a, b y c»; «y» becomes «e» before its own sound.
    pub fn list<T: AsRef<str>>(&self, items: &[T]) -> String {
        self.joined(items, |last| match self.lang {
            Lang::En => "and",
            Lang::Es if sounds_like_i(last) => "e",
            Lang::Es => "y",
        })
    }

    /// «a, b o c» · "a, b or c".
    pub fn list_or<T: AsRef<str>>(&self, items: &[T]) -> String {
        self.joined(items, |last| match self.lang {
            Lang::En => "or",
            Lang::Es if last.to_lowercase().starts_with(['o', 'ó', '8']) => "u",
            Lang::Es => "o",
        })
    }

    fn joined<T: AsRef<str>>(&self, items: &[T], word: impl Fn(&str) -> &'static str) -> String {
        let Some((last, before)) = items.split_last() else {
            return String::new();
        };
        if before.is_empty() {
            return last.as_ref().to_owned();
        }
        let before: Vec<&str> = before.iter().map(AsRef::as_ref).collect();
        format!("{} {} {}", before.join(", "), word(last.as_ref()), last.as_ref())
    }

    /// «vie 20 nov» · "Fri 20 Nov".
    pub fn day_short(&self, day: Date) -> String {
        let weekday: String = self.weekday(day).chars().take(3).collect();
        let month: String = self.month(day).chars().take(3).collect();
        format!("{weekday} {} {month}", day.day())
    }

    /// «vie 20», for the rows of an explanation.
    pub fn day_row(&self, day: Date) -> String {
        let weekday: String = self.weekday(day).chars().take(3).collect();
        format!("{weekday}{NB}{}", day.day())
    }

    /// «martes» · "Tuesday".
    pub fn weekday(&self, day: Date) -> &'static str {
        let at = day.weekday().since(Weekday::Monday) as usize;
        match self.lang {
            Lang::Es => ES_DAYS[at],
            Lang::En => EN_DAYS[at],
        }
    }

    fn month(&self, day: Date) -> &'static str {
        let at = day.month().unsigned_abs() as usize - 1;
        match self.lang {
            Lang::Es => ES_MONTHS[at],
            Lang::En => EN_MONTHS[at],
        }
    }

    fn date_without_year(&self, day: Date) -> String {
        match self.lang {
            Lang::Es => format!("{} de {}", day.day(), self.month(day)),
            Lang::En => format!("{} {}", day.day(), self.month(day)),
        }
    }

    fn date_with_year(&self, day: Date) -> String {
        match self.lang {
            Lang::Es => format!("{} de {}", self.date_without_year(day), day.year()),
            Lang::En => format!("{} {}", self.date_without_year(day), day.year()),
        }
    }
}

/// A sentence begins with a capital: «hoy, 4:00 p. m.» → «Hoy, 4:00 p. m.».
pub fn capital(text: impl AsRef<str>) -> String {
    let mut letters = text.as_ref().chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// The initials of a person's first name and first surname (Nombres Apellidos): «Laura Ximena Rojas
/// Peña» → «LR».
pub fn initials(name: &str) -> String {
    let parts: Vec<&str> = name.split_whitespace().collect();
    let surname = match parts.len() {
        0 | 1 => None,
        2 | 3 => parts.get(1),
        _ => parts.get(2),
    };
    parts
        .first()
        .into_iter()
        .chain(surname)
        .filter_map(|part| part.chars().next())
        .flat_map(char::to_uppercase)
        .collect()
}

fn sounds_like_i(word: &str) -> bool {
    let word = word.to_lowercase();
    let diphthong = |rest: &str| rest.starts_with(['a', 'e', 'o', 'u']);
    let after = word.strip_prefix('h').unwrap_or(&word);
    match after.strip_prefix(['i', 'í']) {
        Some(rest) => !diphthong(rest),
        None => false,
    }
}

/// An instant, given by value or as a template gives its fields, by reference.
pub trait Instant {
    fn instant(&self) -> Timestamp;
}
impl Instant for Timestamp {
    fn instant(&self) -> Timestamp {
        *self
    }
}
impl<T: Instant> Instant for &T {
    fn instant(&self) -> Timestamp {
        (**self).instant()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn words(lang: Lang) -> Words {
        let zone = TimeZone::get("America/Bogota").expect("the zone is known");
        let now = date(2026, 11, 23).at(10, 20, 0, 0).to_zoned(zone.clone()).expect("a time").timestamp();
        Words { lang, zone, now }
    }

    fn at(text: &str) -> Timestamp {
        let civil: DateTime = text.parse().expect("a civil time");
        civil.to_zoned(words(Lang::Es).zone).expect("a time").timestamp()
    }

    fn plain(text: String) -> String {
        text.replace(NB, " ")
    }

    #[test]
    fn days_are_written_as_people_write_them() {
        let (es, en) = (words(Lang::Es), words(Lang::En));
        for (day, long_es, long_en, relative) in [
            (date(2026, 11, 24), "martes 24 de noviembre de 2026", "Tuesday 24 November 2026", "mañana, martes 24"),
            (date(2026, 11, 23), "lunes 23 de noviembre de 2026", "Monday 23 November 2026", "hoy"),
            (date(2026, 11, 22), "domingo 22 de noviembre de 2026", "Sunday 22 November 2026", "ayer, domingo 22"),
            (date(2026, 12, 1), "martes 1 de diciembre de 2026", "Tuesday 1 December 2026", "martes 1 de diciembre"),
            (
                date(2027, 1, 6),
                "miércoles 6 de enero de 2027",
                "Wednesday 6 January 2027",
                "miércoles 6 de enero de 2027",
            ),
        ] {
            assert_eq!(es.day(day), long_es);
            assert_eq!(en.day(day), long_en);
            assert_eq!(es.day_relative(day), relative);
        }
        assert_eq!(es.date(date(2026, 1, 6)), "06/01/2026");
    }

    #[test]
    fn times_have_twelve_hours_and_noon_its_own_name() {
        for (hour, minute, expected_es, expected_en) in [
            (0, 0, "12:00 a. m.", "12:00 am"),
            (0, 5, "12:05 a. m.", "12:05 am"),
            (8, 0, "8:00 a. m.", "8:00 am"),
            (11, 59, "11:59 a. m.", "11:59 am"),
            (12, 0, "12:00 m.", "12:00 noon"),
            (12, 1, "12:01 p. m.", "12:01 pm"),
            (16, 0, "4:00 p. m.", "4:00 pm"),
            (23, 59, "11:59 p. m.", "11:59 pm"),
        ] {
            let time = Time::constant(hour, minute, 0, 0);
            assert_eq!(plain(words(Lang::Es).time(time)), expected_es);
            assert_eq!(plain(words(Lang::En).time(time)), expected_en);
        }
    }

    #[test]
    fn a_time_never_breaks_over_two_lines() {
        let time = words(Lang::Es).time(Time::constant(16, 0, 0, 0));
        assert_eq!(time, "4:00\u{a0}p.\u{a0}m.");
    }

    #[test]
    fn a_term_that_ends_at_midnight_is_told_as_the_day_before() {
        for (instant, long, near) in [
            ("2026-11-25T00:00", "martes 24 de noviembre de 2026, 11:59 p. m.", "mañana, martes 24, 11:59 p. m."),
            ("2026-11-24T00:00", "lunes 23 de noviembre de 2026, 11:59 p. m.", "hoy, 11:59 p. m."),
            ("2027-01-01T00:00", "jueves 31 de diciembre de 2026, 11:59 p. m.", "jueves 31 de diciembre, 11:59 p. m."),
            ("2026-11-23T16:00", "lunes 23 de noviembre de 2026, 4:00 p. m.", "hoy, 4:00 p. m."),
            ("2026-11-24T00:01", "martes 24 de noviembre de 2026, 12:01 a. m.", "mañana, martes 24, 12:01 a. m."),
        ] {
            let es = words(Lang::Es);
            assert_eq!(plain(es.deadline(at(instant))), long);
            assert_eq!(plain(es.deadline_near(at(instant))), near);
        }
        assert_eq!(plain(words(Lang::En).deadline(at("2026-11-25T00:00"))), "Tuesday 24 November 2026, 11:59 pm");
    }

    #[test]
    fn a_message_is_dated_the_shorter_the_nearer_it_is() {
        for (instant, expected) in [
            ("2026-11-23T09:05", "hoy, 9:05 a. m."),
            ("2026-11-20T09:05", "vie 20 nov, 9:05 a. m."),
            ("2025-11-20T12:00", "20/11/2025, 12:00 m."),
        ] {
            assert_eq!(plain(words(Lang::Es).when_short(at(instant))), expected);
        }
    }

    #[test]
    fn durations_are_hours_up_to_sixteen_and_business_days_from_there() {
        for (minutes, expected) in [
            (-5, "0 min"),
            (0, "0 min"),
            (50, "50 min"),
            (70, "1 h 10 min"),
            (785, "13 h 05 min"),
            (880, "14 h 40 min"),
            (540, "9 h"),
            (959, "15 h 59 min"),
            (960, "1 d 7 h"),
            (1080, "2 d"),
            (1440, "2 d 6 h"),
        ] {
            assert_eq!(plain(words(Lang::Es).duration(minutes, 540)), expected, "{minutes}");
        }
        assert_eq!(plain(words(Lang::Es).business(1440, 540)), "2 d 6 h hábiles");
        assert_eq!(plain(words(Lang::En).business(1440, 540)), "2 d 6 h of business time");
    }

    #[test]
    fn numbers_have_points_for_thousands_and_a_comma_for_decimals() {
        let (es, en) = (words(Lang::Es), words(Lang::En));
        for (number, decimals, expected_es, expected_en) in [
            (1234.5, 1, "1.234,5", "1,234.5"),
            (-1234.56, 1, "-1.234,6", "-1,234.6"),
            (0.0, 0, "0", "0"),
            (-0.01, 1, "0,0", "0.0"),
            (999.0, 0, "999", "999"),
            (1_000_000.0, 0, "1.000.000", "1,000,000"),
        ] {
            assert_eq!(es.number(number, decimals), expected_es);
            assert_eq!(en.number(number, decimals), expected_en);
        }
        assert_eq!(plain(es.percent(75.0)), "75 %");
        assert_eq!(en.percent(75.0), "75%");
    }

    #[test]
    fn files_have_the_size_people_know() {
        for (bytes, expected) in [
            (0, "0 bytes"),
            (999, "999 bytes"),
            (214_000, "214 KB"),
            (999_499, "999 KB"),
            (999_500, "1,0 MB"),
            (1_500_000, "1,5 MB"),
            (25_000_000, "25 MB"),
            (2_500_000_000, "2,5 GB"),
        ] {
            assert_eq!(plain(words(Lang::Es).bytes(bytes)), expected);
        }
    }

    #[test]
    fn lists_end_with_y_or_with_e_before_its_sound() {
        let es = words(Lang::Es);
        assert_eq!(es.list::<&str>(&[]), "");
        assert_eq!(es.list(&["Ana"]), "Ana");
        assert_eq!(es.list(&["Ana", "Bruno"]), "Ana y Bruno");
        assert_eq!(es.list(&["Ana", "Bruno", "Inés"]), "Ana, Bruno e Inés");
        assert_eq!(es.list(&["agua", "hielo"]), "agua y hielo");
        assert_eq!(es.list(&["padre", "hijo"]), "padre e hijo");
        assert_eq!(words(Lang::En).list(&["Ana", "Inés"]), "Ana and Inés");
    }

    #[test]
    fn initials_are_of_the_first_name_and_the_first_surname() {
        for (name, expected) in [
            ("Laura Ximena Rojas Peña", "LR"),
            ("Laura Rojas Peña", "LR"),
            ("Laura Rojas", "LR"),
            ("Álvaro José Lozano Rincón", "ÁL"),
            ("Sistema", "S"),
            ("", ""),
        ] {
            assert_eq!(initials(name), expected);
        }
    }

    #[test]
    fn a_sentence_begins_with_a_capital() {
        assert_eq!(capital("hoy, 4:00"), "Hoy, 4:00");
        assert_eq!(capital("última"), "Última");
        assert_eq!(capital(""), "");
    }
}
