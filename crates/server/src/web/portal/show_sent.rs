//! Fills the page after a request was registered.

use axum::extract::{Path, State};
use axum::response::Response;
use desk::PersonId;

use super::sent::SentPage;
use super::show_item;
use crate::web::Web;
use crate::web::desk::show_case;
use crate::web::fail::Fail;
use crate::web::kit::Fact;
use crate::web::page::{Page, Person, Tab};

/// `GET /requests/{number}/sent`
///
/// # Errors
/// [`Fail::NotFound`] where there is no such request for this reader.
pub async fn show(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Path(number): Path<String>,
) -> Result<Response, Fail> {
    let me = PersonId::from(person.id.as_str());
    let case = web.case(&me, &number).await?;
    let p = p.at(Tab::Requests).of_desk(&case.rules.desk);
    let rules = &case.rules;
    let name = |id: &PersonId| rules.people.name(id);
    let mut facts = Vec::new();
    if case.parties.beneficiary != case.parties.requester {
        facts.push(Fact {
            label: p.t("beneficiary").to_string(),
            value: name(&case.parties.beneficiary),
            ..Fact::default()
        });
    }
    for approver in case.fields.iter().filter(|field| crate::web::cases::fields::positions(rules, &field.id).is_some())
    {
        if let Some(value) = crate::web::cases::happened::shown(&p, &case, approver) {
            facts.push(Fact { label: p.t("who-approves").to_string(), value, ..Fact::default() });
        }
    }
    for clock in &case.clocks {
        if let Some(at) = clock.reading.due_at {
            facts.push(Fact { label: clock.name.clone(), value: p.w.when_near(at), ..Fact::default() });
        }
    }
    let item = case.item.as_ref().and_then(|id| Some((id, rules.catalogue.items.get(id)?)));
    let page = SentPage {
        number: case.number.to_string(),
        subject: show_case::subject(&p, &case),
        case_href: format!("/requests/{}", case.number),
        starts: show_item::starts(&p, rules, case.now),
        facts,
        // The number is there already.
        next_steps: show_item::next_steps(&p, rules, item, case.now).into_iter().skip(1).collect(),
        mail: rules.people.get(&case.parties.requester).map_or_else(String::new, |person| person.email.clone()),
        p,
    };
    Page::show(&page)
}
