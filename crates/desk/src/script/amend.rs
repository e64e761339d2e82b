//! Amendments of the calendar as a script writes them.

use jiff::civil::Date;
use toml::{Table, Value};

use super::read::{Cursor, Said};

/// The list of the calendar file an amendment is added to, and its line.
pub(super) fn line(cursor: &mut Cursor) -> Said<(&'static str, Table)> {
    let word = |text: &str| Value::String(text.to_string());
    let day = |date: Date| Value::String(date.to_string());
    let table = |entries: Vec<(&str, Value)>| {
        entries.into_iter().map(|(key, value)| (key.to_string(), value)).collect::<Table>()
    };
    let basis = |cursor: &mut Cursor| -> Said<Value> {
        cursor.take_any(&["por", "según"]);
        Ok(Value::String(cursor.quoted().unwrap_or_else(|| "Enmienda del guion".to_string())))
    };
    cursor.take(":");
    cursor.take_any(&["con", "agrega"]);
    if cursor.take_any(&["festivo", "un festivo", "no habil", "dia no habil"]) {
        cursor.take_any(&["el", "para el"]);
        let date = cursor.date()?;
        let basis = basis(cursor)?;
        return Ok((
            "rule",
            table(vec![("kind", word("single")), ("date", day(date)), ("name", word("Enmienda")), ("basis", basis)]),
        ));
    }
    if cursor.take_any(&["suspension de terminos", "suspension"]) {
        cursor.take_any(&["de", "del", "desde"]);
        let from = cursor.date()?;
        cursor.take_any(&["a", "al", "hasta"]);
        let to = cursor.date()?;
        return Ok(("suspension", table(vec![("from", day(from)), ("to", day(to)), ("basis", basis(cursor)?)])));
    }
    if cursor.take("jornada") {
        let date = cursor.date()?;
        let hours = cursor.need_word("la jornada, por ejemplo 08:00-12:00")?;
        return Ok(("override", table(vec![("date", day(date)), ("hours", word(&hours)), ("basis", basis(cursor)?)])));
    }
    if cursor.take_any(&["habil", "dia habil"]) {
        let date = cursor.date()?;
        let basis = basis(cursor)?;
        let line = vec![
            ("date", day(date)),
            ("hours", word("08:00-17:00")),
            ("business_day", Value::Boolean(true)),
            ("basis", basis),
        ];
        return Ok(("override", table(line)));
    }
    Err("Después de «enmienda calendario» va festivo, suspensión, jornada o hábil.".to_string())
}
