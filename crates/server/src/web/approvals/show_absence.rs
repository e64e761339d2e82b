//! Fills the page of absences, and takes its two forms.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use desk::people::Absence;
use desk::{PersonId, Refused};
use jiff::civil::Date;

use super::absence::{self, AbsencePage};
use crate::act::{self, Failed};
use crate::app::App;
use crate::web::Web;
use crate::web::cases::act::said_of;
use crate::web::cases::command_id;
use crate::web::cases::fields::Typed;
use crate::web::cases::find::{self, Sought};
use crate::web::cases::sent::Sent;
use crate::web::fail::Fail;
use crate::web::kit::{Field, FormHead, Input, Problem};
use crate::web::page::{Page, Person, Tab};
use crate::web::words::capital;

/// `GET /absences`
///
/// # Errors
/// The store's.
pub async fn show(State(web): State<Web>, p: Page, person: Person) -> Result<Response, Fail> {
    page(&web, p, &me(&person), StatusCode::OK, &Typed::default(), None)
}

/// `POST /absences`; with `find` it only finds a substitute.
///
/// # Errors
/// The store's.
pub async fn record(State(web): State<Web>, p: Page, person: Person, sent: Sent) -> Result<Response, Fail> {
    let me = me(&person);
    if find::searching(&sent.typed) {
        return page(&web, p, &me, StatusCode::OK, &sent.typed, None);
    }
    let absence = match absence(&web, &p, &me, &sent.typed) {
        Ok(absence) => absence,
        Err(refused) => return page(&web, p, &me, StatusCode::UNPROCESSABLE_ENTITY, &sent.typed, Some(&refused)),
    };
    let (by, id) = (me.clone(), sent.command());
    match changed(&web, move |app| act::absence::record(app, &id, &by, absence)).await? {
        Ok(()) => Ok(Redirect::to("/absences").into_response()),
        Err(refused) => page(&web, p, &me, StatusCode::UNPROCESSABLE_ENTITY, &sent.typed, Some(&refused)),
    }
}

/// `POST /absences/{from}/end`: the absence that began on that date ends today; one that has not
/// begun is taken back.
///
/// # Errors
/// [`Fail::NotFound`] where this person has no such absence.
pub async fn end(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Path(from): Path<String>,
    sent: Sent,
) -> Result<Response, Fail> {
    let me = me(&person);
    let from_on: Date = from.parse().map_err(|_| Fail::NotFound)?;
    let (by, id) = (me.clone(), sent.command());
    match changed(&web, move |app| act::absence::end(app, &id, &by, &by, from_on)).await? {
        Ok(()) => Ok(Redirect::to("/absences").into_response()),
        Err(refused) => page(&web, p, &me, StatusCode::UNPROCESSABLE_ENTITY, &sent.typed, Some(&refused)),
    }
}

fn me(person: &Person) -> PersonId {
    PersonId::from(person.id.as_str())
}

/// Changes where waiting for the store holds up nobody else.
async fn changed(
    web: &Web,
    change: impl FnOnce(&App) -> Result<(), Failed> + Send + 'static,
) -> Result<Result<(), Refused>, Fail> {
    web.read(move |app| match change(app) {
        Ok(()) => Ok(Some(Ok(()))),
        Err(Failed::Refused(refused)) => Ok(Some(Err(refused))),
        Err(failed) => Err(failed),
    })
    .await
}

/// What the form says, in the words of the rules' own refusals where it says too little.
fn absence(web: &Web, p: &Page, me: &PersonId, typed: &Typed) -> Result<Absence, Refused> {
    let date = |name: &str, field: &str| match typed.text(name).parse::<Date>() {
        Ok(date) => Ok(date),
        Err(_) => Err(Refused::InputMissing { fields: vec![field.into()] }),
    };
    let from_on = date("from", "desde")?;
    let until_on = date("until", "hasta")?;
    let found = substitute(web, p, me, typed).and_then(|found| found.chosen);
    let substitute = found.ok_or_else(|| Refused::InputMissing { fields: vec!["suplente".into()] })?;
    Ok(Absence { absent: me.clone(), substitute, from_on, until_on })
}

fn substitute(web: &Web, p: &Page, me: &PersonId, typed: &Typed) -> Option<find::Found> {
    // People are the same at every desk.
    let rules = web.app.entity().desks.keys().find_map(|desk| web.app.rulebook(desk))?;
    let sought = Sought {
        name: "substitute",
        label: p.t("absence-who").to_string(),
        help: p.t("absence-who-help").to_string(),
        optional: false,
    };
    Some(find::person(p, &rules, me, typed, sought, |person| person.id != *me))
}

fn page(
    web: &Web,
    p: Page,
    me: &PersonId,
    status: StatusCode,
    typed: &Typed,
    refused: Option<&Refused>,
) -> Result<Response, Fail> {
    let p = p.at(Tab::Approvals);
    let date = |name: &str, key: &str| Field {
        name: name.to_owned(),
        label: p.t(key).to_string(),
        help: String::new(),
        optional: false,
        input: Input::Date { value: typed.text(name) },
        problem: None,
        whole: false,
    };
    let mut dates = [date("from", "absence-from"), date("until", "absence-until")];
    let mut substitute = substitute(web, &p, me, typed).ok_or(Fail::NotFound)?.field;
    let mut problems = Vec::new();
    if let Some(refused) = refused {
        let [from, until] = &mut dates;
        for (field, word) in [(from, "desde"), (until, "hasta"), (&mut substitute, "suplente")] {
            if let Some(text) = crate::web::cases::act::problem_of(&p, word, refused) {
                problems.push(Problem { anchor: field.id(), text: format!("{}: {text}", field.label) });
                field.problem = Some(text);
            }
        }
        if problems.is_empty() {
            problems.push(Problem { anchor: substitute.id(), text: capital(said_of(&p, refused)) });
        }
    }
    let entity = web.app.entity();
    let today = p.w.today();
    let all = web.app.absences();
    let span = |absence: &Absence| {
        p.t("absence-dates")
            .arg("from", p.w.day_near(absence.from_on))
            .arg("until", p.w.day(absence.until_on))
            .to_string()
    };
    let mut own: Vec<&Absence> = all.iter().filter(|a| a.absent == *me && a.until_on >= today).collect();
    own.sort_by_key(|absence| absence.from_on);
    let absences = own.into_iter().map(|absence| absence::Absence {
        dates: capital(span(absence)),
        substitute: entity.people.name(&absence.substitute),
        running: absence.covers(today),
        end: FormHead {
            action: format!("/absences/{}/end", absence.from_on),
            command_id: command_id(),
            visit: String::new(),
            seen: 0,
        },
    });
    let absences = absences.collect();
    let standing = all.iter().filter(|a| a.substitute == *me && a.until_on >= today);
    let stands_in = standing
        .map(|a| p.t("absence-stands-in").arg("name", entity.people.name(&a.absent)).arg("dates", span(a)).to_string())
        .collect();
    let form = FormHead { action: "/absences".to_owned(), command_id: command_id(), visit: String::new(), seen: 0 };
    Page::show_as(status, &AbsencePage { form, dates, substitute, problems, absences, stands_in, p })
}
