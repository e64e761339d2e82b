//! Answers as a script gives them: by identifier, by the words on the button, or by their verb.

use crate::case::Case;
use crate::command::Command;
use crate::names::*;
use crate::procedure::{Answer, FieldKind, Giver, StateKind, Target};
use crate::rulebook::Rulebook;
use crate::value::{Input, Inputs, Value};

use super::acts::{Act, Done};
use super::named;
use super::read::{Cursor, Said, Token, nearest};
use super::value;

impl Act<'_> {
    pub(super) fn answer(&mut self, cursor: &mut Cursor) -> Said<Done> {
        let rules = self.rules();
        if let Some(Token::Quoted(text)) = cursor.peek().cloned() {
            // What a requester says in other words than the buttons' is a message.
            if self.is_free_text(&rules, &text)? {
                cursor.quoted();
                let text = self.world.words(&text);
                return Ok(self.give(Command::Comment { text }));
            }
            cursor.quoted();
            let id = self.labelled(&rules, &text)?;
            return self.answers(&rules, id, cursor);
        }
        cursor.take_any(&["con", "que"]);
        let written =
            cursor.clone().need_word("la respuesta, por su identificador o por sus palabras entre comillas")?;
        let id = named::answer(&rules.procedure, &written);
        // `responde procede`, `responde no estoy de acuerdo`: the words on the button without quotes.
        if !rules.procedure.answers.contains_key(&id)
            && self.world.case(&self.name).is_some()
            && let Some((id, taken)) = self.spoken_label(&rules, cursor)?
        {
            cursor.skip(taken);
            return self.answers(&rules, id, cursor);
        }
        cursor.next_word();
        self.answers(&rules, id, cursor)
    }

    fn is_free_text(&self, rules: &Rulebook, text: &str) -> Said<bool> {
        let Some(case) = self.world.case(&self.name).filter(|case| case.is_party(&self.who)) else { return Ok(false) };
        let here = case.activity().cloned();
        let known =
            rules.procedure.answers.values().filter(|a| here.as_ref().is_some_and(|here| a.from.contains(here)));
        let labels: Vec<&str> = known
            .flat_map(|a| a.label_when.iter().map(|(_, label)| label.as_str()).chain([a.label.as_str()]))
            .collect();
        let wanted = named::plain(text);
        let is_one = labels.iter().any(|label| named::plain(label) == wanted);
        Ok(!is_one && !text.is_empty() && nearest(text, labels.into_iter()).is_empty())
    }

    /// The words of a button that come next on the line, and how many there are.
    fn spoken_label(&self, rules: &Rulebook, cursor: &Cursor) -> Said<Option<(AnswerId, usize)>> {
        let found = (1..=8).rev().find_map(|n| {
            let wanted = named::plain(&cursor.words_ahead(n)?);
            let here = self.open_answers(rules).ok()?;
            let bears = |answer: &Answer| {
                let labels = answer.label_when.iter().map(|(_, label)| label).chain([&answer.label]);
                labels.into_iter().any(|label| named::plain(label) == wanted)
            };
            let fits: Vec<_> = here.into_iter().filter(|(_, answer)| bears(answer)).collect();
            Some((self.open_one(rules, &fits).ok()??, n))
        });
        Ok(found)
    }

    pub(super) fn answers(&mut self, rules: &Rulebook, id: AnswerId, cursor: &mut Cursor) -> Said<Done> {
        let blanks = rules.procedure.answers.get(&id).map_or_else(Vec::new, |answer| blanks(rules, answer));
        let held = self.world.case(&self.name).and_then(Case::item);
        let to = self.handed_to(rules, &id, cursor)?;
        let mut inputs = value::inputs(self.world, rules, held, &blanks, cursor)?;
        inputs.extend(to);
        let visit = if self.world.case(&self.name).is_some() { self.view()?.visit } else { VisitNo(1) };
        Ok(self.give(Command::Answer { visit, answer: id, inputs }))
    }

    /// `escala a grupo redes`, `escala a bruno`: the group or the person the answer asks for.
    fn handed_to(&self, rules: &Rulebook, id: &AnswerId, cursor: &mut Cursor) -> Said<Inputs> {
        let mut ahead = cursor.clone();
        if !ahead.take_any(&["al", "a la", "a"]) {
            return Ok(Inputs::new());
        }
        let asked = rules
            .procedure
            .answers
            .get(id)
            .into_iter()
            .flat_map(|answer| answer.needs.iter().map(|need| &need.field).chain(&answer.takes));
        let of_kind = |kind: FieldKind| {
            asked.clone().find(|field| rules.procedure.fields.get(*field).is_some_and(|f| f.kind == kind)).cloned()
        };
        let to_group = ahead.take("grupo");
        ahead.sign('=');
        let word = ahead.need_word("la persona, o «grupo» y el grupo")?;
        let (field, value) = if to_group {
            (of_kind(FieldKind::Group), Value::Group(named::group(rules, &word)))
        } else {
            (of_kind(FieldKind::Person), Value::Person(named::person(&rules.people, &word)))
        };
        let field = field.ok_or_else(|| format!("Esta respuesta no se le da a nadie: sobra «{word}»."))?;
        *cursor = ahead;
        Ok(Inputs::from([(field, Input::Value(value))]))
    }

    fn open_answers<'r>(&self, rules: &'r Rulebook) -> Said<Vec<(&'r AnswerId, &'r Answer)>> {
        let here = self.case()?.activity().cloned().ok_or("El caso no está en ninguna actividad.")?;
        Ok(rules
            .procedure
            .answers
            .iter()
            .filter(|(_, answer)| answer.from.contains(&here) && answer.given_by == Giver::People)
            .collect())
    }

    pub(super) fn labelled(&self, rules: &Rulebook, label: &str) -> Said<AnswerId> {
        let wanted = named::plain(label);
        let labels = |answer: &Answer| {
            let labels = answer.label_when.iter().map(|(_, words)| words).chain([&answer.label]);
            labels.into_iter().any(|own| named::plain(own) == wanted)
        };
        let here = self.open_answers(rules)?;
        let found: Vec<_> = here.iter().copied().filter(|(_, answer)| labels(answer)).collect();
        match self.open_one(rules, &found)? {
            Some(id) => Ok(id),
            None => {
                let near = nearest(label, here.iter().map(|(_, answer)| answer.label.as_str()));
                Err(format!("Aquí no hay una respuesta «{label}»; las que hay son {}.{near}", listed(&here)))
            }
        }
    }

    /// One label on two buttons: the one whose guard holds.
    fn open_one(&self, rules: &Rulebook, found: &[(&AnswerId, &Answer)]) -> Said<Option<AnswerId>> {
        let facts = crate::facts::CaseFacts::new(rules, self.case()?, rules.calendar.local(self.world.now).date());
        let open = found.iter().find(|(_, answer)| facts.allow(answer.guard.as_ref()));
        Ok(open.or(found.first()).map(|(id, _)| (*id).clone()))
    }

    /// `bruno reporta "…"`, `carla acepta`, `carla no está de acuerdo "…"`: what a button says.
    pub(super) fn by_label(&mut self, cursor: &mut Cursor) -> Said<Done> {
        let said: Vec<String> = (1..=8)
            .map_while(|n| cursor.words_ahead(n))
            .last()
            .map_or_else(Vec::new, |words| words.split(' ').map(str::to_string).collect());
        let Some(verb) = said.first().cloned() else {
            return cursor.need_word("lo que hace la persona").map(|_| Ok(()));
        };
        let rules = self.rules();
        let here = self.open_answers(&rules)?;
        let fits = here.iter().filter_map(|&(id, answer)| Some((named::says(&said, answer)?, id.clone(), answer)));
        let mut found: Vec<_> = fits.collect();
        let best = found.iter().map(|(taken, ..)| *taken).max().unwrap_or(0);
        found.retain(|(taken, ..)| *taken == best);
        // The words after the verb tell two buttons apart.
        if found.len() > 1
            && let Some(next) = said.get(1).map(|word| named::plain(word))
            && found.iter().any(|(_, _, answer)| has_word(&answer.label, &next))
        {
            found.retain(|(_, _, answer)| has_word(&answer.label, &next));
        }
        // One label on two buttons: the one whose guard holds, and that this person has.
        if found.len() > 1 {
            let when = self.world.when(&self.name, self.stamp);
            let turn = crate::offer::turn(&rules, self.case()?, &self.who, when);
            let own = |id: &AnswerId| turn.offers.iter().any(|offer| offer.id == id && offer.closed_because.is_none());
            if found.iter().any(|(_, id, _)| own(id)) {
                found.retain(|(_, id, _)| own(id));
            }
        }
        let (id, labels) = match &found[..] {
            [(_, id, answer)] => {
                let labels = answer.label_when.iter().map(|(_, label)| label.clone()).chain([answer.label.clone()]);
                (id.clone(), labels.collect::<Vec<_>>().join(" "))
            }
            [] => {
                return Err(format!(
                    "«{verb}» no es un verbo de los guiones ni de una respuesta de esta actividad; las que hay son {}.",
                    listed(&here)
                ));
            }
            _ => {
                let several: Vec<_> = found.iter().map(|(_, id, answer)| (id, *answer)).collect();
                return Err(format!(
                    "«{verb}» vale para varias respuestas, {}: use «responde» y su identificador.",
                    listed(&several)
                ));
            }
        };
        cursor.skip(best.max(1));
        while let Some(word) = cursor.peek_word().map(named::plain)
            && !cursor.names_a_field()
            && has_word(&labels, &word)
        {
            cursor.next_word();
        }
        self.answers(&rules, id, cursor)
    }

    /// The answers that lead to where the requester is awaited.
    pub(super) fn ask(&mut self, cursor: &mut Cursor) -> Said<Done> {
        let rules = self.rules();
        let here = self.case()?.activity().cloned().ok_or("El caso no está en ninguna actividad.")?;
        let way = way_to_requester(&rules, &here)
            .ok_or("Desde esta actividad no se le pide información a quien solicita.")?;
        for id in way {
            let wants_text = rules.procedure.answers.get(&id).is_some_and(|answer| !blanks(&rules, answer).is_empty());
            let mut nothing = Cursor::new(Vec::new());
            let done = self.answers(&rules, id, if wants_text { &mut *cursor } else { &mut nothing })?;
            if done.is_err() {
                return Ok(done);
            }
        }
        Ok(Ok(()))
    }
}

