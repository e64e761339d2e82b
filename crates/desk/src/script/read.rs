//! Reading a script: lines, words, instants. Nothing here knows what a line means.

use jiff::Timestamp;
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;

use crate::calendar::BusinessTime;
use crate::words::folded;

/// A script that cannot be read or was not kept, told to the person who wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong and what to do.
    pub message: String,
}

pub(super) type Said<T> = Result<T, String>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Word(String),
    Quoted(String),
    Sign(char),
}

/// One line of a script.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub no: usize,
    /// When it happens; a time alone keeps the date of the line before.
    pub at: Option<Moment>,
    pub tokens: Vec<Token>,
    /// As written, without comment and instant.
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    Full(Date, Time),
    SameDay(Time),
}

/// Every line that says something.
pub(super) fn lines(text: &str) -> Result<Vec<Line>, Failure> {
    let mut lines = Vec::new();
    for (at, raw) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let no = at + 1;
        let wrong = |message| Failure { line: no, message };
        let code = without_comment(raw).trim();
        if code.is_empty() {
            continue;
        }
        let (places, tokens): (Vec<usize>, Vec<Token>) = placed(code).map_err(wrong)?.into_iter().unzip();
        let mut cursor = Cursor::new(tokens);
        let at = cursor.moment().map_err(wrong)?;
        let text = places.get(cursor.at).map_or("", |place| &code[*place..]).to_string();
        lines.push(Line { no, at, tokens: cursor.tokens.split_off(cursor.at), text });
    }
    Ok(lines)
}

fn without_comment(line: &str) -> &str {
    let mut closing = None;
    for (at, c) in line.char_indices() {
        match (closing, c) {
            (None, '#') => return &line[..at],
            (None, '"') => closing = Some('"'),
            (None, '«') => closing = Some('»'),
            (None, '“') => closing = Some('”'),
            (Some(end), c) if c == end => closing = None,
            _ => {}
        }
    }
    line
}

/// Each token with the place in the line where it begins.
fn placed(code: &str) -> Said<Vec<(usize, Token)>> {
    let mut tokens = Vec::new();
    let mut chars = code.char_indices().peekable();
    while let Some(&(place, c)) = chars.peek() {
        match c {
            c if c.is_whitespace() => drop(chars.next()),
            '"' | '«' | '“' => {
                chars.next();
                let end = match c {
                    '«' => '»',
                    '“' => '”',
                    other => other,
                };
                let mut text = String::new();
                loop {
                    match chars.next() {
                        Some((_, c)) if c == end => break,
                        Some((_, c)) => text.push(c),
                        None => return Err(format!("Falta cerrar el texto con {end}.")),
                    }
                }
                tokens.push((place, Token::Quoted(text)));
            }
            '=' | ',' | '(' | ')' | ';' => {
                chars.next();
                tokens.push((place, Token::Sign(if c == ';' { ',' } else { c })));
            }
            _ => {
                let mut word = String::new();
                while let Some(&(_, c)) =
                    chars.peek().filter(|(_, c)| !c.is_whitespace() && !"\"«»“”=,();".contains(*c))
                {
                    word.push(c);
                    chars.next();
                }
                // A closing mark without its opening one says nothing.
                if word.is_empty() {
                    return Err(format!("Sobra «{c}»."));
                }
                tokens.push((place, Token::Word(word)));
            }
        }
    }
    Ok(tokens)
}

/// Walks the words of a line.
#[derive(Clone, Debug)]
pub(super) struct Cursor {
    tokens: Vec<Token>,
    at: usize,
}

impl Cursor {
    pub fn new(tokens: Vec<Token>) -> Cursor {
        Cursor { tokens, at: 0 }
    }

    pub fn is_done(&self) -> bool {
        self.at >= self.tokens.len()
    }

    pub fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    pub fn peek_word(&self) -> Option<&str> {
        match self.peek() {
            Some(Token::Word(word)) => Some(word),
            _ => None,
        }
    }

