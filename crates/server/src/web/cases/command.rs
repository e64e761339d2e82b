//! From a form to a command: `POST /{area}/{number}/{word}`, one word per thing people can do. The
//! rules decide; a refused form comes back with everything that was typed.

use desk::value::{Input, Inputs, Value};
use desk::words::Words;
use desk::{AnswerId, CaseNumber, Command, FieldId, PersonId, Refused, VisitNo};

use super::act;
use super::fields;
use super::sent::Sent;
use crate::act::{Done, Failed, Order, To, act_async, words};
use crate::view::CaseView;
use crate::web::Web;
use crate::web::fail::Fail;

/// What became of a form.
pub enum Became {
    Done(Done),
    Refused(Refused),
}

/// Sends one command of a person to a case.
///
/// # Errors
/// When there is no such case for the person, or the store fails; a refusal is no failure.
pub async fn send(
    web: &Web,
    me: &PersonId,
    stream: &str,
    id: String,
    what: Command,
    files: Vec<crate::store::attachments::StoredFile>,
) -> Result<Became, Fail> {
    let order = Order { files, ..Order::of_person(&web.app, id, me, what) };
    became(act_async(&web.app, To::Case(stream.to_owned()), order).await)
}

/// # Errors
/// As [`send`].
pub fn became(result: Result<Done, Failed>) -> Result<Became, Fail> {
    match result {
        Ok(done) => Ok(Became::Done(done)),
        Err(Failed::Refused(refused)) => Ok(Became::Refused(refused)),
        Err(Failed::NotFound) => Err(Fail::NotFound),
        Err(Failed::Unreadable(error)) => Err(Fail::broken("a case cannot be read", error)),
        Err(Failed::Store(error)) => Err(Fail::unavailable(error)),
    }
}

/// Carries out what a form of a case asks for.
///
/// # Errors
/// As [`send`]; [`Fail::NotFound`] for a word that is none.
pub async fn take(web: &Web, me: &PersonId, case: &CaseView, word: &str, sent: &mut Sent) -> Result<Became, Fail> {
    let id = sent.command();
    let what = match command(case, word, sent) {
        Ok(Some(what)) => what,
        Ok(None) => return Err(Fail::NotFound),
        Err(refused) => return Ok(Became::Refused(refused)),
    };
    // Files first, each with its own id: what an answer names must be in the case already.
    for (at, upload) in std::mem::take(&mut sent.files).into_iter().enumerate() {
        let internal = word == "note";
        let attach = Command::Attach { file: desk::event::File { internal, ..upload.file }, name: upload.file_name };
        match send(web, me, &case.stream, format!("{id}.{at}"), attach, vec![upload.stored]).await? {
            Became::Done(_) => {}
            refused => return Ok(refused),
        }
    }
    match what {
        Some(what) => {
            // Whoever takes the case with an answer holds it before what the answer does to it.
            let takes = matches!(what, Command::Answer { .. }) && sent.typed.one("take") == Some("yes");
            if takes && case.parties.assignee.is_none() && case.accepts(&what) {
                let take = Command::Assign { person: Some(me.clone()), group: None, reason: None };
                if let refused @ Became::Refused(_) =
                    send(web, me, &case.stream, format!("{id}.take"), take, Vec::new()).await?
                {
                    return Ok(refused);
                }
            }
            send(web, me, &case.stream, id, what, Vec::new()).await
        }
        None => Ok(Became::Done(Done {
            stream: case.stream.clone(),
            number: case.number.clone(),
            events: Vec::new(),
            repeated: false,
        })),
    }
}