fn has_word(label: &str, word: &str) -> bool {
    named::plain(label).split(' ').any(|own| own == word)
}

/// The texts an answer asks a person to write.
pub(super) fn blanks(rules: &Rulebook, answer: &Answer) -> Vec<FieldId> {
    let asked = answer.needs.iter().map(|need| &need.field).chain(&answer.takes);
    asked.filter(|field| rules.procedure.fields.get(*field).is_some_and(|f| f.kind.is_written())).cloned().collect()
}

fn listed(answers: &[(&AnswerId, &Answer)]) -> String {
    let words: Vec<String> = answers.iter().map(|(id, answer)| format!("{id} «{}»", answer.label)).collect();
    if words.is_empty() { "ninguna".to_string() } else { words.join(", ") }
}

fn way_to_requester(rules: &Rulebook, from: &ActivityId) -> Option<Vec<AnswerId>> {
    let procedure = &rules.procedure;
    let waits = |activity: &ActivityId| {
        procedure.state_of(activity).is_some_and(|state| state.kind == StateKind::PendingRequester)
    };
    let steps = |from: &ActivityId| {
        let here = from.clone();
        procedure.answers.iter().filter(move |(_, a)| a.given_by == Giver::People && a.from.contains(&here)).filter_map(
            |(id, a)| match &a.to {
                Target::Activity(to) => Some((id.clone(), to.clone())),
                Target::CameFrom => None,
            },
        )
    };
    let direct = steps(from).find(|(_, to)| waits(to)).map(|(id, _)| vec![id]);
    direct.or_else(|| {
        steps(from)
            .find_map(|(first, between)| steps(&between).find(|(_, to)| waits(to)).map(|(then, _)| vec![first, then]))
    })
}