    /// Whether the sign stands right after the next word: `campo=`.
    pub fn names_a_field(&self) -> bool {
        matches!(self.peek(), Some(Token::Word(_))) && self.tokens.get(self.at + 1) == Some(&Token::Sign('='))
    }

    pub fn next_word(&mut self) -> Option<String> {
        let word = self.peek_word()?.to_string();
        self.at += 1;
        Some(word)
    }

    pub fn need_word(&mut self, what: &str) -> Said<String> {
        let found = self.shown();
        self.next_word().ok_or_else(|| format!("Aquí va {what}{found}."))
    }

    pub fn quoted(&mut self) -> Option<String> {
        let Some(Token::Quoted(text)) = self.peek() else { return None };
        let text = text.clone();
        self.at += 1;
        Some(text)
    }

    pub fn need_quoted(&mut self, what: &str) -> Said<String> {
        let found = self.shown();
        self.quoted().ok_or_else(|| format!("Aquí va {what}, entre comillas{found}."))
    }

    pub fn sign(&mut self, sign: char) -> bool {
        let found = self.peek() == Some(&Token::Sign(sign));
        self.at += usize::from(found);
        found
    }

    /// Takes these words if they come next, whatever their case and accents.
    pub fn take(&mut self, words: &str) -> bool {
        let wanted: Vec<String> = words.split(' ').map(folded).collect();
        let fits = wanted.iter().enumerate().all(|(after, word)| match self.tokens.get(self.at + after) {
            Some(Token::Word(own)) => folded(own) == *word,
            _ => false,
        });
        self.at += if fits { wanted.len() } else { 0 };
        fits
    }

    /// Takes the first of these that comes next.
    pub fn take_any(&mut self, all: &[&str]) -> bool {
        all.iter().any(|words| self.take(words))
    }

    /// The next `n` tokens as one text, if all of them are words.
    pub fn words_ahead(&self, n: usize) -> Option<String> {
        let words = self.tokens.get(self.at..self.at + n)?.iter().map(|token| match token {
            Token::Word(word) => Some(word.as_str()),
            _ => None,
        });
        Some(words.collect::<Option<Vec<_>>>()?.join(" "))
    }

    pub fn skip(&mut self, n: usize) {
        self.at = (self.at + n).min(self.tokens.len());
    }

    /// The tokens up to the next comma, which is taken too.
    pub fn until_comma(&mut self) -> Cursor {
        let rest = &self.tokens[self.at..];
        let length = rest.iter().position(|token| *token == Token::Sign(',')).unwrap_or(rest.len());
        let part = rest[..length].to_vec();
        self.at = (self.at + length + 1).min(self.tokens.len());
        Cursor::new(part)
    }

    /// Everything from the next occurrence of this word on, taken out of the line.
    pub fn split_at_word(&mut self, word: &str) -> Option<Cursor> {
        let at =
            self.tokens.iter().position(|token| matches!(token, Token::Word(own) if folded(own) == folded(word)))?;
        let rest = self.tokens.split_off(at);
        Some(Cursor { tokens: rest, at: 1 })
    }

    /// What is left, in words.
    pub fn written(&self) -> String {
        self.tokens[self.at..].iter().map(bare).collect::<Vec<_>>().join(" ")
    }

    /// What is left, as a line of a TOML file; takes it.
    pub fn rest_as_toml(&mut self) -> String {
        let rest = self.tokens[self.at..].iter().map(|token| match token {
            Token::Quoted(text) => format!("\"{text}\""),
            other => bare(other),
        });
        let text = rest.collect::<Vec<_>>().join(" ");
        self.at = self.tokens.len();
        text
    }

    /// # Errors
    /// When words are left over.
    pub fn done(&self) -> Said<()> {
        match self.peek() {
            None => Ok(()),
            Some(token) => Err(format!("Sobra {}.", show(token))),
        }
    }

    fn shown(&self) -> String {
        self.peek().map_or_else(String::new, |token| format!(", no {}", show(token)))
    }

