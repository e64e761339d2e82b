//! `GET /register`: a call becomes a case while the person is still on the phone. Sending is
//! `POST /register`; `find` in it only searches and shows the form again.

use askama::Template;
use jiff::Timestamp;

use super::nav::Nav;
use crate::web::kit::{Fact, Field, FormHead, Problem, State, Who};
use crate::web::page::Page;

#[derive(Template)]
#[template(path = "desk/phone.html")]
pub struct PhonePage {
    pub p: Page,
    pub nav: Nav,
    pub form: FormHead,
    /// `channel`: by phone, in person.
    pub channel: Field,
    /// `requester`, found by name, extension, mail or document number.
    pub requester: Field,
    /// `beneficiary`, when it is for somebody else.
    pub beneficiary: Field,
    /// `item`: the service, with «no sé cuál».
    pub item: Field,
    pub subject: Field,
    pub description: Field,
    /// The questions of the chosen service.
    pub fields: Vec<Field>,
    /// `approver`, where the service asks for one.
    pub approver: Option<Field>,
    pub problems: Vec<Problem>,
    pub about: Option<Caller>,
    pub draft_at: Option<Timestamp>,
}

/// Who is calling: their facts and open cases, so that one does not register the same twice.
pub struct Caller {
    pub who: Who,
    pub facts: Vec<Fact>,
    pub open: Vec<OpenCase>,
}

pub struct OpenCase {
    pub number: String,
    pub subject: String,
    pub href: String,
    pub state: State,
    /// Looks like what is being told.
    pub likely: bool,
}
