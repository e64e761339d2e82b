//! What a script expects: each condition is a question to the case at this instant.

use jiff::Timestamp;

use crate::access::{self, Sight};
use crate::agenda;
use crate::case::{Case, TermRun};
use crate::clock;
use crate::event::{Happened, Lengthening};
use crate::facts::CaseFacts;
use crate::names::*;
use crate::procedure::Clock;
use crate::refused::Refused;
use crate::rulebook::Rulebook;
use crate::words::folded;

use super::read::{Cursor, Said, Token, nearest, shown, spent};
use super::tell;
use super::value::Written;
use super::world::{Recorded, World};

/// One question, with all that may be looked at to answer it.
pub(super) struct Asked<'w> {
    pub world: &'w World,
    pub rules: &'w Rulebook,
    pub name: &'w str,
    pub case: &'w Case,
    /// The line names its own instant: what it says happened, happened at that very instant.
    pub dated: bool,
    /// What was recorded before this index is older than the last line that is not `espere`.
    pub since: usize,
}

/// What was found instead; nothing when the condition holds.
pub(super) type Instead = Option<String>;

/// Checks the refusal that a line expects.
pub(super) fn refusal(expected: &str, found: Option<&Refused>) -> Said<Instead> {
    if !Refused::CODES.contains(&expected) {
        return Err(format!(
            "«{expected}» no es una razón para negarse.{}",
            nearest(expected, Refused::CODES.into_iter())
        ));
    }
    Ok(match found {
        Some(refused) if refused.code() == expected => None,
        Some(refused) => Some(format!("se negó por {}: {refused}", refused.code())),
        None => Some("no se negó".to_string()),
    })
}

fn unless(holds: bool, instead: impl FnOnce() -> String) -> Said<Instead> {
    Ok(if holds { None } else { Some(instead()) })
}

