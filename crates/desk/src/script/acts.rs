//! What people do in a script: each verb becomes the command it names.

use jiff::Timestamp;

use crate::approval::binding;
use crate::case::Case;
use crate::command::{Command, Message};
use crate::event::{Actor, Channel, Delivery, MessageKind, Verdict};
use crate::inbox;
use crate::names::*;
use crate::people::{Absence, People};
use crate::procedure::Giver;
use crate::refused::Refused;
use crate::rulebook::Rulebook;
use crate::value::Inputs;
use crate::words::{ContentId, Words};

use super::answer::blanks;
use super::named;
use super::read::{Cursor, Said, Token};
use super::value::{self, Written};
use super::world::{View, World};

/// What became of a line: done, or refused by the rules.
pub(super) type Done = Result<(), Refused>;

/// One person doing one thing to one case.
pub(super) struct Act<'w> {
    pub world: &'w mut World,
    pub name: String,
    pub who: PersonId,
    /// The trusted stamp of arrival, when the line gives one.
    pub stamp: Option<Timestamp>,
}

impl Act<'_> {
    /// # Errors
    /// What in the line cannot be understood.
    pub fn run(mut self, cursor: &mut Cursor) -> Said<Done> {
        let done = self.verb(cursor)?;
        cursor.done()?;
        Ok(done)
    }

    fn verb(&mut self, cursor: &mut Cursor) -> Said<Done> {
        let new = self.world.case(&self.name).is_none();
        let mut ahead = cursor.clone();
        let opens = ahead.take_any(&["registra", "radica", "crea"]) || (new && ahead.take_any(&["solicita", "pide"]));
        // «registra que el solicitante acepta» is what a button says.
        if opens && !ahead.take("que") {
            cursor.next_word();
            cursor.take_any(&["un caso", "una solicitud", "un requerimiento", "el caso", "la solicitud"]);
            return self.register(cursor);
        }
        if cursor.take_any(&["responde", "contesta"]) {
            return self.answer(cursor);
        }
        if cursor.take_any(&["lee", "abre el caso", "mira"]) {
            return self.read();
        }
        if cursor.take_any(&["ausente", "esta ausente", "estara ausente", "se ausenta"]) {
            return self.absent(cursor);
        }
        if cursor.take_any(&["regresa", "vuelve"]) {
            return self.back();
        }
        let mut ahead = cursor.clone();
        if ahead.take_any(&["pide", "solicita"])
            && ahead.take_any(&["informacion", "la informacion", "mas informacion"])
        {
            *cursor = ahead;
            return self.ask(cursor);
        }
        let mut command = self.spoken(cursor)?;
        if command.is_none() {
            command = self.about_the_case(cursor)?;
        }
        if command.is_none() {
            command = self.deciding(cursor)?;
        }
        match command {
            Some(command) => Ok(self.give(command)),
            None => self.by_label(cursor),
        }
    }

    pub(super) fn give(&mut self, command: Command) -> Done {
        let when = self.world.when(&self.name, self.stamp);
        let who = Actor::person(self.who.clone());
        let name = self.name.clone();
        self.world.act(&name, &who, &command, when)
    }

    pub(super) fn rules(&self) -> Rulebook {
        self.world.rules_of(&self.name)
    }

    pub(super) fn case(&self) -> Said<&Case> {
        let name = &self.name;
        self.world.case(name).ok_or_else(|| format!("El caso {name} todavía no se ha registrado."))
    }

    /// What this person read before, or the case as it is.
    pub(super) fn view(&mut self) -> Said<View> {
        let key = (self.who.clone(), self.name.clone());
        if let Some(view) = self.world.views.remove(&key) {
            return Ok(view);
        }
        self.sees()
    }

    fn sees(&self) -> Said<View> {
        let case = self.case()?;
        let approval =
            case.approvals.last().and_then(|a| Some((a.no, a.step()?.step, binding::of(&self.rules(), case))));
        Ok(View { visit: case.visit_no(), fields: case.fields.clone(), approval })
    }

    fn read(&mut self) -> Said<Done> {
        let view = self.sees()?;
        self.world.views.insert((self.who.clone(), self.name.clone()), view);
        Ok(Ok(()))
    }

    // ------------------------------------------------------------------- what is said

    fn spoken(&mut self, cursor: &mut Cursor) -> Said<Option<Command>> {
        Ok(Some(if cursor.take_any(&["escribe", "comenta", "dice"]) {
            let text = cursor.need_quoted("el mensaje")?;
            Command::Comment { text: self.world.words(&text) }
        } else if cursor.take_any(&["anota", "deja nota", "escribe nota"]) {
            let text = cursor.need_quoted("la nota")?;
            Command::Note { text: self.world.words(&text) }
        } else if cursor.take("adjunta") {
            let name = cursor.quoted().map_or_else(|| cursor.need_word("el nombre del archivo"), Ok)?;
            let (file, name) = value::file(self.world, &name, cursor);
            Command::Attach { file, name }
        } else if cursor.take("interpreta") {
            self.interpret(cursor)?
        } else if cursor.take_any(&["encuesta", "califica con", "califica"]) {
            let score = cursor.need_word("la calificación")?;
            let score = score.parse().map_err(|_| format!("«{score}» no es una calificación."))?;
            let comment = cursor.quoted().map(|text| self.world.words(&text));
            Command::Survey { score, comment }
        } else if cursor.take_any(&["avisa por telefono a", "llama a", "le cuenta por telefono a"]) {
            let to = self.person(cursor)?;
            let notice = if cursor.take("aviso") { Some(cursor.need_word("el nombre del aviso")?) } else { None };
            let no = letter(self.case()?, &to, notice.as_deref());
            Command::Delivered { no, to, how: Delivery::Phone }
        } else {
            return Ok(None);
        }))
    }

    fn interpret(&mut self, cursor: &mut Cursor) -> Said<Command> {
        let waiting = self.case()?.to_interpret.as_ref().map(|waiting| waiting.message);
        let last = self.case()?.messages;
        let named = if cursor.take("mensaje") {
            let no = cursor.need_word("el número del mensaje")?;
            Some(no.parse().map_err(|_| format!("«{no}» no es el número de un mensaje."))?)
        } else {
            None
        };
        let message = named.or(waiting).unwrap_or(last);
        if cursor.take("y contesta") {
            let reply = cursor.need_quoted("lo que se contesta")?;
            let reply = Some(self.world.words(&reply));
            return Ok(Command::Interpret { message, answer: None, inputs: Inputs::new(), reply });
        }
        cursor.take("como");
        let rules = self.rules();
        let answer = match cursor.quoted() {
            Some(label) => self.labelled(&rules, &label)?,
            None => {
                let word = cursor.need_word("la respuesta que significa, o «y contesta» y un texto")?;
                named::answer(&rules.procedure, &word)
            }
        };
        let held = self.case()?.item();
        let inputs = value::inputs(self.world, &rules, held, &[], cursor)?;
        Ok(Command::Interpret { message, answer: Some(answer), inputs, reply: None })
    }

    // ------------------------------------------------------------- facts of the case

    fn about_the_case(&mut self, cursor: &mut Cursor) -> Said<Option<Command>> {
        Ok(Some(if cursor.take_any(&["toma el caso", "toma", "se asigna el caso", "se asigna"]) {
            let reason = self.reason(cursor)?;
            Command::Assign { person: Some(self.who.clone()), group: None, reason }
        } else if cursor.take_any(&["asigna", "reasigna"]) {
            let (mut person, mut group) = (None, None);
            loop {
                cursor.take_any(&["y", "a"]);
                if cursor.take_any(&["grupo", "al grupo", "el grupo"]) {
                    group = Some(named::group(&self.world.rules, &cursor.need_word("el grupo")?));
                } else if person.is_none() && !matches!(cursor.peek_word(), None | Some("motivo")) {
                    person = Some(self.person(cursor)?);
                } else {
                    break;
                }
            }
            if person.is_none() && group.is_none() {
                return Err("Después de «asigna a» va la persona, o «grupo» y el grupo.".to_string());
            }
            let reason = self.reason(cursor)?;
            Command::Assign { person, group, reason }
        } else if cursor.take_any(&["cambia solicitante", "cambia el solicitante", "cambia de solicitante"]) {
            let requester = self.person(cursor)?;
            let beneficiary = if cursor.take("beneficiario") { self.person(cursor)? } else { requester.clone() };
            let reason = self.reason(cursor)?.unwrap_or_else(|| self.world.words(""));
            Command::ChangeParties { requester, beneficiary, reason }
        } else if cursor.take_any(&["cambia", "corrige campo", "recategoriza", "prioriza"]) {
            cursor.take_any(&["la", "el"]);
            let word = cursor.need_word("el campo")?;
            let rules = self.rules();
            let item = self.case()?.item();
            let field = named::field(&rules, item.as_ref(), &word);
            if !cursor.sign('=') && !cursor.take("a") {
                return Err(format!("Después de «{word}» van «=» y el valor nuevo."));
            }
            let known = named::field_of(&rules, item.as_ref(), &field);
            let to = Written::read(cursor)?.input(self.world, &rules, known);
            let reason = self.reason(cursor)?;
            let saw = self.view()?.fields.get(&field).cloned();
            Command::Edit { field, saw, to, reason }
        } else if cursor.take("sigue") {
            let person = if cursor.is_done() { self.who.clone() } else { self.person(cursor)? };
            Command::Follow { person }
        } else if cursor.take("deja de seguir") {
            let person = if cursor.is_done() { self.who.clone() } else { self.person(cursor)? };
            Command::Unfollow { person }
        } else if cursor.take_any(&["asocia cambio", "asocia el cambio"]) {
            let number = cursor.quoted().map_or_else(|| cursor.need_word("el número del cambio"), Ok)?;
            Command::AssociateChange { number: self.world.words(&number) }
        } else if cursor.take_any(&["vincula con", "vincula"]) {
            cursor.take_any(&["el caso", "caso"]);
            let other = cursor.need_word("el otro caso")?;
            let kind = if cursor.take("como") { cursor.need_word("el vínculo")? } else { "relacionado".to_string() };
            Command::Link { kind, other: self.number_of(&other) }
        } else if cursor.take_any(&["une con", "une a", "fusiona con"]) {
            cursor.take_any(&["el caso", "caso"]);
            let other = cursor.need_word("el otro caso")?;
            Command::Merge { into: self.number_of(&other) }
        } else {
            return Ok(None);
        }))
    }

    fn reason(&mut self, cursor: &mut Cursor) -> Said<Option<Words>> {
        cursor.sign(',');
        let named = cursor.take_any(&["motivo", "con motivo", "razon", "porque", "por"]);
        if !named && !matches!(cursor.peek(), Some(Token::Quoted(_))) {
            return Ok(None);
        }
        cursor.sign('=');
        let text = cursor.need_quoted("el motivo")?;
        Ok(Some(self.world.words(&text)))
    }

    // ----------------------------------------------------- approvals and corrections

    fn deciding(&mut self, cursor: &mut Cursor) -> Said<Option<Command>> {
        let open = self.case()?.open_approval().is_some();
        Ok(Some(if cursor.take("aprueba") || (open && cursor.take("autoriza")) {
            self.decide(Verdict::Approved, cursor)?
        } else if cursor.take("rechaza")
            || (open && cursor.take_any(&["deniega", "niega", "no aprueba", "no autoriza"]))
        {
            self.decide(Verdict::Rejected, cursor)?
        } else if cursor.take("deshace") {
            let case = self.case()?;
            let own =
                case.answers.iter().rev().find(|given| given.actor.id() == Some(&self.who)).map(|given| given.visit);
            Command::Undo { visit: own.unwrap_or(case.visit_no()) }
        } else if corrects(cursor) {
            let to_visit = self.earlier_visit(cursor)?;
            let reason = self.reason(cursor)?.unwrap_or_else(|| self.world.words(""));
            Command::Correct { to_visit, reason }
        } else if cursor.take_any(&["retira contenido", "retira el contenido"]) {
            let text = cursor.need_quoted("lo que decía")?;
            let content = self.content(&text)?;
            let reason = self.reason(cursor)?.unwrap_or_else(|| self.world.words(""));
            Command::WithdrawContent { content, reason }
        } else {
            return Ok(None);
        }))
    }

    fn decide(&mut self, verdict: Verdict, cursor: &mut Cursor) -> Said<Command> {
        let rules = self.rules();
        let shown = self.view()?.approval;
        let case = self.case()?;
        let (approval, step, binds) = shown.unwrap_or_else(|| (1, 1, ContentId::from("")));
        let giver = if verdict == Verdict::Approved { Giver::Approved } else { Giver::Denied };
        let here = case.activity().cloned();
        let arrow =
            rules.procedure.answers.values().find(|answer| {
                answer.given_by == giver && here.as_ref().is_some_and(|here| answer.from.contains(here))
            });
        let mut texts = arrow.map_or_else(Vec::new, |answer| blanks(&rules, answer));
        let policy = case.approvals.last().and_then(|approval| rules.procedure.approvals.get(&approval.policy));
        texts.extend(policy.into_iter().flat_map(|policy| policy.fields.iter().cloned()));
        let held = case.item();
        let inputs = value::inputs(self.world, &rules, held, &texts, cursor)?;
        Ok(Command::Decide { approval, step, binds, verdict, inputs })
    }

    fn earlier_visit(&self, cursor: &mut Cursor) -> Said<VisitNo> {
        cursor.take_any(&["el caso a", "a la", "a"]);
        if cursor.take("visita") {
            let no = cursor.need_word("el número de la visita")?;
            return no.parse().map(VisitNo).map_err(|_| format!("«{no}» no es el número de una visita."));
        }
        if !cursor.take("actividad") {
            return Err("Después de «corrige» va «a actividad …» o «a visita …».".to_string());
        }
        let activity = cursor.need_word("la actividad")?;
        let case = self.case()?;
        let earlier =
            case.visits.iter().rev().find(|visit| visit.activity == *activity.as_str() && visit.no != case.visit_no());
        earlier.map(|visit| visit.no).ok_or_else(|| format!("El caso no ha estado antes en la actividad {activity}."))
    }

    fn content(&self, text: &str) -> Said<ContentId> {
        let found = self.world.said.iter().filter(|(_, said)| *said == text).map(|(id, _)| id.clone()).min();
        found.ok_or_else(|| format!("Nadie ha dicho «{text}» en este guion."))
    }

    fn person(&self, cursor: &mut Cursor) -> Said<PersonId> {
        person(&self.world.rules.people, cursor)
    }

    // ----------------------------------------------------------------------- absences

    fn absent(&mut self, cursor: &mut Cursor) -> Said<Done> {
        let today = self.world.rules.calendar.local(self.world.now).date();
        let (mut from_on, mut until_on, mut substitute) = (today, today, None);
        while !cursor.is_done() {
            if cursor.take("desde") {
                from_on = cursor.weekday_and_date()?;
            } else if cursor.take("hasta") {
                until_on = cursor.weekday_and_date()?;
            } else if cursor.take("del") {
                from_on = cursor.weekday_and_date()?;
            } else if cursor.take_any(&["con suplente", "suplente", "la suple", "lo suple"]) {
                substitute = Some(self.person(cursor)?);
            } else if cursor.take("al") {
                until_on = cursor.weekday_and_date()?;
            } else if !cursor.sign(',') {
                cursor.done()?;
            }
        }
        let substitute = substitute.ok_or("Una ausencia dice quién suple: «suplente» y la persona.")?;
        let absence = Absence { absent: self.who.clone(), substitute, from_on, until_on };
        let mut absences = self.world.rules.absences.to_vec();
        absences.push(absence);
        self.world.rules.absences = absences.into();
        self.world.note(format!("{} estará ausente hasta el {until_on}", self.world.rules.people.name(&self.who)));
        Ok(Ok(()))
    }

    fn back(&mut self) -> Said<Done> {
        let today = self.world.rules.calendar.local(self.world.now).date();
        let yesterday = today.yesterday().map_err(|_| "Esa fecha no existe.".to_string())?;
        let mut absences = self.world.rules.absences.to_vec();
        for absence in absences.iter_mut().filter(|a| a.absent == self.who && a.covers(today)) {
            absence.until_on = yesterday;
        }
        self.world.rules.absences = absences.into();
        Ok(Ok(()))
    }
}

