//! Alerts and letters: what was said to whom, held, dropped or omitted.

use crate::event::{Happened, Lengthening};
use crate::names::*;

use super::super::read::{Cursor, Said, nearest, shown};
use super::{Asked, Found, Instead, names, unless};

impl Asked<'_> {
    pub(super) fn told(&self, cursor: &mut Cursor) -> Said<Option<Found>> {
        let instead = if cursor.take("sin alerta") {
            let (percent, clock) = self.threshold(cursor)?;
            unless(!self.alerted(percent, clock.as_deref(), false), || "se dio".to_string())
        } else if cursor.take("alerta omitida") {
            let (percent, clock) = self.threshold(cursor)?;
            unless(self.alerted(percent, clock.as_deref(), true), || "no se omitió".to_string())
        } else if cursor.take("alerta") {
            let (percent, clock) = self.threshold(cursor)?;
            unless(self.alerted(percent, clock.as_deref(), false), || "no se dio".to_string())
        } else if cursor.take_any(&["sin avisos", "ningun aviso", "sin aviso"]) {
            let notice = self.notice(cursor)?;
            let to = if cursor.take_any(&["al", "a la", "a", "para"]) { self.persons(cursor)? } else { Vec::new() };
            let mut left = self.letters(notice.as_deref(), "Delivered");
            left.retain(|person| to.is_empty() || to.contains(person));
            unless(left.is_empty(), || format!("salió a {}", names(&left)))
        } else if cursor.take_any(&["aviso", "avisos", "un aviso", "el aviso", "notificacion"]) {
            self.letter(cursor)
        } else if cursor.take_any(&["restablecido", "restablecida"]) {
            self.happened(|what| matches!(what, Happened::Reinstated { .. }))
        } else if cursor.take_any(&["corregido", "corregida"]) {
            self.happened(|what| matches!(what, Happened::Corrected { .. }))
        } else if cursor.take_any(&["deshecho", "deshecha"]) {
            self.happened(|what| matches!(what, Happened::Undone { .. }))
        } else if cursor.take_any(&["prorrogado por caida", "plazo prorrogado por caida"]) {
            self.happened(|what| matches!(what, Happened::TermLengthened { why: Lengthening::Outage, .. }))
        } else if cursor.take_any(&["prorrogado", "plazo prorrogado", "ampliado"]) {
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
        cursor.take_any(&["al", "del", "de"]);
        let word = cursor.need_word("el porcentaje")?;
        let percent = word.trim_end_matches('%').parse().map_err(|_| format!("«{word}» no es un porcentaje."))?;
        cursor.take("%");
        cursor.take("por");
        cursor.take("ciento");
        let clock = if cursor.take_any(&["de", "en"]) { Some(self.clock(cursor)?.0.to_string()) } else { None };
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

    /// The notice named here; none where only the person is: `aviso a carla`.
    fn notice(&self, cursor: &mut Cursor) -> Said<Option<String>> {
        cursor.take_any(&["de", "del"]);
        let mut ahead = cursor.clone();
        if cursor.is_done() || ahead.take_any(&["a", "al", "para"]) {
            return Ok(None);
        }
        let notice = super::word_or_text(cursor, "el nombre del aviso")?;
        let known: Vec<&str> = self.rules.procedure.notices.keys().map(NoticeId::as_str).collect();
        let found = super::named::one(&notice, known.iter().map(|id| (*id, *id)));
        found
            .map(|id| Some(id.to_string()))
            .ok_or_else(|| format!("«{notice}» no es un aviso.{}", nearest(&notice, known.into_iter())))
    }

    /// Who got a letter of this name, or lost it.
    fn letters(&self, notice: Option<&str>, kind: &str) -> Vec<PersonId> {
        let named =
            |no: u32| self.case.notice(no).is_some_and(|letter| notice.is_none_or(|notice| letter.notice == *notice));
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
        let named = notice.as_deref();
        if cursor.take_any(&["descartado", "descartada"]) {
            return unless(!self.letters(named, "Dropped").is_empty(), || "no se descartó".to_string());
        }
        let mut wanted = Vec::new();
        if cursor.take_any(&["a", "para"]) || cursor.clone().take("al") {
            wanted = self.persons(cursor)?;
        }
        if cursor.take_any(&["retenido", "retenida"]) {
            let until = cursor.take("hasta").then(|| cursor.instant(self.zone())).transpose()?;
            let held = self.world.held(self.name).filter_map(|(no, at)| Some((self.case.notice(no)?, at)));
            let now = self.world.now;
            let own: Vec<_> =
                held.filter(|(letter, at)| named.is_none_or(|named| letter.notice == *named) && *at > now).collect();
            let fits = own.iter().any(|(letter, at)| {
                until.is_none_or(|until| *at == until) && wanted.iter().all(|person| letter.to.contains(person))
            });
            return unless(fits, || match own.first() {
                Some((letter, at)) => format!("retenido hasta {} para {}", shown(*at, self.zone()), names(&letter.to)),
                None => "no está retenido".to_string(),
            });
        }
        let left = self.letters(named, "Delivered");
        // A notice that is named went to these people and to nobody else.
        let only = named.is_none() || wanted.is_empty() || left.iter().all(|p| wanted.contains(p));
        let fits = !left.is_empty() && only && wanted.iter().all(|person| left.contains(person));
        unless(fits, || if left.is_empty() { "no salió".to_string() } else { format!("salió a {}", names(&left)) })
    }
}