    /// An instant at the head of a line, if one stands there.
    fn moment(&mut self) -> Said<Option<Moment>> {
        let begins_date = |token: Option<&Token>| matches!(token, Some(Token::Word(w)) if looks_like_date(w));
        let after_day = match self.tokens.get(self.at + 1) {
            Some(Token::Sign(',')) => self.tokens.get(self.at + 2),
            other => other,
        };
        let named = self.peek_word().and_then(weekday).is_some() && begins_date(after_day);
        if named || begins_date(self.peek()) {
            let (date, time) = self.date_and_time()?;
            return Ok(Some(Moment::Full(date, time)));
        }
        if self.peek_word().and_then(time).is_some() {
            return Ok(Some(Moment::SameDay(self.time()?)));
        }
        Ok(None)
    }

    /// `vie 20/11/2026 10:15`; the weekday, where it stands, must be that of the date.
    pub fn date_and_time(&mut self) -> Said<(Date, Time)> {
        let date = self.weekday_and_date()?;
        self.sign(',');
        if self.take("24:00") {
            let next = date.tomorrow().map_err(|_| "Esa fecha no existe.".to_string())?;
            return Ok((next, Time::midnight()));
        }
        Ok((date, self.time()?))
    }

    /// `10:15`, `10:15:30`, `4:00 p. m.`
    fn time(&mut self) -> Said<Time> {
        let word = self.need_word("la hora, por ejemplo 10:15")?;
        let wrong = || format!("«{word}» no es una hora; escriba, por ejemplo, 10:15.");
        let time = time(&word).ok_or_else(wrong)?;
        let mut half = |words: &[&str]| self.take_any(words);
        let hour = if half(&["p. m.", "p.m.", "pm"]) {
            time.hour() % 12 + 12
        } else if half(&["a. m.", "a.m.", "am"]) {
            time.hour() % 12
        } else {
            return Ok(time);
        };
        Time::new(hour, time.minute(), time.second(), 0).map_err(|_| wrong())
    }

    /// A date, with its weekday or without.
    pub fn weekday_and_date(&mut self) -> Said<Date> {
        let Some(day) = self.peek_word().and_then(weekday) else { return self.date() };
        self.next_word();
        self.sign(',');
        let date = self.date()?;
        if date.weekday() != day {
            return Err(format!("El {} es {}, no {}.", written(date), name(date.weekday()), name(day)));
        }
        Ok(date)
    }

    pub fn date(&mut self) -> Said<Date> {
        if let Some(day) = self.peek_word().and_then(weekday) {
            let wrong = format!("Después de «{}» va la fecha, por ejemplo 20/11/2026.", name(day));
            let dated = matches!(self.tokens.get(self.at + 1), Some(Token::Word(w)) if looks_like_date(w));
            return if dated { self.weekday_and_date() } else { Err(wrong) };
        }
        let word = self.need_word("la fecha, por ejemplo vie 20/11/2026")?;
        date(&word).ok_or_else(|| format!("«{word}» no es una fecha; escriba, por ejemplo, 20/11/2026."))
    }

    pub fn instant(&mut self, zone: &TimeZone) -> Said<Timestamp> {
        let (date, time) = self.date_and_time()?;
        timestamp(date, time, zone)
    }

    /// `11 h 30 min`, `3h`, `90 minutos`, `2 horas hábiles`.
    pub fn duration(&mut self) -> Said<BusinessTime> {
        let mut total = BusinessTime::ZERO;
        let mut any = false;
        while let Some(word) = self.peek_word().filter(|word| word.starts_with(|c: char| c.is_ascii_digit())) {
            let digits = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
            let (n, unit) = (word[..digits].to_string(), word[digits..].to_string());
            let n: i64 = n.parse().map_err(|_| format!("«{n}» no es un número."))?;
            self.at += 1;
            let unit = if unit.is_empty() { self.need_word("h, min o s")? } else { unit };
            total += match folded(&unit).as_str() {
                "h" | "hora" | "horas" => BusinessTime::from_hours(n),
                "min" | "m" | "minuto" | "minutos" => BusinessTime::from_minutes(n),
                "s" | "seg" | "segundo" | "segundos" => BusinessTime::from_secs(n),
                _ => return Err(format!("«{unit}» no es una unidad de tiempo; use h, min o s.")),
            };
            any = true;
            self.take_any(&["habiles", "habil", "corridas", "corridos", "y"]);
        }
        if any { Ok(total) } else { Err("Aquí va un tiempo, por ejemplo 11 h 30 min.".to_string()) }
    }
}

