//! Fills the page of a call, and registers the case. Every button of the form sends it whole: the
//! ones that find somebody, and choosing a service, show it again with more to ask.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use desk::command::Register;
use desk::event::Channel;
use desk::procedure::{Field as Definition, Finder};
use desk::value::{Input as Given, Inputs};
use desk::{CaseNumber, Command, DeskId, FieldId, ItemId, PersonId, Refused, Rulebook};
use serde::Deserialize;

use super::phone::{Caller, OpenCase, PhonePage};
use super::show_nav;
use crate::act::{Order, To, act_async, words};
use crate::store::attachments::StoredFile;
use crate::store::cases::CaseRow;
use crate::view;
use crate::web::Web;
use crate::web::cases::command::{Became, became};
use crate::web::cases::fields::{self, Asking, Typed};
use crate::web::cases::find::{self, Found, Sought};
use crate::web::cases::sent::Sent;
use crate::web::cases::{act, command_id, glyph_of, who};
use crate::web::fail::Fail;
use crate::web::kit::{Fact, Field, FormHead, Input, Opt, Problem, State as StateChip};
use crate::web::page::{Page, Person, Tab};

/// Open cases of the caller that are shown.
const OPEN: i64 = 20;

/// The address of the form: the desk, and the service whose questions it shows.
#[derive(Deserialize, Default)]
pub struct Address {
    #[serde(default)]
    desk: String,
    #[serde(default)]
    item: String,
    #[serde(default)]
    requester: String,
}

/// `GET /register`
///
/// # Errors
/// [`Fail::NotFound`] for whoever registers for nobody at this desk.
pub async fn show(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Query(address): Query<Address>,
) -> Result<Response, Fail> {
    let call = Call::open(&web, p, &person, &address)?;
    let mut typed = Typed::default();
    for (name, value) in [("requester", &address.requester), ("item", &address.item)] {
        typed.0.insert(name.to_owned(), vec![value.clone()]);
    }
    call.page(&web, StatusCode::OK, &typed, Vec::new(), None).await
}

/// `POST /register`
///
/// # Errors
/// As [`show`].
pub async fn take(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Query(address): Query<Address>,
    mut sent: Sent,
) -> Result<Response, Fail> {
    let call = Call::open(&web, p, &person, &address)?;
    let chosen = sent.typed.text("item");
    if find::searching(&sent.typed) || (chosen != address.item && call.asks_more(&chosen)) {
        return call.page(&web, StatusCode::OK, &sent.typed, Vec::new(), None).await;
    }
    let missing = call.missing(&sent.typed);
    if !missing.is_empty() {
        return call.page(&web, StatusCode::UNPROCESSABLE_ENTITY, &sent.typed, missing, None).await;
    }
    let registered = match call.register(&mut sent) {
        Ok((what, files)) => {
            let order = Order { files, ..Order::of_person(&web.app, sent.command(), &call.me, what) };
            became(act_async(&web.app, To::NewCase(call.rules.desk.id.clone()), order).await)?
        }
        Err(refused) => Became::Refused(refused),
    };
    match registered {
        Became::Done(done) => Ok(Redirect::to(&format!("/cases/{}", done.number)).into_response()),
        Became::Refused(refused) => {
            call.page(&web, StatusCode::UNPROCESSABLE_ENTITY, &sent.typed, Vec::new(), Some(&refused)).await
        }
    }
}

/// A call that is being written down.
struct Call {
    p: Page,
    me: PersonId,
    rules: Rulebook,
}

impl Call {
    fn open(web: &Web, p: Page, person: &Person, address: &Address) -> Result<Call, Fail> {
        let me = PersonId::from(person.id.as_str());
        let named = Some(DeskId::from(address.desk.as_str())).filter(|desk| !desk.as_str().is_empty());
        let desk = show_nav::desk_of(web, &me, named.as_ref())?;
        let rules = web.app.rulebook(&desk).filter(|rules| desk::access::is_desk(rules, &me)).ok_or(Fail::NotFound)?;
        Ok(Call { p: p.at(Tab::Queue), me, rules })
    }

    fn text(&self, key: &str) -> String {
        self.p.t(key).to_string()
    }

    fn requester(&self, typed: &Typed) -> Found {
        let sought = Sought {
            name: "requester",
            label: self.text("phone-requester"),
            help: self.text("phone-requester-help"),
            optional: false,
        };
        find::person(&self.p, &self.rules, &self.me, typed, sought, |person| person.id != self.me)
    }

    fn beneficiary(&self, typed: &Typed) -> Found {
        let sought = Sought {
            name: "beneficiary",
            label: self.text("phone-beneficiary"),
            help: self.text("phone-beneficiary-help"),
            optional: true,
        };
        find::person(&self.p, &self.rules, &self.me, typed, sought, |_| true)
    }

