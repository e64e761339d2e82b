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
    for (at, raw) in text.lines().enumerate() {
        let no = at + 1;
        let wrong = |message| Failure { line: no, message };
        let code = without_comment(raw).trim();
        if code.is_empty() {
            continue;
        }
        let tokens = tokens(code).map_err(wrong)?;
        let mut cursor = Cursor::new(tokens);
        let at = cursor.moment().map_err(wrong)?;
        let text = if at.is_some() { after_moment(code) } else { code.to_string() };
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
            (Some(end), c) if c == end => closing = None,
            _ => {}
        }
    }
    line
}

/// The text after the words of an instant.
fn after_moment(code: &str) -> String {
    let words = if code.starts_with(|c: char| c.is_ascii_digit()) { 1 } else { 3 };
    let mut rest = code;
    for _ in 0..words {
        rest = rest.trim_start().split_once(char::is_whitespace).map_or("", |(_, rest)| rest);
    }
    rest.trim().to_string()
}

pub(super) fn tokens(code: &str) -> Said<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut chars = code.chars().peekable();
    while let Some(&c) = chars.peek() {
        match c {
            c if c.is_whitespace() => drop(chars.next()),
            '"' | '«' => {
                chars.next();
                let end = if c == '"' { '"' } else { '»' };
                let mut text = String::new();
                loop {
                    match chars.next() {
                        Some(c) if c == end => break,
                        Some(c) => text.push(c),
                        None => return Err(format!("Falta cerrar el texto con {end}.")),
                    }
                }
                tokens.push(Token::Quoted(text));
            }
            '=' | ',' | '(' | ')' => {
                chars.next();
                tokens.push(Token::Sign(c));
            }
            _ => {
                let mut word = String::new();
                while let Some(&c) = chars.peek().filter(|c| !c.is_whitespace() && !"\"«»=,()".contains(**c)) {
                    word.push(c);
                    chars.next();
                }
                tokens.push(Token::Word(word));
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
        if let Some(time) = self.peek_word().and_then(time) {
            self.at += 1;
            return Ok(Some(Moment::SameDay(time)));
        }
        if self.peek_word().and_then(weekday).is_some()
            && matches!(self.tokens.get(self.at + 1), Some(Token::Word(w)) if w.contains('/'))
        {
            let (date, time) = self.date_and_time()?;
            return Ok(Some(Moment::Full(date, time)));
        }
        Ok(None)
    }

    /// `vie 20/11/2026 10:15`; the weekday must be that of the date.
    pub fn date_and_time(&mut self) -> Said<(Date, Time)> {
        let date = self.weekday_and_date()?;
        let word = self.need_word("la hora, por ejemplo 10:15")?;
        let time = time(&word).ok_or_else(|| format!("«{word}» no es una hora; escriba, por ejemplo, 10:15."))?;
        Ok((date, time))
    }

    pub fn weekday_and_date(&mut self) -> Said<Date> {
        let word = self.need_word("el día, por ejemplo vie 20/11/2026")?;
        let day = weekday(&word).ok_or_else(|| {
            format!("«{word}» no es un día de la semana; escriba lun, mar, mié, jue, vie, sáb o dom.")
        })?;
        let date = self.date()?;
        if date.weekday() != day {
            return Err(format!("El {} es {}, no {}.", written(date), name(date.weekday()), name(day)));
        }
        Ok(date)
    }

    pub fn date(&mut self) -> Said<Date> {
        let word = self.need_word("la fecha, por ejemplo 20/11/2026")?;
        date(&word).ok_or_else(|| format!("«{word}» no es una fecha; escriba, por ejemplo, 20/11/2026."))
    }

    pub fn instant(&mut self, zone: &TimeZone) -> Said<Timestamp> {
        let (date, time) = self.date_and_time()?;
        timestamp(date, time, zone)
    }

    /// `11 h 30 min`.
    pub fn duration(&mut self) -> Said<BusinessTime> {
        let mut total = BusinessTime::ZERO;
        let mut any = false;
        while let Some(n) = self.peek_word().and_then(|word| word.parse::<i64>().ok()) {
            self.at += 1;
            let unit = self.need_word("h, min o s")?;
            total += match unit.as_str() {
                "h" => BusinessTime::from_hours(n),
                "min" => BusinessTime::from_minutes(n),
                "s" => BusinessTime::from_secs(n),
                other => return Err(format!("«{other}» no es una unidad de tiempo; use h, min o s.")),
            };
            any = true;
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

/// `20/11/2026`.
pub(super) fn date(word: &str) -> Option<Date> {
    let mut parts = word.split('/');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    parts.next().is_none().then_some(date)
}

fn weekday(word: &str) -> Option<Weekday> {
    Some(match folded(word).as_str() {
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
