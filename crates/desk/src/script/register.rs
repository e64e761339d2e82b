//! A new case in a script.

use crate::command::{Command, Message, Register};
use crate::event::{Channel, MessageKind};
use crate::names::*;
use crate::refused::Refused;
use crate::rulebook::Rulebook;
use crate::value::Inputs;

use super::acts::{Act, Done, person};
use super::read::{Cursor, Said};
use super::value;
use super::world::Stand;

impl Act<'_> {
    pub(super) fn register(&mut self, cursor: &mut Cursor) -> Said<Done> {
        let rules = self.world.rules.clone();
        let mut register = self.blank();
        let mut beneficiary = None;
        let mut texts = Vec::new();
        while !cursor.is_done() {
            if let Some(channel) = channel(cursor) {
                register.channel = channel;
            } else if cursor.take("a nombre de") {
                register.requester = person(&rules.people, cursor)?;
            } else if cursor.take("para") {
                beneficiary = Some(person(&rules.people, cursor)?);
            } else if cursor.take("sigue") {
                register.followers.push(person(&rules.people, cursor)?);
            } else if cursor.take("con archivo") {
                let name = cursor.need_quoted("el nombre del archivo")?;
                register.files.push(value::file(self.world, &name, cursor));
            } else if cursor.take("continua") {
                cursor.take_any(&["el caso", "caso"]);
                let other = cursor.need_word("el caso")?;
                let kind =
                    if cursor.take("como") { cursor.need_word("el vínculo")? } else { "relacionado".to_string() };
                register.link = Some((kind, self.number_of(&other)));
            } else if let Some(text) = cursor.quoted() {
                texts.push(text);
            } else if cursor.names_a_field() {
                let found = value::inputs(self.world, &rules, None, &[], cursor)?;
                register.inputs.extend(found);
            } else if !cursor.sign(',') {
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

    /// A letter that belongs to no case opens one; a machine's, or mere thanks, opens none.
    pub(super) fn letter_opens(&mut self, message: Message) -> Done {
        if message.is != MessageKind::Human {
            self.world.note("  no abre ningún caso: lo escribió una máquina, o solo da las gracias".to_string());
            return Ok(());
        }
        let rules = self.world.rules.clone();
        let register = Register {
            channel: message.channel,
            subject: message.text.clone(),
            description: message.text,
            files: message.files,
            letter: message.raw,
            ..self.blank()
        };
        self.opens(rules, register)
    }

    fn blank(&mut self) -> Register {
        Register {
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
        }
    }

    /// A new case, or the same one once more.
    fn opens(&mut self, rules: Rulebook, mut register: Register) -> Result<(), Refused> {
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
    pub(super) fn number_of(&self, name: &str) -> CaseNumber {
        self.world.cases.get(name).map_or_else(|| name.into(), |stand| stand.number.clone())
    }
}

fn channel(cursor: &mut Cursor) -> Option<Channel> {
    let ways: [(&[&str], Channel); 4] = [
        (&["por correo", "por correo electronico"], Channel::Mail),
        (&["por telefono", "por llamada"], Channel::Phone),
        (&["por el portal", "por portal", "por la herramienta"], Channel::Portal),
        (&["en persona", "personalmente"], Channel::InPerson),
    ];
    let found = ways.into_iter().find(|(words, _)| cursor.take_any(words)).map(|(_, channel)| channel)?;
    cursor.take("electronico");
    Some(found)
}
