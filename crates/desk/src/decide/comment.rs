//! A comment: the requester's is a message; the desk's goes to the requester.

use crate::approval;
use crate::command::Message;
use crate::event::{Channel, Happened, MessageKind};
use crate::inbox;
use crate::refused::Refused;
use crate::words::Words;

use super::{Course, allowed, receive};

pub fn decide(course: &mut Course, text: &Words) -> Result<(), Refused> {
    let person = course.person()?;
    allowed::said(text)?;
    if course.case.is_party(&person) {
        let name = course.rules.people.name(&person);
        let is = if inbox::only_thanks(&text.text, &name) { MessageKind::Thanks } else { MessageKind::Human };
        let message =
            Message { from: person, channel: Channel::Portal, is, text: text.clone(), files: Vec::new(), raw: None };
        return receive::decide(course, &message);
    }
    allowed::open(course)?;
    // Whoever is asked to approve may ask back.
    let asked = approval::may_decide(course.rules, &course.case, &person, course.today()).is_some();
    if !asked {
        allowed::staff(course, &person)?;
    }
    course.push(Happened::Commented { text: text.id() });
    Ok(())
}