    /// What the chosen service asks: its form, then the approver where one is picked.
    fn asked(&self, item: &str) -> (Vec<(FieldId, Definition)>, Option<(FieldId, Definition)>) {
        let Some(item) = self.rules.catalogue.items.get(item).filter(|item| item.active) else {
            return (Vec::new(), None);
        };
        let form = item.form.iter().map(|(id, field)| (id.clone(), field.clone())).collect();
        let policy = item.approval.as_ref().and_then(|policy| self.rules.procedure.approvals.get(policy));
        let picked = policy.and_then(|policy| {
            policy.steps.iter().find_map(|step| match &step.finder {
                Finder::Chosen { field, .. } => Some((field.clone(), self.rules.procedure.fields.get(field)?.clone())),
                _ => None,
            })
        });
        (form, picked)
    }

    fn asks_more(&self, item: &str) -> bool {
        let (form, approver) = self.asked(item);
        !form.is_empty() || approver.is_some()
    }

    /// The controls that must be filled in and are not, each with what to do.
    fn missing(&self, typed: &Typed) -> Vec<(&'static str, String)> {
        let mut missing = Vec::new();
        if self.requester(typed).chosen.is_none() {
            missing.push(("requester", self.text("phone-find-first")));
        }
        let beneficiary = self.beneficiary(typed);
        if beneficiary.chosen.is_none() && !typed.text("beneficiary.query").is_empty() {
            missing.push(("beneficiary", self.text("phone-find-first")));
        }
        for name in ["subject", "description"] {
            if typed.text(name).is_empty() {
                missing.push((name, self.text("field-missing")));
            }
        }
        missing
    }

    fn register(&self, sent: &mut Sent) -> Result<(Command, Vec<StoredFile>), Refused> {
        let typed = &sent.typed;
        let requester = self.requester(typed).chosen.ok_or_else(|| Refused::PersonUnknown { person: "".into() })?;
        let beneficiary = self.beneficiary(typed).chosen.unwrap_or_else(|| requester.clone());
        let item = typed.text("item");
        let (form, approver) = self.asked(&item);
        let named = form.iter().chain(&approver).map(|(id, field)| (id, field.kind, id.to_string()));
        // Files go to the case; each already says which field it answers.
        let mut inputs: Inputs = fields::inputs(&self.rules, named, typed, &Default::default())?;
        if !item.is_empty() {
            inputs.insert("item".into(), Given::word(item.as_str()));
        }
        let channel = if typed.text("channel") == "in_person" { Channel::InPerson } else { Channel::Phone };
        let (subject, description) = (words(typed.text("subject")), words(typed.text("description")));
        let mut files = Vec::new();
        let mut stored = Vec::new();
        for upload in std::mem::take(&mut sent.files) {
            files.push((upload.file, upload.file_name));
            stored.push(upload.stored);
        }
        let register = Register {
            // Taken from the desk's numbers when it is recorded.
            number: CaseNumber::from(""),
            channel,
            requester,
            beneficiary,
            subject,
            description,
            inputs,
            files,
            followers: Vec::new(),
            link: None,
            letter: None,
        };
        Ok((Command::Register(Box::new(register)), stored))
    }