pub(super) fn timestamp(date: Date, time: Time, zone: &TimeZone) -> Said<Timestamp> {
    let zoned = date.to_datetime(time).to_zoned(zone.clone());
    zoned.map(|zoned| zoned.timestamp()).map_err(|_| format!("El {} a esa hora no existe.", written(date)))
}

fn bare(token: &Token) -> String {
    match token {
        Token::Word(word) => word.clone(),
        Token::Quoted(text) => format!("«{text}»"),
        Token::Sign(sign) => sign.to_string(),
    }
}

fn show(token: &Token) -> String {
    match token {
        Token::Word(word) => format!("«{word}»"),
        Token::Quoted(text) => format!("«{text}»"),
        Token::Sign(sign) => format!("«{sign}»"),
    }
}

fn time(word: &str) -> Option<Time> {
    let parts: Vec<i8> = word.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    match parts[..] {
        [hour, minute] => Time::new(hour, minute, 0, 0).ok(),
        [hour, minute, second] => Time::new(hour, minute, second, 0).ok(),
        _ => None,
    }
}

/// `20/11/2026` or `2026-11-20`.
pub(super) fn date(word: &str) -> Option<Date> {
    let parts: Vec<&str> = word.split(['/', '-']).collect();
    let &[first, month, last] = parts.as_slice() else { return None };
    let (day, year) = if word.contains('/') { (first, last) } else { (last, first) };
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Whether somebody wanted to write a date here, well or badly.
fn looks_like_date(word: &str) -> bool {
    let figures = |sign: char| word.split(sign).count() == 3 && word.chars().all(|c| c.is_ascii_digit() || c == sign);
    word.contains('/') && word.starts_with(|c: char| c.is_ascii_digit()) || figures('-')
}

pub(super) fn weekday(word: &str) -> Option<Weekday> {
    Some(match folded(word).trim_end_matches('.') {
        "lun" | "lunes" => Weekday::Monday,
        "mar" | "martes" => Weekday::Tuesday,
        "mie" | "miercoles" => Weekday::Wednesday,
        "jue" | "jueves" => Weekday::Thursday,
        "vie" | "viernes" => Weekday::Friday,
        "sab" | "sabado" => Weekday::Saturday,
        "dom" | "domingo" => Weekday::Sunday,
        _ => return None,
    })
}

fn name(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "lunes",
        Weekday::Tuesday => "martes",
        Weekday::Wednesday => "miércoles",
        Weekday::Thursday => "jueves",
        Weekday::Friday => "viernes",
        Weekday::Saturday => "sábado",
        Weekday::Sunday => "domingo",
    }
}

fn short(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "lun",
        Weekday::Tuesday => "mar",
        Weekday::Wednesday => "mié",
        Weekday::Thursday => "jue",
        Weekday::Friday => "vie",
        Weekday::Saturday => "sáb",
        Weekday::Sunday => "dom",
    }
}

fn written(date: Date) -> String {
    format!("{:02}/{:02}/{}", date.day(), date.month(), date.year())
}

/// An instant as scripts write it.
pub(super) fn shown(at: Timestamp, zone: &TimeZone) -> String {
    let local = zone.to_datetime(at);
    let seconds = if local.second() > 0 { format!(":{:02}", local.second()) } else { String::new() };
    format!("{} {} {:02}:{:02}{seconds}", short(local.weekday()), written(local.date()), local.hour(), local.minute())
}

