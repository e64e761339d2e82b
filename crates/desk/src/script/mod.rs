//! A day at the desk: a text that a process owner can read and write, played on a virtual clock.
//!
//! The grammar is docs/howto/script.md. Nothing is read or written here: the files of the
//! procedure come from the [`Library`], the result is a transcript, what was not as expected and
//! what was walked.

mod acts;
mod amend;
mod answer;
mod coverage;
mod expect;
mod named;
mod read;
mod register;
mod stage;
mod tell;
mod value;
mod world;

use jiff::Timestamp;

use crate::case::Case;
use crate::event::{Actor, Channel, Event, MessageKind};
use crate::inbox;
use crate::refused::Refused;
use crate::rulebook::Rulebook;
use crate::words::{self, folded};

use acts::Act;
use expect::{Asked, Expected};
use read::{Cursor, Line, Moment, Said};
use stage::Stage;
use world::World;

pub use coverage::Coverage;
pub use read::Failure;
pub use stage::Library;
pub use world::{Entry, Recorded};

/// What became of a script.
pub struct Played {
    pub transcript: Vec<Entry>,
    /// What was not as expected; a script that could not be read to its end says so here too.
    pub failures: Vec<Failure>,
    pub coverage: Coverage,
    /// Everything recorded, in its order.
    pub journal: Vec<Recorded>,
    /// How each case ended, by the name the script gives it, with the rules it was decided under.
    pub cases: Vec<(String, Case, Rulebook)>,
    zone: jiff::tz::TimeZone,
}

impl Played {
    /// The transcript as text: instants, what happened, and failures where they belong.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut failures = self.failures.iter().peekable();
        let mut last = String::new();
        for entry in &self.transcript {
            while let Some(failure) = failures.next_if(|failure| failure.line < entry.line) {
                text.push_str(&format!("  ✗ línea {}: {}\n", failure.line, failure.message));
            }
            let at = read::shown(entry.at, &self.zone);
            let shown = if at == last { " ".repeat(at.chars().count()) } else { at.clone() };
            text.push_str(&format!("{shown}   {}\n", entry.text));
            last = at;
        }
        for failure in failures {
            text.push_str(&format!("  ✗ línea {}: {}\n", failure.line, failure.message));
        }
        text
    }

    /// The events of a case.
    pub fn events(&self, case: &str) -> impl Iterator<Item = &Event> {
        self.journal.iter().filter(move |recorded| recorded.case == case).map(|recorded| &recorded.event)
    }
}

/// Plays a script.
///
/// # Errors
/// When the script cannot be read at all: the line and what to do.
pub fn play(text: &str, library: Library<'_>) -> Result<Played, Failure> {
    let lines = read::lines(text)?;
    let mut stage = Stage::new(library);
    let mut lines = lines.into_iter().peekable();
    while let Some(line) = lines.next_if(|line| line.at.is_none()) {
        let wrong = |message| Failure { line: line.no, message };
        let mut cursor = Cursor::new(line.tokens.clone());
        if !stage.heading(&mut cursor, &line.text).map_err(wrong)? {
            return Err(wrong(
                "No es una línea del encabezado (procedimiento, calendario, reparto, además, cambia), y lo que ocurre \
                 comienza con su instante, por ejemplo vie 20/11/2026 10:15."
                    .to_string(),
            ));
        }
    }
    let first = lines.peek().map_or(1, |line| line.no);
    let wrong = |message| Failure { line: first, message };
    let rules = stage.rulebook().map_err(wrong)?;
    let Some(Moment::Full(date, time)) = lines.peek().and_then(|line| line.at) else {
        return Err(wrong(
            "La primera línea con fecha dice el día y la hora, por ejemplo vie 20/11/2026 10:15.".to_string(),
        ));
    };
    let now = read::timestamp(date, time, rules.calendar.time_zone()).map_err(wrong)?;
    let mut player = Player { stage, world: World::new(rules, now), failures: Vec::new(), refused: None, since: 0 };
    for line in lines {
        if let Err(message) = player.line(&line) {
            player.failures.push(Failure { line: line.no, message });
            break;
        }
    }
    player.unexpected_refusal();
    Ok(player.played())
}

