//! Terms and clocks: until when, how long, on time or late.

use jiff::Timestamp;

use crate::agenda;
use crate::case::TermRun;
use crate::clock;
use crate::names::*;
use crate::procedure::Clock;

use super::super::named;
use super::super::read::{Cursor, Said, nearest, shown, spent};
use super::{Asked, Found, Instead, unless};

impl Asked<'_> {
    pub(super) fn times(&self, cursor: &mut Cursor) -> Said<Option<Found>> {
        let instead = if cursor.take_any(&["sin plazo", "sin termino"]) {
            let runs: Vec<_> = self.terms().collect();
            unless(runs.is_empty(), || format!("plazo hasta {}", shown(runs[0].ends_at, self.zone())))
        } else if cursor.take_any(&["plazo", "el plazo", "termino", "el termino"]) {
            self.term(cursor)
        } else if cursor.take_any(&["en verificacion el plazo", "plazo en verificacion", "en verificacion el termino"])
        {
            let over = self.terms().any(|run| run.ends_at <= self.world.now);
            unless(over, || "el plazo no espera verificación".to_string())
        } else if cursor.take("no vence") {
            let (id, clock) = self.clock(cursor)?;
            let due = clock::read(self.rules, self.case, id, clock, self.world.now).due_at;
            unless(due.is_none(), || format!("vence {}", due.map_or_else(String::new, |at| shown(at, self.zone()))))
        } else if cursor.take("vence") {
            if self.is_about_a_term(cursor) {
                return self.term(cursor).map(|instead| Some(Found { instead }));
            }
            let (id, clock) = self.clock(cursor)?;
            cursor.take("el");
            let wanted = cursor.instant(self.zone())?;
            let due = clock::read(self.rules, self.case, id, clock, self.world.now).due_at;
            unless(due == Some(wanted), || {
                due.map_or_else(|| format!("{id} no vence"), |at| format!("{id} vence {}", shown(at, self.zone())))
            })
        } else if cursor.take_any(&["transcurrido", "van", "lleva"]) {
            let named_first = self.names_clock(cursor).then(|| self.clock(cursor)).transpose()?;
            let wanted = cursor.duration()?;
            let (id, clock) = named_first.map_or_else(|| self.clock(cursor), Ok)?;
            let elapsed = clock::read(self.rules, self.case, id, clock, self.world.now).elapsed;
            unless(elapsed == wanted, || format!("{} en {id}", spent(elapsed)))
        } else if cursor.take_any(&[
            "detenido",
            "pausado",
            "en pausa",
            "detenida",
            "reloj detenido",
            "el reloj detenido",
            "no corre",
        ]) {
            let (id, clock) = self.clock(cursor)?;
            unless(!clock::is_running(self.rules, self.case, clock), || format!("{id} corre"))
        } else if cursor.take_any(&["corre", "corriendo"]) {
            let (id, clock) = self.clock(cursor)?;
            unless(clock::is_running(self.rules, self.case, clock), || format!("{id} está detenido"))
        } else if cursor.take_any(&["vencido", "vencida"]) {
            let (id, late) = self.lateness(cursor)?;
            unless(late, || format!("{id} está a tiempo"))
        } else if cursor.take("a tiempo") {
            let (id, late) = self.lateness(cursor)?;
            unless(!late, || format!("{id} está vencido"))
        } else if cursor.take("sin meta") {
            let (id, _) = self.clock(cursor)?;
            let target = self.case.targets.get(id);
            unless(target.is_none(), || format!("meta {}", target.map_or_else(String::new, |t| spent(t.time))))
        } else if cursor.take("meta") {
            let wanted = cursor.duration()?;
            let (id, _) = self.clock(cursor)?;
            let target = self.case.targets.get(id).map(|target| target.time);
            unless(target == Some(wanted), || {
                target.map_or_else(|| "sin meta".to_string(), |t| format!("meta {}", spent(t)))
            })
        } else if cursor.take_any(&["total habil", "tiempo habil"]) {
            let wanted = cursor.duration()?;
            let total = self.rules.calendar.elapsed(self.case.received_at, self.end());
            unless(total == wanted, || format!("total hábil {}", spent(total)))
        } else if cursor.take_any(&["total corrido", "tiempo corrido"]) {
            let wanted = cursor.duration()?;
            let total = crate::calendar::BusinessTime::from_duration(self.end().duration_since(self.case.received_at));
            unless(total == wanted, || format!("total corrido {}", spent(total)))
        } else if cursor.take("proximo nada") {
            let next = agenda::next(self.rules, self.case);
            unless(next.is_none(), || format!("próximo {}", next.map_or_else(String::new, |at| shown(at, self.zone()))))
        } else if cursor.take("proximo") {
            let wanted = cursor.instant(self.zone())?;
            let next = agenda::next(self.rules, self.case);
            unless(next == Some(wanted), || {
                next.map_or_else(|| "próximo nada".to_string(), |at| format!("próximo {}", shown(at, self.zone())))
            })
        } else {
            return Ok(None);
        };
        instead.map(|instead| Some(Found { instead }))
    }

    fn end(&self) -> Timestamp {
        self.case.closed.map_or(self.world.now, |closing| closing.at)
    }

    pub(super) fn terms(&self) -> impl Iterator<Item = &TermRun> {
        self.case.running_terms().filter(|_| !self.case.is_closed())
    }

    /// Whether a term stands here, by its name or because no clock does: `vence silencio …`,
    /// `vence el término …`, and `vence mié 25/11/2026 00:00` while a term runs until then.
    fn is_about_a_term(&self, cursor: &mut Cursor) -> bool {
        if cursor.take_any(&["el termino", "el plazo", "termino", "plazo"]) {
            return true;
        }
        let word = cursor.peek_word().unwrap_or_default().to_string();
        let terms = self.rules.procedure.terms.iter().map(|(id, own)| (id.as_str(), own.label.as_str()));
        let named_term = named::one(&word, terms.collect::<Vec<_>>().into_iter()).is_some();
        let mut ahead = cursor.clone();
        ahead.take_any(&["el", "hasta"]);
        let at = ahead.instant(self.zone());
        named_term || at.is_ok_and(|at| self.terms().any(|run| run.ends_at == at))
    }

    /// `hasta <instante>`, `silencio hasta <instante>`, `<instante>`.
    fn term(&self, cursor: &mut Cursor) -> Said<Instead> {
        let terms: Vec<_> =
            self.rules.procedure.terms.iter().map(|(id, own)| (id.as_str(), own.label.as_str())).collect();
        cursor.take_any(&["de", "del"]);
        let word = cursor.peek_word().unwrap_or_default().to_string();
        let named = named::one(&word, terms.iter().copied());
        if named.is_some() {
            cursor.next_word();
        }
        if !cursor.take_any(&["hasta el", "hasta", "vence el", "vence", "el"])
            && cursor.clone().instant(self.zone()).is_err()
        {
            let known = terms.iter().map(|(id, _)| *id);
            return Err(format!("Después de «plazo» va «hasta» y el instante.{}", nearest(&word, known)));
        }
        let wanted = cursor.instant(self.zone())?;
        let runs: Vec<_> = self.terms().filter(|run| named.is_none_or(|term| run.term == *term)).collect();
        unless(runs.iter().any(|run| run.ends_at == wanted), || match runs.first() {
            Some(run) => format!("plazo {} hasta {}", run.term, shown(run.ends_at, self.zone())),
            None => "no corre ningún plazo".to_string(),
        })
    }

    fn names_clock(&self, cursor: &Cursor) -> bool {
        let mut ahead = cursor.clone();
        ahead.take_any(&["en", "de", "el reloj", "reloj"]);
        ahead.peek_word().is_some_and(|word| self.clock_of(word).is_some())
    }

    fn clock_of(&self, word: &str) -> Option<(&ClockId, &Clock)> {
        let clocks = &self.rules.procedure.clocks;
        let known: Vec<_> = clocks.iter().map(|(id, own)| (id.as_str(), own.name.as_str())).collect();
        clocks.get_key_value(named::one(word, known.into_iter())?)
    }

    /// The clock named here; where none is, the first of the procedure.
    pub(super) fn clock(&self, cursor: &mut Cursor) -> Said<(&ClockId, &Clock)> {
        let said = cursor.take_any(&["en el reloj", "de el reloj", "en", "de", "del", "el reloj", "reloj"]);
        let clocks = &self.rules.procedure.clocks;
        let word = cursor.peek_word().unwrap_or_default().to_string();
        if let Some(found) = self.clock_of(&word) {
            cursor.next_word();
            return Ok(found);
        }
        let first = clocks.first().ok_or("El procedimiento no tiene relojes.")?;
        let about_another = !said && super::super::read::weekday(&word).is_none() && !word.is_empty();
        let near = nearest(&word, clocks.keys().map(ClockId::as_str));
        if said || (about_another && !near.is_empty()) {
            return Err(format!("«{word}» no es un reloj.{near}"));
        }
        Ok(first)
    }

    fn lateness(&self, cursor: &mut Cursor) -> Said<(&ClockId, bool)> {
        let (id, clock) = self.clock(cursor)?;
        Ok((id, clock::read(self.rules, self.case, id, clock, self.world.now).is_late(self.world.now)))
    }
}