/// `llega correo de carla "…"`, after the person: its text, or its subject and its text.
pub(super) fn message(world: &mut World, from: PersonId, channel: Channel, cursor: &mut Cursor) -> Said<Message> {
    let mut text = String::new();
    let mut automatic = false;
    let mut files = Vec::new();
    while !cursor.is_done() {
        if cursor.take_any(&["automatico", "automatica"]) {
            automatic = true;
        } else if cursor.take("con archivo") {
            let name = cursor.quoted().map_or_else(|| cursor.need_word("el nombre del archivo"), Ok)?;
            files.push(value::file(world, &name, cursor));
        } else if let Some(more) = cursor.quoted() {
            text = if text.is_empty() { more } else { format!("{text}\n{more}") };
        } else if !cursor.sign(',') && !cursor.take_any(&["asunto", "que dice", "texto", "con"]) {
            cursor.done()?;
        }
    }
    if text.is_empty() {
        return Err("Falta lo que dice el correo, entre comillas.".to_string());
    }
    let is = match (automatic, inbox::is_bare_thanks(&text)) {
        (true, _) => MessageKind::Automatic,
        (false, true) => MessageKind::Thanks,
        (false, false) => MessageKind::Human,
    };
    let words = world.words(&text);
    let raw = Some(words.id());
    Ok(Message { from, channel, is, text: words, files, raw })
}

/// The last letter to somebody, of a name or of any; the number of none if there is none.
pub(super) fn letter(case: &Case, to: &PersonId, notice: Option<&str>) -> u32 {
    let fits = |letter: &&crate::case::NoticeState| {
        letter.to.contains(to) && notice.is_none_or(|wanted| letter.notice == *wanted)
    };
    case.notices.iter().rev().find(fits).map_or(u32::MAX, |letter| letter.no)
}

/// A person of the cast, by name or identifier.
pub(super) fn person(people: &People, cursor: &mut Cursor) -> Said<PersonId> {
    cursor.take_any(&["al", "a la", "a"]);
    let word = cursor.quoted().map_or_else(|| cursor.need_word("una persona"), Ok)?;
    Ok(named::person(people, &word))
}

/// `corrige a actividad 4`, and not a button that says «Corregir …».
fn corrects(cursor: &mut Cursor) -> bool {
    let mut ahead = cursor.clone();
    let goes_back = ahead.take_any(&["corrige", "devuelve"]) && ahead.take_any(&["el caso a", "a"]);
    if goes_back {
        cursor.next_word();
    }
    goes_back
}