impl Asked<'_> {
    /// # Errors
    /// What in the condition cannot be understood.
    pub fn check(&self, cursor: &mut Cursor) -> Said<Instead> {
        for family in [Self::way, Self::times, Self::told, Self::people, Self::asked_of] {
            let mut ahead = cursor.clone();
            if let Some(found) = family(self, &mut ahead)? {
                ahead.done()?;
                return Ok(found.instead);
            }
        }
        self.state_or_field(cursor)
    }

    fn zone(&self) -> &jiff::tz::TimeZone {
        self.world.zone()
    }

    fn facts(&self) -> CaseFacts<'_> {
        CaseFacts::new(self.rules, self.case, self.rules.calendar.local(self.world.now).date())
    }

    fn recent(&self) -> impl Iterator<Item = &Recorded> {
        let (now, dated) = (self.world.now, self.dated);
        let since = if dated { 0 } else { self.since };
        self.world.journal[since..].iter().filter(move |r| r.case == self.name && (!dated || r.at == now))
    }

    // ---------------------------------------------------------- where the case stands

    fn way(&self, cursor: &mut Cursor) -> Said<Option<Found>> {
        let case = self.case;
        let instead = if cursor.take("actividad") {
            let wanted = cursor.need_word("la actividad")?;
            let here = case.activity().map_or("ninguna", ActivityId::as_str);
            unless(here == wanted, || format!("actividad {here}"))
        } else if cursor.take("viene de") {
            let wanted = cursor.need_word("la actividad")?;
            let from = case.visit().and_then(|v| v.came_from.as_ref()).map_or("ninguna", ActivityId::as_str);
            unless(from == wanted, || format!("viene de {from}"))
        } else if cursor.take("visita") {
            let wanted = cursor.need_word("el número de la visita")?;
            unless(case.visit_no().to_string() == wanted, || format!("visita {}", case.visit_no()))
        } else if cursor.take("sin resultado") {
            unless(case.result.is_none(), || format!("resultado {}", self.result()))
        } else if cursor.take("resultado") {
            let wanted = cursor.need_word("el resultado")?;
            if !self.rules.procedure.results.contains_key(wanted.as_str()) {
                return Err(format!(
                    "«{wanted}» no es un resultado.{}",
                    nearest(&wanted, self.rules.procedure.results.keys().map(ResultId::as_str))
                ));
            }
            unless(self.result() == wanted, || format!("resultado {}", self.result()))
        } else if cursor.take("por interpretar") {
            unless(case.to_interpret.is_some(), || "ningún mensaje espera interpretación".to_string())
        } else if cursor.take("nada por interpretar") {
            unless(case.to_interpret.is_none(), || "un mensaje espera interpretación".to_string())
        } else if cursor.take("propuesta") {
            unless(case.proposal.is_some(), || "ningún mensaje se propone como solución".to_string())
        } else if cursor.take("por") {
            let wanted = cursor.need_word("solicitante, agente, silencio o sistema")?;
            let by = case.closed.map_or("nadie: sigue abierto", |closing| tell::closed_by(closing.by));
            unless(by == wanted, || format!("cerrado por {by}"))
        } else if cursor.take("sin marca") {
            let flag = self.flag(cursor)?;
            unless(!self.holds(&flag), || format!("tiene la marca {flag}"))
        } else if cursor.take("marca") {
            let flag = self.flag(cursor)?;
            unless(self.holds(&flag), || format!("no tiene la marca {flag}"))
        } else if cursor.take("version") {
            let wanted = cursor.need_word("la versión")?;
            unless(case.version == wanted, || format!("versión {}", case.version))
        } else if cursor.take("canal") {
            let wanted = cursor.need_word("el canal")?;
            let own = tell::channel(case.channel);
            unless(folded(own) == folded(&wanted), || format!("canal {own}"))
        } else if cursor.take("vinculo") {
            let kind = cursor.need_word("el vínculo")?;
            let other = cursor.need_word("el caso")?;
            let other =
                self.world.cases.get(&other).map_or_else(|| other.as_str().into(), |stand| stand.number.clone());
            unless(case.links.contains(&(kind, other)), || format!("vínculos {:?}", case.links))
        } else if cursor.take("no sugiere") {
            let answer = cursor.need_word("la respuesta")?;
            unless(!self.suggests(&answer)?, || "la sugiere".to_string())
        } else if cursor.take("sugiere") {
            let answer = cursor.need_word("la respuesta")?;
            unless(self.suggests(&answer)?, || "no la sugiere".to_string())
        } else {
            return Ok(None);
        };
        instead.map(|instead| Some(Found { instead }))
    }

    fn result(&self) -> &str {
        self.case.result.as_ref().map_or("ninguno", ResultId::as_str)
    }

    fn flag(&self, cursor: &mut Cursor) -> Said<String> {
        let flag = cursor.need_word("la marca")?;
        let known = || self.rules.procedure.flags.keys().map(FlagId::as_str);
        if known().any(|own| own == flag) {
            Ok(flag)
        } else {
            Err(format!("«{flag}» no es una marca.{}", nearest(&flag, known())))
        }
    }

    fn holds(&self, fact: &str) -> bool {
        crate::procedure::Guard::Holds(fact.to_string()).holds(&self.facts())
    }

    fn suggests(&self, answer: &str) -> Said<bool> {
        let found =
            self.rules.procedure.answers.get(answer).ok_or_else(|| format!("No existe la respuesta «{answer}»."))?;
        let here = self.case.activity().is_some_and(|here| found.from.contains(here));
        Ok(here && found.suggested_if.as_ref().is_some_and(|guard| guard.holds(&self.facts())))
    }

    // -------------------------------------------------------------- terms and clocks

    fn times(&self, cursor: &mut Cursor) -> Said<Option<Found>> {
        let instead = if cursor.take("sin plazo") {
            let runs: Vec<_> = self.terms().collect();
            unless(runs.is_empty(), || format!("plazo hasta {}", shown(runs[0].ends_at, self.zone())))
        } else if cursor.take("plazo") {
            self.term(cursor)
        } else if cursor.take("en verificacion el plazo") {
            let over = self.terms().any(|run| run.ends_at <= self.world.now);
            unless(over, || "el plazo no espera verificación".to_string())
        } else if cursor.take("no vence") {
            let (id, clock) = self.clock(cursor)?;
            let due = clock::read(self.rules, self.case, id, clock, self.world.now).due_at;
            unless(due.is_none(), || format!("vence {}", due.map_or_else(String::new, |at| shown(at, self.zone()))))
        } else if cursor.take("vence") {
            let (id, clock) = self.clock(cursor)?;
            let wanted = cursor.instant(self.zone())?;
            let due = clock::read(self.rules, self.case, id, clock, self.world.now).due_at;
            unless(due == Some(wanted), || {
                due.map_or_else(|| format!("{id} no vence"), |at| format!("{id} vence {}", shown(at, self.zone())))
            })
        } else if cursor.take("transcurrido") {
            let wanted = cursor.duration()?;
            cursor.take("en");
            let (id, clock) = self.clock(cursor)?;
            let elapsed = clock::elapsed(self.rules, self.case, clock, self.world.now);
            unless(elapsed == wanted, || format!("{} en {id}", spent(elapsed)))
        } else if cursor.take("detenido") {
            let (id, clock) = self.clock(cursor)?;
            unless(!clock::is_running(self.rules, self.case, clock), || format!("{id} corre"))
        } else if cursor.take("corre") {
            let (id, clock) = self.clock(cursor)?;
            unless(clock::is_running(self.rules, self.case, clock), || format!("{id} está detenido"))
        } else if cursor.take("vencido") {
            let (id, late) = self.lateness(cursor)?;
            unless(late, || format!("{id} está a tiempo"))
        } else if cursor.take("a tiempo") {
            let (id, late) = self.lateness(cursor)?;
            unless(!late, || format!("{id} está vencido"))
        } else if cursor.take("sin meta") {
            cursor.take("en");
            let (id, _) = self.clock(cursor)?;
            let target = self.case.targets.get(id);
            unless(target.is_none(), || format!("meta {}", target.map_or_else(String::new, |t| spent(t.time))))
        } else if cursor.take("meta") {
            let wanted = cursor.duration()?;
            cursor.take("en");
            let (id, _) = self.clock(cursor)?;
            let target = self.case.targets.get(id).map(|target| target.time);
            unless(target == Some(wanted), || {
                target.map_or_else(|| "sin meta".to_string(), |t| format!("meta {}", spent(t)))
            })
        } else if cursor.take("total habil") {
            let wanted = cursor.duration()?;
            let total = self.rules.calendar.elapsed(self.case.received_at, self.end());
            unless(total == wanted, || format!("total hábil {}", spent(total)))
        } else if cursor.take("total corrido") {
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

    fn terms(&self) -> impl Iterator<Item = &TermRun> {
        self.case.running_terms().filter(|_| !self.case.is_closed())
    }

    fn term(&self, cursor: &mut Cursor) -> Said<Instead> {
        let named = if cursor.take("hasta") {
            None
        } else {
            let term = cursor.need_word("el término, o «hasta» y el instante")?;
            if !cursor.take("hasta") {
                return Err("Después del término va «hasta» y el instante.".to_string());
            }
            Some(term)
        };
        let wanted = cursor.instant(self.zone())?;
        let runs: Vec<_> =
            self.terms().filter(|run| named.as_ref().is_none_or(|term| run.term == *term.as_str())).collect();
        unless(runs.iter().any(|run| run.ends_at == wanted), || match runs.first() {
            Some(run) => format!("plazo {} hasta {}", run.term, shown(run.ends_at, self.zone())),
            None => "no corre ningún plazo".to_string(),
        })
    }

    fn clock(&self, cursor: &mut Cursor) -> Said<(&ClockId, &Clock)> {
        let clocks = &self.rules.procedure.clocks;
        let name = cursor.need_word("el reloj")?;
        clocks
            .get_key_value(name.as_str())
            .ok_or_else(|| format!("«{name}» no es un reloj.{}", nearest(&name, clocks.keys().map(ClockId::as_str))))
    }

    fn lateness(&self, cursor: &mut Cursor) -> Said<(&ClockId, bool)> {
        let (id, clock) = self.clock(cursor)?;
        Ok((id, clock::read(self.rules, self.case, id, clock, self.world.now).is_late(self.world.now)))
    }

    // ------------------------------------------------------------ alerts and letters

    fn told(&self, cursor: &mut Cursor) -> Said<Option<Found>> {
        let instead = if cursor.take("sin alerta") {
            let (percent, clock) = self.threshold(cursor)?;
            unless(!self.alerted(percent, clock.as_deref(), false), || "se dio".to_string())
        } else if cursor.take("alerta omitida") {
            let (percent, clock) = self.threshold(cursor)?;
            unless(self.alerted(percent, clock.as_deref(), true), || "no se omitió".to_string())
        } else if cursor.take("alerta") {
            let (percent, clock) = self.threshold(cursor)?;
            unless(self.alerted(percent, clock.as_deref(), false), || "no se dio".to_string())
        } else if cursor.take("sin aviso") {
            let notice = self.notice(cursor)?;
            let left = self.letters(&notice, "Delivered");
            unless(left.is_empty(), || format!("salió a {}", names(&left)))
        } else if cursor.take("aviso") {
            self.letter(cursor)
        } else if cursor.take("restablecido") {
            self.happened(|what| matches!(what, Happened::Reinstated { .. }))
        } else if cursor.take("corregido") {
            self.happened(|what| matches!(what, Happened::Corrected { .. }))
        } else if cursor.take("deshecho") {
            self.happened(|what| matches!(what, Happened::Undone { .. }))
        } else if cursor.take("prorrogado por caida") {
            self.happened(|what| matches!(what, Happened::TermLengthened { why: Lengthening::Outage, .. }))
        } else if cursor.take("prorrogado") {
            self.happened(|what| matches!(what, Happened::TermLengthened { .. }))
        } else {
            return Ok(None);
        };
        instead.map(|instead| Some(Found { instead }))
    }

    fn happened(&self, is: impl Fn(&Happened) -> bool) -> Said<Instead> {
        unless(self.recent().any(|r| is(&r.event.what)), || "no ocurrió".to_string())
    }

    fn threshold(&self, cursor: &mut Cursor) -> Said<(u32, Option<String>)> {
        let word = cursor.need_word("el porcentaje")?;
        let percent = word.trim_end_matches('%').parse().map_err(|_| format!("«{word}» no es un porcentaje."))?;
        cursor.take("%");
        let clock = if cursor.take("de") { Some(self.clock(cursor)?.0.to_string()) } else { None };
        Ok((percent, clock))
    }

    /// An alert, given or omitted, at any time so far; on a dated line, at this very instant.
    fn alerted(&self, percent: u32, clock: Option<&str>, omitted: bool) -> bool {
        let now = self.world.now;
        self.world
            .journal
            .iter()
            .filter(|r| r.case == self.name && (!self.dated || omitted || r.event.effective_at == now))
            .any(|r| match &r.event.what {
                Happened::Alerted { clock: own, percent: reached, .. } => {
                    !omitted && *reached == percent && clock.is_none_or(|clock| *own == *clock)
                }
                Happened::AlertOmitted { clock: own, percent: reached, .. } => {
                    omitted && *reached == percent && clock.is_none_or(|clock| *own == *clock)
                }
                _ => false,
            })
    }

    fn notice(&self, cursor: &mut Cursor) -> Said<String> {
        let notice = cursor.need_word("el nombre del aviso")?;
        let known = || self.rules.procedure.notices.keys().map(NoticeId::as_str);
        if known().any(|own| own == notice) {
            Ok(notice)
        } else {
            Err(format!("«{notice}» no es un aviso.{}", nearest(&notice, known())))
        }
    }

    /// Who got a letter of this name, or lost it.
    fn letters(&self, notice: &str, kind: &str) -> Vec<PersonId> {
        let named = |no: u32| self.case.notice(no).is_some_and(|letter| letter.notice == *notice);
        let mut people = Vec::new();
        for recorded in self.recent() {
            match &recorded.event.what {
                Happened::Delivered { no, to, .. } if kind == "Delivered" && named(*no) => people.push(to.clone()),
                Happened::NoticeDropped { no } if kind == "Dropped" && named(*no) => {
                    people.extend(self.case.notice(*no).into_iter().flat_map(|letter| letter.to.clone()));
                }
                _ => {}
            }
        }
        people
    }

    fn letter(&self, cursor: &mut Cursor) -> Said<Instead> {
        let notice = self.notice(cursor)?;
        if cursor.take("descartado") {
            return unless(!self.letters(&notice, "Dropped").is_empty(), || "no se descartó".to_string());
        }
        let mut wanted = Vec::new();
        if cursor.take("a") {
            wanted.push(PersonId::from(cursor.need_word("una persona")?.as_str()));
            while cursor.take("y") {
                wanted.push(PersonId::from(cursor.need_word("una persona")?.as_str()));
            }
        }
        if cursor.take("retenido hasta") {
            let until = cursor.instant(self.zone())?;
            let held = self.world.held(self.name).filter_map(|(no, at)| Some((self.case.notice(no)?, at)));
            let own: Vec<_> = held.filter(|(letter, _)| letter.notice == *notice.as_str()).collect();
            let fits =
                own.iter().any(|(letter, at)| *at == until && wanted.iter().all(|person| letter.to.contains(person)));
            return unless(fits, || match own.first() {
                Some((letter, at)) => format!("retenido hasta {} para {}", shown(*at, self.zone()), names(&letter.to)),
                None => "no está retenido".to_string(),
            });
        }
        let left = self.letters(&notice, "Delivered");
        let fits = !left.is_empty()
            && wanted.iter().all(|person| left.contains(person))
            && (wanted.is_empty() || left.iter().all(|p| wanted.contains(p)));
        unless(fits, || if left.is_empty() { "no salió".to_string() } else { format!("salió a {}", names(&left)) })
    }

    // ------------------------------------------------------------------------ people

    fn people(&self, cursor: &mut Cursor) -> Said<Option<Found>> {
        let case = self.case;
        let assignee = case.assignee.as_ref().map_or("nadie", PersonId::as_str);
        let instead = if cursor.take("sin asignado") {
            unless(case.assignee.is_none(), || format!("asignado {assignee}"))
        } else if cursor.take("asignado") {
            let wanted = cursor.need_word("una persona")?;
            unless(assignee == wanted, || format!("asignado {assignee}"))
        } else if cursor.take("grupo") {
            let wanted = cursor.need_word("el grupo")?;
            let group = case.group.as_ref().map_or("ninguno", GroupId::as_str);
            unless(group == wanted, || format!("grupo {group}"))
        } else if cursor.take("registrado por") {
            let wanted = cursor.need_word("una persona")?;
            let by = case.registered_by.as_ref().unwrap_or(&case.requester);
            unless(by.as_str() == wanted, || format!("registrado por {by}"))
        } else if cursor.take("solicitante") {
            let wanted = cursor.need_word("una persona")?;
            unless(case.requester.as_str() == wanted, || format!("solicitante {}", case.requester))
        } else if cursor.take("beneficiario") {
            let wanted = cursor.need_word("una persona")?;
            unless(case.beneficiary.as_str() == wanted, || format!("beneficiario {}", case.beneficiary))
        } else if cursor.take("ve") {
            let who = PersonId::from(cursor.need_word("una persona")?.as_str());
            let wanted = cursor.need_word("todo, público, resumen o nada")?;
            let day = self.rules.calendar.local(self.world.now).date();
            let sight = match access::sight(self.rules, case, &who, day) {
                Sight::All => "todo",
                Sight::Public => "publico",
                Sight::Outline => "resumen",
                Sight::Nothing => "nada",
            };
            unless(sight == folded(&wanted), || format!("ve {sight}"))
        } else {
            return Ok(None);
        };
        instead.map(|instead| Some(Found { instead }))
    }

    fn asked_of(&self, cursor: &mut Cursor) -> Said<Option<Found>> {
        let case = self.case;
        let open = case.open_approval().and_then(|open| open.step());
        let instead = if cursor.take("sin aprobacion") {
            unless(open.is_none(), || {
                format!("se pregunta a {}", open.map_or_else(String::new, |step| names(&step.people)))
            })
        } else if cursor.take("aprueba") {
            let mut wanted = vec![PersonId::from(cursor.need_word("una persona")?.as_str())];
            while cursor.take("y") {
                wanted.push(PersonId::from(cursor.need_word("una persona")?.as_str()));
            }
            let asked = open.map_or(&[][..], |step| &step.people);
            let fits = asked.len() == wanted.len() && wanted.iter().all(|person| asked.contains(person));
            unless(fits, || {
                if asked.is_empty() {
                    "no se pregunta a nadie".to_string()
                } else {
                    format!("se pregunta a {}", names(asked))
                }
            })
        } else if cursor.take("decidio") {
            let by = cursor.need_word("una persona")?;
            let acting_for = if cursor.take("por") { Some(cursor.need_word("el titular")?) } else { None };
            let last = case.approvals.iter().flat_map(|a| &a.steps).flat_map(|step| &step.decisions).last();
            let fits = last.is_some_and(|d| {
                d.by == *by.as_str() && d.acting_for.as_ref().map(PersonId::as_str) == acting_for.as_deref()
            });
            unless(fits, || match last {
                Some(d) => format!(
                    "decidió {}{}",
                    d.by,
                    d.acting_for.as_ref().map_or_else(String::new, |absent| format!(" por {absent}"))
                ),
                None => "nadie ha decidido".to_string(),
            })
        } else if cursor.take("fila") {
            let wanted = cursor.need_word("la fila")?;
            let row = case
                .approvals
                .last()
                .and_then(|a| a.step())
                .and_then(|step| step.row.as_ref())
                .map_or("ninguna", RowId::as_str);
            unless(row == wanted, || format!("fila {row}"))
        } else {
            return Ok(None);
        };
        instead.map(|instead| Some(Found { instead }))
    }

    // --------------------------------------------------------------- states and fields

    fn state_or_field(&self, cursor: &mut Cursor) -> Said<Instead> {
        if cursor.names_a_field() {
            let field = cursor.need_word("un campo")?;
            cursor.sign('=');
            let wanted = Written::read(cursor)?.shown();
            let own = self
                .case
                .fields
                .get(field.as_str())
                .map_or_else(|| "nada".to_string(), |value| tell::written(value, &self.world.said));
            cursor.done()?;
            return unless(own == wanted || own == format!("«{wanted}»"), || format!("{field}={own}"));
        }
        cursor.take("estado");
        let wanted = match cursor.quoted() {
            Some(label) => label,
            None => cursor.need_word("un estado o una condición de los guiones")?,
        };
        cursor.done()?;
        let states = &self.rules.procedure.states;
        let known =
            |id: &StateId, label: &str| folded(id.as_str()) == folded(&wanted) || folded(label) == folded(&wanted);
        if !states.iter().any(|(id, state)| known(id, &state.label)) {
            let words = states.keys().map(StateId::as_str).chain(CONDITIONS);
            return Err(format!("«{wanted}» no es un estado ni una condición.{}", nearest(&wanted, words)));
        }
        let here = self.case.state(&self.rules.procedure);
        let fits = here.is_some_and(|(id, state)| known(id, &state.label));
        unless(fits, || here.map_or_else(|| "sin estado".to_string(), |(id, _)| id.to_string()))
    }
}

/// The words conditions begin with, to suggest one.
const CONDITIONS: [&str; 18] = [
    "actividad",
    "resultado",
    "plazo",
    "vence",
    "transcurrido",
    "alerta",
    "aviso",
    "marca",
    "asignado",
    "grupo",
    "proximo",
    "meta",
    "restablecido",
    "prorrogado",
    "aprueba",
    "decidio",
    "version",
    "propuesta",
];

struct Found {
    instead: Instead,
}

fn names(people: &[PersonId]) -> String {
    people.iter().map(PersonId::as_str).collect::<Vec<_>>().join(" y ")
}

/// Kept close to the words of the conditions: which token ends one.
pub(super) fn conditions(cursor: &mut Cursor) -> Vec<Cursor> {
    let mut conditions = Vec::new();
    while !cursor.is_done() {
        conditions.push(cursor.until_comma());
    }
    conditions
}

/// Whether this word opens an expectation.
pub(super) fn opens(token: Option<&Token>) -> bool {
    matches!(token, Some(Token::Word(word)) if folded(word) == "espere")
}
