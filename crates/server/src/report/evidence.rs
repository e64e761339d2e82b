//! The evidence of a period and the compliance of its services as tables for a spreadsheet.

use std::io::Write;

use desk::{DeskId, PersonId};

use super::Period;
use super::log::Stopped;
use crate::act::Failed;
use crate::app::App;
use crate::format::cells::{Cells, instant};
use crate::format::event::SYSTEM;
use crate::store::evidence::Asked;
use crate::view::{FieldView, Shown, proof};
use crate::words::Words;

/// Rows read at a time.
const PAGE: i64 = 64;

const EVIDENCE: [&str; 17] = [
    "caso",
    "instante",
    "procedimiento",
    "version",
    "actividad",
    "nombre_actividad",
    "punto_de_control",
    "pregunta",
    "respuesta",
    "texto_respuesta",
    "dice",
    "quien",
    "nombre",
    "en_lugar_de",
    "rol",
    "fila_matriz",
    "motivo",
];

/// The evidence of a period as CSV, as far as its reader may read it.
///
/// # Errors
/// [`Stopped`].
pub fn write<W: Write>(app: &App, reader: &PersonId, asked: &Asked, words: &Words, out: W) -> Result<(), Stopped> {
    let mut cells = Cells::begin(out, EVIDENCE)?;
    let mut after = None;
    loop {
        let page = proof::evidence(app, reader, asked, after.as_ref(), PAGE)?;
        let (rows, next) = page.ok_or(Stopped::Reading(Failed::NotFound))?;
        for row in rows {
            let name = |id: &PersonId| app.entity().people.name(id);
            let motive: Vec<String> =
                row.motive.iter().map(|field| format!("{}: {}", field.label, said(words, &name, field))).collect();
            cells.row([
                row.number.as_str(),
                &instant(row.at),
                &row.procedure,
                &row.version,
                &row.activity,
                &row.activity_name,
                if row.control_point { "SI" } else { "NO" },
                &row.question,
                &row.answer,
                &row.label,
                &row.says.join(", "),
                row.who.as_ref().map_or(SYSTEM, PersonId::as_str),
                &row.who_name,
                row.acting_for.as_deref().unwrap_or_default(),
                &row.role,
                row.row.as_ref().map_or("", |row| row.as_str()),
                if row.reserved { "(caso restringido)".to_owned() } else { motive.join("; ") }.as_str(),
            ])?;
        }
        match next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    cells.end()?.flush()?;
    Ok(())
}

/// What a field holds, in a few words.
pub fn said(words: &Words, name: &impl Fn(&PersonId) -> String, field: &FieldView) -> String {
    let text = |text: &crate::view::Text| text.written().unwrap_or("—").to_owned();
    match &field.value {
        Shown::Words(list) => words.list(list),
        Shown::Number(number) => words.number(*number, if number.fract() == 0.0 { 0 } else { 2 }),
        Shown::Date(day) => words.date(*day),
        Shown::Yes(yes) => words.lang.t(if *yes { "yes" } else { "no" }).to_string(),
        Shown::People(people) => words.list(&people.iter().map(name).collect::<Vec<_>>()),
        Shown::Group(_, name) => name.clone(),
        Shown::Text(written) => text(written),
        Shown::Files(files) => words.list(&files.iter().map(|file| text(&file.name)).collect::<Vec<_>>()),
    }
}

/// The compliance of a period as CSV: a line for each clock and service, and one for each clock.
///
/// # Errors
/// [`Stopped`].
pub fn write_compliance<W: Write>(
    app: &App,
    reader: &PersonId,
    desk: &DeskId,
    period: &Period,
    out: W,
) -> Result<(), Stopped> {
    let clocks = proof::compliance(app, reader, desk, period.bounds())?.ok_or(Stopped::Reading(Failed::NotFound))?;
    let mut percents: Vec<u32> = clocks.iter().flat_map(|clock| clock.thresholds.clone()).collect();
    percents.sort_unstable();
    percents.dedup();
    let mut headings: Vec<String> =
        ["reloj", "servicio", "categoria", "nombre_servicio", "metas_horas", "meta_de_ejemplo", "casos", "a_tiempo"]
            .map(str::to_owned)
            .into();
    headings.push("cumplimiento_porcentaje".into());
    headings.extend(percents.iter().map(|percent| format!("llegaron_al_{percent}")));
    let mut cells = Cells::begin(out, headings.iter().map(String::as_str))?;
    for clock in &clocks {
        for service in &clock.services {
            let hours: Vec<String> = service.targets.iter().map(|(time, _)| hours(time.as_minutes())).collect();
            let example = service.targets.iter().any(|(_, example)| *example);
            let named = [&clock.clock, &service.item, &service.category, &service.name];
            let mut row: Vec<String> = named.into_iter().cloned().collect();
            row.extend([hours.join(" "), if example { "SI" } else { "NO" }.to_owned()]);
            row.extend(figures(&service.tally, &percents));
            cells.row(row.iter().map(String::as_str))?;
        }
        let mut row = vec![clock.clock.clone(), String::new(), String::new(), "(todos)".to_owned()];
        row.extend([String::new(), String::new()]);
        row.extend(figures(&clock.total, &percents));
        cells.row(row.iter().map(String::as_str))?;
    }
    cells.end()?.flush()?;
    Ok(())
}

fn hours(minutes: i64) -> String {
    match minutes % 60 {
        0 => (minutes / 60).to_string(),
        rest => format!("{}:{rest:02}", minutes / 60),
    }
}

fn figures(tally: &desk::compliance::Tally, percents: &[u32]) -> Vec<String> {
    let share = tally.per_mille().map_or_else(String::new, |share| format!("{}.{}", share / 10, share % 10));
    let mut figures = vec![tally.cases.to_string(), tally.met.to_string(), share];
    figures.extend(percents.iter().map(|percent| tally.reached.get(percent).copied().unwrap_or(0).to_string()));
    figures
}
