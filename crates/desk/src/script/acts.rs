//! What people do in a script: each verb becomes the command it names.

use jiff::Timestamp;

use crate::approval::binding;
use crate::case::Case;
use crate::command::{Command, Message, Register};
use crate::event::{Actor, Channel, Delivery, MessageKind, Verdict};
use crate::inbox;
use crate::names::*;
use crate::people::Absence;
use crate::procedure::{Answer, Giver, StateKind, Target};
use crate::refused::Refused;
use crate::rulebook::Rulebook;
use crate::value::Inputs;
use crate::words::{ContentId, Words, folded};

use super::read::{Cursor, Said, Token};
use super::value::{self, Written};
use super::world::{Stand, View, World};

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
        if cursor.take("registra") {
            return self.register(cursor);
        }
        if cursor.take("responde") {
            return self.answer(cursor);
        }
        if cursor.take("lee") {
            return self.read();
        }
        if cursor.take("ausente") {
            return self.absent(cursor);
        }
        if cursor.take("regresa") {
            return self.back();
        }
        if cursor.take("pide informacion") {
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

    fn give(&mut self, command: Command) -> Done {
        let when = self.world.when(&self.name, self.stamp);
        let who = Actor::person(self.who.clone());
        let name = self.name.clone();
        self.world.act(&name, &who, &command, when)
    }

    fn rules(&self) -> Rulebook {
        self.world.rules_of(&self.name)
    }

    fn case(&self) -> Said<&Case> {
        let name = &self.name;
        self.world.case(name).ok_or_else(|| format!("El caso {name} todavía no se ha registrado."))
    }

    /// What this person read before, or the case as it is.
    fn view(&mut self) -> Said<View> {
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

    // ------------------------------------------------------------------ registration

    fn register(&mut self, cursor: &mut Cursor) -> Said<Done> {
        let rules = self.world.rules.clone();
        let mut register = Register {
            number: CaseNumber::from(""),
            channel: Channel::Portal,
            requester: self.who.clone(),
            beneficiary: self.who.clone(),
            subject: self.world.words(""),
            description: self.world.words(""),
            inputs: Inputs::new(),
            files: Vec::new(),
            followers: Vec::new(),
            link: None,
            letter: None,
        };
        let mut beneficiary = None;
        let mut texts = Vec::new();
        while !cursor.is_done() {
            if cursor.take("por correo") {
                register.channel = Channel::Mail;
            } else if cursor.take("por telefono") {
                register.channel = Channel::Phone;
            } else if cursor.take("por portal") {
                register.channel = Channel::Portal;
            } else if cursor.take("en persona") {
                register.channel = Channel::InPerson;
            } else if cursor.take("a nombre de") {
                register.requester = person(cursor)?;
            } else if cursor.take("para") {
                beneficiary = Some(person(cursor)?);
            } else if cursor.take("sigue") {
                register.followers.push(person(cursor)?);
            } else if cursor.take("con archivo") {
                let name = cursor.need_quoted("el nombre del archivo")?;
                register.files.push(value::file(self.world, &name, cursor));
            } else if cursor.take("continua") {
                let other = cursor.need_word("el caso")?;
                let kind =
                    if cursor.take("como") { cursor.need_word("el vínculo")? } else { "relacionado".to_string() };
                register.link = Some((kind, self.number_of(&other)));
            } else if let Some(text) = cursor.quoted() {
                texts.push(text);
            } else if cursor.names_a_field() {
                let found = value::inputs(self.world, &rules, None, &[], cursor)?;
                register.inputs.extend(found);
            } else {
                cursor.done()?;
            }
        }
        register.beneficiary = beneficiary.unwrap_or_else(|| register.requester.clone());
        if let Some(subject) = texts.first() {
            register.subject = self.world.words(subject);
            register.description = self.world.words(texts.get(1).unwrap_or(subject));
        }
        Ok(self.opens(rules, register))
    }

    /// A new case, or the same one once more.
    fn opens(&mut self, rules: Rulebook, mut register: Register) -> Done {
        let year = self.world.rules.calendar.local(self.world.now).year();
        let next = self.world.cases.len() + 1;
        register.number = CaseNumber::new(&format!("{}-{year}-{next:06}", rules.procedure.document.prefix));
        let is_new = !self.world.cases.contains_key(&self.name);
        if is_new {
            let stand = Stand { number: register.number.clone(), case: None, procedure: rules.procedure };
            self.world.cases.insert(self.name.clone(), stand);
        }
        let done = self.give(Command::Register(Box::new(register)));
        if done.is_err() && is_new {
            self.world.cases.shift_remove(&self.name);
        }
        done
    }

    /// The number of a case of the script; a number of no case is kept as written.
    fn number_of(&self, name: &str) -> CaseNumber {
        self.world.cases.get(name).map_or_else(|| name.into(), |stand| stand.number.clone())
    }

    // ------------------------------------------------------------------------ answers

    fn answer(&mut self, cursor: &mut Cursor) -> Said<Done> {
        let rules = self.rules();
        let id = match cursor.quoted() {
            Some(label) => self.labelled(&rules, &label)?,
            None => AnswerId::from(
                cursor.need_word("la respuesta, por su identificador o por sus palabras entre comillas")?.as_str(),
            ),
        };
        self.answers(&rules, id, cursor)
    }

    fn answers(&mut self, rules: &Rulebook, id: AnswerId, cursor: &mut Cursor) -> Said<Done> {
        let blanks = rules.procedure.answers.get(&id).map_or_else(Vec::new, |answer| blanks(rules, answer));
        let held = self.world.case(&self.name).and_then(Case::item);
        let inputs = value::inputs(self.world, rules, held, &blanks, cursor)?;
        let visit = if self.world.case(&self.name).is_some() { self.view()?.visit } else { VisitNo(1) };
        Ok(self.give(Command::Answer { visit, answer: id, inputs }))
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

    fn labelled(&self, rules: &Rulebook, label: &str) -> Said<AnswerId> {
        let wanted = folded(label);
        let labels = |answer: &Answer| {
            answer
                .label_when
                .iter()
                .map(|(_, words)| folded(words))
                .chain([folded(&answer.label)])
                .any(|own| own == wanted)
        };
        let here = self.open_answers(rules)?;
        let found: Vec<_> = here.iter().filter(|(_, answer)| labels(answer)).collect();
        // One label on two buttons: the one whose guard holds.
        let facts = crate::facts::CaseFacts::new(rules, self.case()?, rules.calendar.local(self.world.now).date());
        let open = found.iter().find(|(_, answer)| facts.allow(answer.guard.as_ref()));
        match open.or(found.first()) {
            Some((id, _)) => Ok((*id).clone()),
            None => Err(format!("Aquí no hay una respuesta «{label}»; las que hay son {}.", listed(&here))),
        }
    }

    /// `bruno reporta "…"`: the verb of the words on a button.
    fn by_label(&mut self, cursor: &mut Cursor) -> Said<Done> {
        let verb = cursor.need_word("lo que hace la persona")?;
        let rules = self.rules();
        let here = self.open_answers(&rules)?;
        let mut found: Vec<_> = here.iter().filter(|(_, answer)| is_verb_of(&verb, &answer.label)).collect();
        if found.len() > 1
            && let Some(next) = cursor.peek_word().map(folded)
        {
            found.retain(|(_, answer)| folded(&answer.label).split(' ').any(|word| word == next));
        }
        let (id, label) = match found[..] {
            [(id, answer)] => ((*id).clone(), folded(&answer.label)),
            [] => {
                return Err(format!(
                    "«{verb}» no es un verbo de los guiones ni de una respuesta de esta actividad; las que hay son {}.",
                    listed(&here)
                ));
            }
            _ => return Err(format!("«{verb}» vale para varias respuestas: use «responde» y su identificador.")),
        };
        while let Some(word) = cursor.peek_word().map(folded)
            && !cursor.names_a_field()
            && label.split(' ').any(|own| own == word)
        {
            cursor.next_word();
        }
        self.answers(&rules, id, cursor)
    }

    /// The answers that lead to where the requester is awaited.
    fn ask(&mut self, cursor: &mut Cursor) -> Said<Done> {
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

    // ------------------------------------------------------------------- what is said

    fn spoken(&mut self, cursor: &mut Cursor) -> Said<Option<Command>> {
        Ok(Some(if cursor.take("escribe") {
            let text = cursor.need_quoted("el mensaje")?;
            Command::Comment { text: self.world.words(&text) }
        } else if cursor.take("anota") {
            let text = cursor.need_quoted("la nota")?;
            Command::Note { text: self.world.words(&text) }
        } else if cursor.take("adjunta") {
            let name = cursor.need_quoted("el nombre del archivo")?;
            let (file, name) = value::file(self.world, &name, cursor);
            Command::Attach { file, name }
        } else if cursor.take("interpreta") {
            self.interpret(cursor)?
        } else if cursor.take("encuesta") {
            let score = cursor.need_word("la calificación")?;
            let score = score.parse().map_err(|_| format!("«{score}» no es una calificación."))?;
            let comment = cursor.quoted().map(|text| self.world.words(&text));
            Command::Survey { score, comment }
        } else if cursor.take("avisa por telefono a") {
            let to = person(cursor)?;
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
            None => AnswerId::from(cursor.need_word("la respuesta que significa, o «y contesta» y un texto")?.as_str()),
        };
        let held = self.case()?.item();
        let inputs = value::inputs(self.world, &rules, held, &[], cursor)?;
        Ok(Command::Interpret { message, answer: Some(answer), inputs, reply: None })
    }

    // ------------------------------------------------------------- facts of the case

    fn about_the_case(&mut self, cursor: &mut Cursor) -> Said<Option<Command>> {
        Ok(Some(if cursor.take("asigna") || cursor.take("reasigna") {
            cursor.take("a");
            let (person, group) = if cursor.take("grupo") {
                (None, Some(cursor.need_word("el grupo")?))
            } else {
                (Some(person(cursor)?), None)
            };
            let reason = self.reason(cursor)?;
            Command::Assign { person, group: group.map(|group| group.as_str().into()), reason }
        } else if cursor.take("cambia solicitante") {
            cursor.take("a");
            let requester = person(cursor)?;
            let beneficiary = if cursor.take("beneficiario") { person(cursor)? } else { requester.clone() };
            let reason = self.reason(cursor)?.unwrap_or_else(|| self.world.words(""));
            Command::ChangeParties { requester, beneficiary, reason }
        } else if cursor.take("cambia") {
            let field = FieldId::from(cursor.need_word("el campo")?.as_str());
            if !cursor.sign('=') {
                return Err(format!("Después de «{field}» van «=» y el valor nuevo."));
            }
            let rules = self.rules();
            let kind = value::kind(&rules, self.case()?.item().as_ref(), &field);
            let to = Written::read(cursor)?.input(self.world, kind);
            let reason = self.reason(cursor)?;
            let saw = self.view()?.fields.get(&field).cloned();
            Command::Edit { field, saw, to, reason }
        } else if cursor.take("sigue") {
            let person = if cursor.is_done() { self.who.clone() } else { person(cursor)? };
            Command::Follow { person }
        } else if cursor.take("deja de seguir") {
            let person = if cursor.is_done() { self.who.clone() } else { person(cursor)? };
            Command::Unfollow { person }
        } else if cursor.take("asocia cambio") {
            let number = cursor.need_quoted("el número del cambio")?;
            Command::AssociateChange { number: self.world.words(&number) }
        } else if cursor.take("vincula con") {
            let other = cursor.need_word("el otro caso")?;
            let kind = if cursor.take("como") { cursor.need_word("el vínculo")? } else { "relacionado".to_string() };
            Command::Link { kind, other: self.number_of(&other) }
        } else if cursor.take("une con") {
            let other = cursor.need_word("el otro caso")?;
            Command::Merge { into: self.number_of(&other) }
        } else {
            return Ok(None);
        }))
    }

    fn reason(&mut self, cursor: &mut Cursor) -> Said<Option<Words>> {
        if !cursor.take("motivo") && !matches!(cursor.peek(), Some(Token::Quoted(_))) {
            return Ok(None);
        }
        cursor.sign('=');
        let text = cursor.need_quoted("el motivo")?;
        Ok(Some(self.world.words(&text)))
    }

    // ----------------------------------------------------- approvals and corrections

    fn deciding(&mut self, cursor: &mut Cursor) -> Said<Option<Command>> {
        Ok(Some(if cursor.take("aprueba") {
            self.decide(Verdict::Approved, cursor)?
        } else if cursor.take("rechaza") {
            self.decide(Verdict::Rejected, cursor)?
        } else if cursor.take("deshace") {
            let case = self.case()?;
            let own =
                case.answers.iter().rev().find(|given| given.actor.id() == Some(&self.who)).map(|given| given.visit);
            Command::Undo { visit: own.unwrap_or(case.visit_no()) }
        } else if cursor.take("corrige") {
            let to_visit = self.earlier_visit(cursor)?;
            let reason = self.reason(cursor)?.unwrap_or_else(|| self.world.words(""));
            Command::Correct { to_visit, reason }
        } else if cursor.take("retira contenido") {
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
        cursor.take("a");
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

    // ----------------------------------------------------------------------- absences

    fn absent(&mut self, cursor: &mut Cursor) -> Said<Done> {
        let today = self.world.rules.calendar.local(self.world.now).date();
        let (mut from_on, mut until_on, mut substitute) = (today, today, None);
        while !cursor.is_done() {
            if cursor.take("desde") {
                from_on = cursor.weekday_and_date()?;
            } else if cursor.take("hasta") {
                until_on = cursor.weekday_and_date()?;
            } else if cursor.take("suplente") {
                substitute = Some(person(cursor)?);
            } else {
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

/// `llega correo de carla "…"`, after the person.
pub(super) fn message(world: &mut World, from: PersonId, cursor: &mut Cursor) -> Said<Message> {
    let text = cursor.need_quoted("lo que dice el correo")?;
    let mut is = if inbox::is_bare_thanks(&text) { MessageKind::Thanks } else { MessageKind::Human };
    let mut files = Vec::new();
    loop {
        if cursor.take("automatico") {
            is = MessageKind::Automatic;
        } else if cursor.take("con archivo") {
            let name = cursor.need_quoted("el nombre del archivo")?;
            files.push(value::file(world, &name, cursor));
        } else {
            break;
        }
    }
    let words = world.words(&text);
    let raw = Some(words.id());
    Ok(Message { from, channel: Channel::Mail, is, text: words, files, raw })
}

/// The last letter to somebody, of a name or of any; the number of none if there is none.
pub(super) fn letter(case: &Case, to: &PersonId, notice: Option<&str>) -> u32 {
    let fits = |letter: &&crate::case::NoticeState| {
        letter.to.contains(to) && notice.is_none_or(|wanted| letter.notice == *wanted)
    };
    case.notices.iter().rev().find(fits).map_or(u32::MAX, |letter| letter.no)
}

pub(super) fn person(cursor: &mut Cursor) -> Said<PersonId> {
    Ok(cursor.need_word("una persona")?.as_str().into())
}

/// The texts an answer asks a person to write.
fn blanks(rules: &Rulebook, answer: &Answer) -> Vec<FieldId> {
    let asked = answer.needs.iter().map(|need| &need.field).chain(&answer.takes);
    asked.filter(|field| rules.procedure.fields.get(*field).is_some_and(|f| f.kind.is_written())).cloned().collect()
}

fn listed(answers: &[(&AnswerId, &Answer)]) -> String {
    let words: Vec<String> = answers.iter().map(|(id, answer)| format!("{id} «{}»", answer.label)).collect();
    if words.is_empty() { "ninguna".to_string() } else { words.join(", ") }
}

/// Whether a verb in the third person is that of a label: «reporta» of «Reportar atención»,
/// «resuelve» of «Resolver».
fn is_verb_of(verb: &str, label: &str) -> bool {
    let (verb, label) = (folded(verb), folded(label));
    let Some(infinitive) = label.split_whitespace().next() else { return false };
    let Some(root) = ["ar", "er", "ir"].iter().find_map(|ending| infinitive.strip_suffix(ending)) else { return false };
    let Some(stem) = verb.strip_suffix(['a', 'e']) else { return false };
    // The vowel of the root may open: resolver, resuelve; cerrar, cierra; pedir, pide.
    let plain = |word: &str| word.replace("ue", "o").replace("ie", "e").replace('i', "e");
    stem == root || plain(stem) == plain(root)
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