/// The command of a form; inside, nothing where the form was only its files.
fn command(case: &CaseView, word: &str, sent: &Sent) -> Result<Option<Option<Command>>, Refused> {
    let typed = &sent.typed;
    let text = |name: &str| words(typed.text(name));
    let some = |name: &str| Some(text(name)).filter(|words| words.length() > 0);
    let person = |name: &str| {
        fields::person(&case.rules, &typed.text(name))
            .ok_or_else(|| Refused::PersonUnknown { person: typed.text(name).as_str().into() })
    };
    let visit = || typed.text("visit").parse().map(VisitNo).map_err(|_| Refused::VisitUnknown { visit: VisitNo(0) });
    let number = |name: &str| CaseNumber::from(typed.text(name).to_uppercase().as_str());
    let only_files = |text: &Words| text.length() == 0 && !sent.files.is_empty();
    Ok(Some(Some(match word {
        "answer" => answer(case, visit()?, sent)?,
        "comment" => {
            let text = text("text");
            if only_files(&text) {
                return Ok(Some(None));
            }
            Command::Comment { text }
        }
        "note" => {
            let text = text("text");
            if only_files(&text) {
                return Ok(Some(None));
            }
            Command::Note { text }
        }
        "attach" => return Ok(Some(None)),
        "assign" => {
            let to = typed.text("person");
            let group = Some(typed.text("group")).filter(|group| !group.is_empty());
            let person = if to.is_empty() { None } else { Some(person("person")?) };
            Command::Assign { person, group: group.as_deref().map(Into::into), reason: some("reason") }
        }
        "edit" => edit(case, sent)?,
        "parties" => Command::ChangeParties {
            requester: person("requester")?,
            beneficiary: person("beneficiary")?,
            reason: text("reason"),
        },
        "follow" => Command::Follow { person: person("person")? },
        "unfollow" => Command::Unfollow { person: person("person")? },
        "change" => Command::AssociateChange { number: text("number") },
        "link" => Command::Link { kind: "relacionado".into(), other: number("other") },
        "merge" => Command::Merge { into: number("into") },
        "undo" => Command::Undo { visit: visit()? },
        "correct" => {
            let to_visit =
                typed.text("to_visit").parse().map(VisitNo).map_err(|_| Refused::VisitUnknown { visit: VisitNo(0) })?;
            Command::Correct { to_visit, reason: text("reason") }
        }
        "interpret" => {
            let message = typed.text("visit").parse().map_err(|_| Refused::NothingToInterpret)?;
            let answer = Some(typed.text("answer"))
                .filter(|id| !id.is_empty() && id != "none")
                .map(|id| AnswerId::from(id.as_str()));
            Command::Interpret { message, answer, inputs: Inputs::new(), reply: some("reply") }
        }
        "survey" => Command::Survey { score: typed.text("score").parse().unwrap_or(0), comment: some("comment") },
        _ => return Ok(None),
    })))
}

fn answer(case: &CaseView, visit: VisitNo, sent: &Sent) -> Result<Command, Refused> {
    let answer = AnswerId::from(sent.typed.text("answer").as_str());
    let here = case.stay().map(|stay| stay.activity.clone()).ok_or(Refused::NotRegistered)?;
    let turn = case.turn();
    let asked = turn.offers.iter().find(|offer| *offer.id == answer).map(|offer| &offer.asked);
    let Some(asked) = asked else {
        // Named all the same: the rules say why it cannot be given.
        return if answer.as_str().is_empty() {
            Err(Refused::AnswerUnknown { answer, activity: here })
        } else {
            Ok(Command::Answer { visit, answer, inputs: Inputs::new() })
        };
    };
    let named = asked.iter().map(|asked| (asked.id, asked.field.kind, act::name(answer.as_str(), asked.id)));
    let inputs = fields::inputs(&case.rules, named, &sent.typed, &sent.ids())?;
    Ok(Command::Answer { visit, answer, inputs })
}

fn edit(case: &CaseView, sent: &Sent) -> Result<Command, Refused> {
    let field = FieldId::from(sent.typed.text("field").as_str());
    let given = sent.typed.all(&format!("to.{field}"));
    let kind = case.kind(&field).ok_or_else(|| Refused::InputUnasked { field: field.clone() })?;
    let to = fields::answer(&case.rules, &field, kind, given, &[])?.unwrap_or_else(|| Input::word(""));
    let saw = Some(sent.typed.text(&format!("saw.{field}"))).filter(|saw| !saw.is_empty()).map(Value::Word);
    Ok(Command::Edit {
        field,
        saw,
        to,
        reason: Some(words(sent.typed.text("reason"))).filter(|words| words.length() > 0),
    })
}