/// A script being played.
struct Player<'l> {
    stage: Stage<'l>,
    world: World,
    failures: Vec<Failure>,
    /// The refusal of the last line, until a line expects it.
    refused: Option<(usize, Refused)>,
    /// What was recorded before the last line that is not `espere`.
    since: usize,
}

/// `llega correo de`, `llega una carta de`, `llega respuesta automática de`: how it came, and
/// whether a machine wrote it.
fn arrives(cursor: &mut Cursor) -> Option<(Channel, bool)> {
    let mut ahead = cursor.clone();
    if !ahead.take_any(&["llega", "se recibe", "entra"]) {
        return None;
    }
    ahead.take_any(&["un", "una", "el", "la"]);
    let letters = ["correo", "mensaje", "carta", "respuesta", "chat", "correo electronico"];
    let automatic = ahead.take_any(&["automatico", "automatica"]);
    if !ahead.take_any(&letters) {
        return None;
    }
    let automatic = ahead.take_any(&["automatico", "automatica"]) || automatic;
    ahead.take("electronico");
    if !ahead.take("de") {
        return None;
    }
    *cursor = ahead;
    Some((Channel::Mail, automatic))
}

/// The name of the case that needs none.
const ONLY: &str = "A";

impl Player<'_> {
    fn line(&mut self, line: &Line) -> Said<()> {
        self.world.line = line.no;
        let mut cursor = Cursor::new(line.tokens.clone());
        let name = self.case_of(&mut cursor, ONLY.to_string())?;
        let expects = expect::opens(cursor.peek());
        if !expects {
            self.unexpected_refusal();
            self.since = self.world.journal.len();
        }
        let dated = line.at.is_some();
        self.run_to(line.at)?;
        if expects {
            cursor.next_word();
            let name = self.case_of(&mut cursor, name)?;
            return self.expect(&name, &mut cursor, dated);
        }
        // An instant alone only lets time pass.
        if cursor.is_done() {
            return Ok(());
        }
        self.world.note(format!("» {}", line.text));
        let refusal = cursor.split_at_word("rechazo").map(|mut rest| {
            let expected = Expected::read(&mut rest);
            rest.done().map(|()| expected)
        });
        let refusal = refusal.transpose()?;
        let done = self.happens(&name, &mut cursor, &line.text)?;
        let done = match done {
            Ok(()) => {
                if self.world.up {
                    self.world.settle()?;
                }
                Ok(())
            }
            refused => refused,
        };
        match (done, refusal) {
            (Ok(()), None) => {}
            (done, Some(expected)) => {
                let refused = done.err();
                if let Some(refused) = &refused {
                    self.world.note(format!("  se negó ({}): {refused}", refused.code()));
                }
                self.fails(expect::refusal(expected.as_ref(), refused.as_ref())?, "rechazo");
            }
            (Err(refused), None) => {
                self.world.note(format!("  se negó ({}): {refused}", refused.code()));
                self.refused = Some((line.no, refused));
            }
        }
        Ok(())
    }

    /// `caso B:` at the head of a line.
    fn case_of(&self, cursor: &mut Cursor, otherwise: String) -> Said<String> {
        let mut ahead = cursor.clone();
        ahead.take("el");
        if !ahead.take("caso") {
            return Ok(otherwise);
        }
        *cursor = ahead;
        let name = cursor.need_word("el nombre del caso")?;
        cursor.take(":");
        let name = name.trim_end_matches(':');
        let known = self.world.cases.keys().find(|own| words::folded(own) == words::folded(name));
        Ok(known.map_or_else(|| name.to_string(), String::clone))
    }

    fn run_to(&mut self, at: Option<Moment>) -> Said<()> {
        let zone = self.world.zone().clone();
        let at = match at {
            None => return Ok(()),
            Some(Moment::Full(date, time)) => read::timestamp(date, time, &zone)?,
            Some(Moment::SameDay(time)) => read::timestamp(zone.to_datetime(self.world.now).date(), time, &zone)?,
        };
        if at < self.world.now {
            let now = read::shown(self.world.now, &zone);
            return Err(format!("El reloj ya va en {now} y no vuelve atrás; para algo que llegó antes use «sellado»."));
        }
        self.world.run_to(at)
    }

    fn fails(&mut self, instead: expect::Instead, expected: &str) {
        if let Some(instead) = instead {
            let message = format!("se esperaba «{expected}», y {instead}.");
            self.failures.push(Failure { line: self.world.line, message });
        }
    }

    /// A refusal that no line expected is a failure of the line that was refused.
    fn unexpected_refusal(&mut self) {
        if let Some((line, refused)) = self.refused.take() {
            self.failures.push(Failure { line, message: format!("se negó ({}): {refused}", refused.code()) });
        }
    }

    fn expect(&mut self, name: &str, cursor: &mut Cursor, dated: bool) -> Said<()> {
        let rules = self.world.rules_of(name);
        for mut condition in expect::conditions(cursor) {
            let written = condition.written();
            if condition.take_any(&["rechazo", "rechazo por", "un rechazo"]) {
                let expected = Expected::read(&mut condition);
                condition.done()?;
                let refused = self.refused.take().map(|(_, refused)| refused);
                self.fails(expect::refusal(expected.as_ref(), refused.as_ref())?, &written);
                continue;
            }
            let Some(case) = self.world.case(name) else {
                return Err(format!("El caso {name} todavía no se ha registrado."));
            };
            let asked = Asked { world: &self.world, rules: &rules, name, case, dated, since: self.since };
            let instead = asked.check(&mut condition)?;
            self.fails(instead, &written);
        }
        Ok(())
    }

    /// Something happens: a person acts, a letter arrives, the machine falls.
    fn happens(&mut self, name: &str, cursor: &mut Cursor, text: &str) -> Said<acts::Done> {
        if cursor.peek_word().is_some_and(|word| folded(word) == "cambia") {
            self.stage.change(text)?;
            let fresh = self.stage.rulebook()?;
            let own = &mut self.world.rules;
            (own.catalogue, own.matrix, own.desk) = (fresh.catalogue, fresh.matrix, fresh.desk);
            *cursor = Cursor::new(Vec::new());
            return Ok(Ok(()));
        }
        let stamp = self.stamp(cursor)?;
        if let Some((channel, automatic)) = arrives(cursor) {
            return self.letter(name, channel, automatic, stamp, cursor);
        }
        if let Some(done) = self.machine(name, cursor)? {
            cursor.done()?;
            return Ok(done);
        }
        let who = named::person(&self.world.rules.people, &cursor.need_word("quién actúa, o lo que pasa")?);
        if self.world.rules.people.get(&who).is_none() {
            let known = self.world.rules.people.iter().map(|person| person.id.as_str());
            return Err(format!(
                "«{who}» no está en el reparto ni es algo que pase.{}",
                read::nearest(who.as_str(), known)
            ));
        }
        if !self.world.up {
            return Err("El servidor está caído: nadie puede hacer nada hasta que vuelva.".to_string());
        }
        Act { world: &mut self.world, name: name.to_string(), who, stamp }.run(cursor)
    }

    /// A letter of somebody; one to no case opens the case.
    fn letter(
        &mut self,
        name: &str,
        channel: Channel,
        automatic: bool,
        stamp: Option<Timestamp>,
        cursor: &mut Cursor,
    ) -> Said<acts::Done> {
        let who = acts::person(&self.world.rules.people, cursor)?;
        let mut message = acts::message(&mut self.world, who.clone(), channel, cursor)?;
        if automatic {
            message.is = MessageKind::Automatic;
        }
        let at = stamp.unwrap_or(self.world.now);
        if self.world.up && self.world.case(name).is_none() && self.world.rules.people.get(&who).is_some() {
            let mut act = Act { world: &mut self.world, name: name.to_string(), who, stamp: Some(at) };
            return Ok(act.letter_opens(message));
        }
        // Writing the number of a case makes nobody a part of it.
        let rules = self.world.rules_of(name);
        let day = rules.calendar.local(at).date();
        if self.world.case(name).is_some_and(|case| !inbox::participates(&rules, case, &message.from, day)) {
            self.world.note("  no toca el caso: quien escribe no participa en él".to_string());
            return Ok(Ok(()));
        }
        Ok(self.world.arrives(name, message, at))
    }

    fn stamp(&self, cursor: &mut Cursor) -> Said<Option<Timestamp>> {
        let Some(mut rest) = cursor.split_at_word("sellado") else { return Ok(None) };
        let stamp = rest.instant(self.world.zone())?;
        rest.done()?;
        Ok(Some(stamp))
    }

    fn machine(&mut self, name: &str, cursor: &mut Cursor) -> Said<Option<acts::Done>> {
        let world = &mut self.world;
        if cursor.take_any(&[
            "cae el servidor",
            "se cae el servidor",
            "el servidor cae",
            "el servidor se cae",
            "cae la herramienta",
            "cae el programa",
        ]) {
            world.falls();
        } else if cursor.take_any(&[
            "vuelve el servidor",
            "el servidor vuelve",
            "regresa el servidor",
            "vuelve la herramienta",
            "vuelve el programa",
        ]) {
            world.comes_back()?;
        } else if cursor.take_any(&["duerme la tarea", "la tarea duerme"]) {
            world.asleep = true;
        } else if cursor.take_any(&["despierta la tarea", "la tarea despierta"]) {
            world.asleep = false;
        } else if cursor.take("se detiene el correo") {
            world.post_stopped = true;
        } else if cursor.take("sale el correo") {
            world.post_stopped = false;
        } else if cursor.take("se confirma la fecha") {
            world.date_is_right()?;
        } else if cursor.take_any(&[
            "reloj retrocede a",
            "reloj salta a",
            "el reloj retrocede a",
            "el reloj salta a",
            "retrocede el reloj a",
            "salta el reloj a",
        ]) {
            let at = cursor.instant(&world.zone().clone())?;
            world.clock_shows(at)?;
        } else if cursor.take_any(&["oido todo", "se ha oido todo"]) {
            world.heard = None;
        } else if cursor.take("oido hasta") {
            world.heard = Some(cursor.instant(&world.zone().clone())?);
        } else if cursor.take("rebota") {
            return self.bounces(name, cursor).map(Some);
        } else if cursor.take("publica") {
            let version = cursor.need_quoted("la versión")?;
            self.publish(&version, cursor)?;
        } else if cursor.take_any(&[
            "enmienda calendario",
            "enmienda el calendario",
            "enmienda al calendario",
            "enmienda del calendario",
        ]) {
            let (list, line) = amend::line(cursor)?;
            world.rules.calendar = self.stage.amend(list, line)?;
        } else {
            return Ok(None);
        }
        Ok(Some(Ok(())))
    }

    fn bounces(&mut self, name: &str, cursor: &mut Cursor) -> Said<acts::Done> {
        let notice = cursor.need_word("el nombre del aviso")?;
        if cursor.is_done() {
            return Err("Después del aviso va «a» y la persona.".to_string());
        }
        let to = acts::person(&self.world.rules.people, cursor)?;
        let case = self.world.case(name).ok_or_else(|| format!("El caso {name} todavía no se ha registrado."))?;
        let no = acts::letter(case, &to, Some(&notice));
        let when = self.world.when(name, None);
        Ok(self.world.act(name, &Actor::System, &crate::command::Command::DeliveryFailed { no, to }, when))
    }

    /// `publica "04" answer.U-E05.off = true`
    fn publish(&mut self, version: &str, cursor: &mut Cursor) -> Said<()> {
        if !cursor.is_done() {
            let change = format!("cambia procedimiento {}", cursor.rest_as_toml());
            self.stage.change(&change)?;
        }
        self.stage.publish(version);
        self.world.rules.procedure = self.stage.rulebook()?.procedure;
        Ok(())
    }

    fn played(self) -> Played {
        let zone = self.world.zone().clone();
        let cases = self
            .world
            .cases
            .keys()
            .filter_map(|name| Some((name.clone(), self.world.case(name)?.clone(), self.world.rules_of(name))))
            .collect();
        let World { transcript, coverage, journal, .. } = self.world;
        Played { transcript, failures: self.failures, coverage, journal, cases, zone }
    }
}