    async fn page(
        self,
        web: &Web,
        status: StatusCode,
        typed: &Typed,
        missing: Vec<(&'static str, String)>,
        refused: Option<&Refused>,
    ) -> Result<Response, Fail> {
        let nav = show_nav::nav(web, &self.p, &self.me, Some(&self.rules.desk.id)).await?;
        let (mut requester, mut beneficiary) = (self.requester(typed), self.beneficiary(typed));
        let about = match &requester.chosen {
            Some(caller) => Some(self.caller(web, caller, typed).await?),
            None => None,
        };
        let item_id = typed.text("item");
        let (form, approver) = self.asked(&item_id);
        let nobody = PersonId::from("");
        let asker = requester.chosen.clone().unwrap_or_else(|| nobody.clone());
        let user = beneficiary.chosen.clone().unwrap_or_else(|| asker.clone());
        let today = self.rules.calendar.local(web.app.clock.now()).date();
        let ask = Asking { rules: &self.rules, parties: [&asker, &user], today, typed, held: None };
        // What the caller does not know now, the desk asks later.
        let question =
            |(id, definition): &(FieldId, Definition)| fields::field(&ask, id, definition, id.as_str(), false);
        let mut asked: Vec<Field> = form.iter().map(question).collect();
        let mut approver = approver.as_ref().map(question);
        let (mut item, mut subject, mut description) =
            (self.item(&item_id), self.line("subject", typed), self.paragraph(typed));
        let mut problems = Vec::new();
        for (name, text) in missing {
            let own = [&mut requester.field, &mut beneficiary.field, &mut subject, &mut description];
            if let Some(field) = own.into_iter().find(|field| field.name == name) {
                problems.push(Problem { anchor: field.id(), text: format!("{}: {text}", field.label) });
                field.problem = Some(text);
            }
        }
        if let Some(refused) = refused {
            problems.extend(act::mark(&self.p, &mut asked, refused));
            problems
                .extend(approver.iter_mut().flat_map(|field| act::mark(&self.p, std::slice::from_mut(field), refused)));
            if matches!(refused, Refused::ItemUnknown { .. }) {
                item.problem = Some(act::said_of(&self.p, refused));
            }
            if problems.is_empty() {
                problems.push(Problem { anchor: item.id(), text: act::said_of(&self.p, refused) });
            }
        }
        let query: String = form_urlencoded::Serializer::new(String::new())
            .append_pair("desk", self.rules.desk.id.as_str())
            .append_pair("item", &item_id)
            .finish();
        let page = PhonePage {
            nav,
            form: FormHead {
                action: format!("/register?{query}"),
                command_id: command_id(),
                visit: String::new(),
                seen: 0,
            },
            channel: self.channel(typed),
            requester: requester.field,
            beneficiary: beneficiary.field,
            item,
            subject,
            description,
            fields: asked,
            approver,
            problems,
            about,
            draft_at: None,
            p: self.p.clone(),
        };
        Page::show_as(status, &page)
    }

    fn field(&self, name: &str, label: &str, help: &str, optional: bool, input: Input) -> Field {
        let help = if help.is_empty() { String::new() } else { self.text(help) };
        Field { name: name.to_owned(), label: self.text(label), help, optional, input, problem: None, whole: true }
    }

    fn channel(&self, typed: &Typed) -> Field {
        let chosen = typed.one("channel").unwrap_or("phone");
        let option = |value: &str, key: &str| Opt {
            value: value.to_owned(),
            label: self.text(key),
            chosen: chosen == value,
            ..Opt::default()
        };
        let options = vec![option("phone", "phone-by-phone"), option("in_person", "phone-in-person")];
        self.field("channel", "phone-channel", "", false, Input::Choice { options })
    }

    fn item(&self, chosen: &str) -> Field {
        let items = self.rules.catalogue.items.iter().filter(|(_, item)| item.active);
        let options = items.map(|(id, item)| Opt {
            value: id.to_string(),
            label: item.name.clone(),
            chosen: id.as_str() == chosen,
            ..Opt::default()
        });
        self.field("item", "phone-item", "phone-item-help", true, Input::Select { options: options.collect() })
    }

    fn line(&self, name: &str, typed: &Typed) -> Field {
        self.field(name, "phone-subject", "", false, Input::Line { value: typed.text(name), short: false })
    }

    fn paragraph(&self, typed: &Typed) -> Field {
        self.field(
            "description",
            "phone-description",
            "phone-description-help",
            false,
            Input::Paragraph { value: typed.text("description"), rows: 5 },
        )
    }

    /// Who calls, with their open cases at this desk.
    async fn caller(&self, web: &Web, caller: &PersonId, typed: &Typed) -> Result<Caller, Fail> {
        let of = caller.clone();
        let rows = web.read(move |app| view::requests(app, &of, true, None, OPEN).map(Some)).await?;
        let told = typed.text("subject");
        let item = ItemId::from(typed.text("item").as_str());
        // Cases of another desk, and what few may read, are not this desk's to tell.
        let own = rows.into_iter().filter(|row| row.desk == self.rules.desk.id.as_str() && !row.restricted);
        let open = own.map(|row| OpenCase {
            likely: is_likely(&row, &item, &told),
            href: format!("/cases/{}", row.number),
            state: StateChip { glyph: glyph_of(&row.state_kind), label: row.state_label },
            subject: row.subject,
            number: row.number,
        });
        let person = self.rules.people.get(caller);
        let fact = |key: &str, value: &str| {
            (!value.is_empty()).then(|| Fact { label: self.text(key), value: value.to_owned(), ..Fact::default() })
        };
        let facts = person.map_or_else(Vec::new, |person| {
            [
                fact("phone-extension", &person.extension),
                fact("phone-mail", &person.email),
                fact("phone-site", &person.site),
                person.superior.as_ref().and_then(|superior| fact("phone-superior", &self.rules.people.name(superior))),
            ]
            .into_iter()
            .flatten()
            .collect()
        });
        Ok(Caller { who: who(&self.rules, caller, &self.me), facts, open: open.collect() })
    }
}

/// The same service, or two long words of the subject.
fn is_likely(row: &CaseRow, item: &ItemId, told: &str) -> bool {
    let long = |text: &str| -> Vec<String> {
        text.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.chars().count() > 3)
            .map(str::to_owned)
            .collect()
    };
    let (told, theirs) = (long(told), long(&row.subject));
    let alike = told.iter().filter(|word| theirs.contains(word)).count();
    row.item.as_deref() == Some(item.as_str()) || alike >= 2 || (alike == 1 && told.len() == 1)
}