/// Business time as scripts write it.
pub(super) fn spent(time: BusinessTime) -> String {
    let (hours, minutes, seconds) = (time.as_secs() / 3600, time.as_secs() / 60 % 60, time.as_secs() % 60);
    let part = |n: i64, unit: &str| if n > 0 { format!(" {n} {unit}") } else { String::new() };
    format!("{hours} h{}{}", part(minutes, "min"), part(seconds, "s"))
}

/// The word most like one that nobody knows.
pub(super) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> String {
    let word = folded(word);
    let best = known.map(|own| (strsim::jaro_winkler(&word, &folded(own)), own)).max_by(|a, b| a.0.total_cmp(&b.0));
    best.filter(|(likeness, _)| *likeness > 0.75).map_or_else(String::new, |(_, own)| format!(" ¿Quiso decir «{own}»?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refuses(script: &str, message: &str) {
        assert_eq!(lines(script).unwrap_err(), Failure { line: 1, message: message.to_string() });
    }

    #[test]
    fn the_weekday_must_be_that_of_the_date() {
        refuses("jue 20/11/2026 10:15 ana lee", "El 20/11/2026 es viernes, no jueves.");
        refuses("vie 31/11/2026 10:15 ana lee", "«31/11/2026» no es una fecha; escriba, por ejemplo, 20/11/2026.");
        refuses("vie 20/11/2026 25:15 ana lee", "«25:15» no es una hora; escriba, por ejemplo, 10:15.");
        refuses("vie 20/11/2026 10:15 ana anota \"hola", "Falta cerrar el texto con \".");
        refuses("vie 20/11/2026 ana lee", "«ana» no es una hora; escriba, por ejemplo, 10:15.");
    }

    #[track_caller]
    fn reads(line: &str, date: (i16, i8, i8), time: (i8, i8), rest: &str) {
        let read = lines(line).unwrap();
        let (y, m, d) = date;
        let at = Moment::Full(Date::new(y, m, d).unwrap(), Time::new(time.0, time.1, 0, 0).unwrap());
        assert_eq!((read[0].at, read[0].text.as_str()), (Some(at), rest));
    }

    #[test]
    fn an_instant_may_be_written_in_every_usual_way() {
        for line in [
            "vie 20/11/2026 16:15 ana lee",
            "Viernes, 20/11/2026, 16:15   ana lee",
            "20/11/2026 4:15 p. m. ana lee",
            "vie. 2026-11-20 04:15 pm ana lee",
            "\u{feff}viernes 20/11/2026 16:15 ana lee # fin",
        ] {
            reads(line, (2026, 11, 20), (16, 15), "ana lee");
        }
        reads("mar 24/11/2026 24:00 espere cerrada", (2026, 11, 25), (0, 0), "espere cerrada");
        reads(
            "mié 25/11/2026 12:05 a. m. espere “en verificación”",
            (2026, 11, 25),
            (0, 5),
            "espere “en verificación”",
        );
    }

    #[test]
    fn a_length_of_time_may_be_written_in_every_usual_way() {
        for text in ["11 h 30 min", "11h 30min", "11 horas y 30 minutos", "690 min", "11 horas hábiles 30 m"] {
            let words = placed(text).unwrap().into_iter().map(|(_, token)| token).collect();
            assert_eq!(Cursor::new(words).duration(), Ok(BusinessTime::from_minutes(690)), "{text}");
        }
    }

    #[test]
    fn a_line_is_its_instant_and_its_words() {
        let read = lines("# nada\n\nmié 25/11/2026 00:00   espere cerrada, «por #1» # fin\n  10:30 ana lee").unwrap();
        assert_eq!((read.len(), read[0].no, read[0].text.as_str()), (2, 3, "espere cerrada, «por #1»"));
        assert!(matches!(read[0].at, Some(Moment::Full(..))));
        assert!(matches!(read[1].at, Some(Moment::SameDay(_))));
        assert_eq!(read[1].tokens.len(), 2);
    }
}
