//! Fills the demo's readable outbox: each letter as its reader would get it, from its own bytes.

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use mail_parser::{Address as Mail, Message, MessageParser};
use serde::Deserialize;

use super::{LetterPage, LetterRow, OutboxPage};
use crate::act::Failed;
use crate::demo::letter as answers;
use crate::mail::spool;
use crate::search::plain;
use crate::store::cases;
use crate::store::outbox::{self, Letter, State as Sending};
use crate::web::Web;
use crate::web::cases::act::paragraphs;
use crate::web::fail::Fail;
use crate::web::kit::File;
use crate::web::page::{Page, Tab};
use crate::web::words::capital;

/// Letters of a page.
const PAGE: i64 = 50;

#[derive(Deserialize, Default)]
pub struct Address {
    /// Only letters to addresses with these words in them.
    #[serde(default)]
    to: String,
    /// Where the page before ended.
    #[serde(default)]
    before: String,
}

/// `GET /demo/outbox`
///
/// # Errors
/// The store's.
pub async fn list(State(web): State<Web>, p: Page, Query(address): Query<Address>) -> Result<Response, Fail> {
    let p = p.at(Tab::Outbox);
    let (to, before) = (address.to.trim().to_lowercase(), address.before);
    let only = plain(&to);
    let mut found = web
        .read(move |app| {
            let from =
                before.split_once('.').and_then(|(at, id)| Some((at.parse().ok()?, id))).unwrap_or(outbox::NEWEST);
            app.store.read(|reader| {
                let letters = outbox::latest(reader, from, &only, PAGE + 1)?;
                let numbered = letters
                    .into_iter()
                    .map(|letter| Ok((cases::get(reader, &letter.stream)?.map(|row| row.number), letter)));
                numbered.collect::<Result<Vec<_>, Failed>>().map(Some)
            })
        })
        .await?;
    let has_more = found.len() as i64 > PAGE;
    found.truncate(PAGE as usize);
    let last = found
        .last()
        .filter(|_| has_more)
        .map(|(_, letter)| format!("{}.{}", letter.notice.created_at.as_microsecond(), letter.notice.id));
    let more = last.map_or_else(String::new, |before| {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("to", &to)
            .append_pair("before", &before)
            .finish();
        format!("/demo/outbox?{query}")
    });
    let letters = found.into_iter().map(|(number, letter)| row(&p, number, &letter)).collect();
    Page::show(&OutboxPage { letters, reader: to, more, p })
}

/// `GET /demo/outbox/{letter}`
///
/// # Errors
/// [`Fail::NotFound`] where there is no such letter.
pub async fn show(State(web): State<Web>, p: Page, Path(id): Path<String>) -> Result<Response, Fail> {
    let p = p.at(Tab::Outbox);
    let (number, letter) = load(&web, id).await?;
    let parsed = parsed(&letter);
    let text = parsed
        .as_ref()
        .and_then(|message| message.body_text(0))
        .map_or_else(String::new, |text| text.replace("\r\n", "\n"));
    let said = |mail: Option<&Mail<'_>>| mail.and_then(Mail::first).map_or_else(String::new, shown);
    let page = LetterPage {
        subject: subject(&p, &letter, parsed.as_ref()),
        from: said(parsed.as_ref().and_then(|message| message.from())),
        to: letter.notice.address.clone(),
        reply_to: said(parsed.as_ref().and_then(|message| message.reply_to())),
        when: p.w.stamp(letter.notice.settled_at.unwrap_or(letter.notice.created_at)),
        paragraphs: if text.trim().is_empty() {
            vec![p.t("letter-not-written").to_string()]
        } else {
            paragraphs(&text)
        },
        files: Vec::<File>::new(),
        raw: format!("{}/raw", href(&letter)),
        reply: parsed
            .as_ref()
            .and_then(answers::reply_address)
            .map_or_else(String::new, |_| format!("{}/reply", href(&letter))),
        case: number.unwrap_or_default(),
        p,
    };
    Page::show(&page)
}

/// `GET /demo/outbox/{letter}/raw`: its bytes, for a mail program.
///
/// # Errors
/// [`Fail::NotFound`] where there is no such letter, or it has not been written.
pub async fn raw(State(web): State<Web>, Path(id): Path<String>) -> Result<Response, Fail> {
    let (number, letter) = load(&web, id).await?;
    let bytes = letter.message.ok_or(Fail::NotFound)?;
    let name = format!("attachment; filename=\"{}.eml\"", number.unwrap_or_else(|| "carta".to_owned()));
    Ok(([(CONTENT_TYPE, "message/rfc822".to_owned()), (CONTENT_DISPOSITION, name)], bytes).into_response())
}

#[derive(Deserialize)]
pub struct Reply {
    text: String,
}

/// `POST /demo/outbox/{letter}/reply`: what its reader's mail program would send, put where a mail
/// server puts it.
///
/// # Errors
/// [`Fail::NotFound`] where there is no such letter or it takes no answer; [`Fail::Unavailable`]
/// where the answer cannot be kept.
pub async fn reply(State(web): State<Web>, Path(id): Path<String>, Form(reply): Form<Reply>) -> Result<Response, Fail> {
    let (number, letter) = load(&web, id).await?;
    if reply.text.trim().is_empty() {
        return Ok(Redirect::to(&href(&letter)).into_response());
    }
    let room = web.app.mail().ok_or(Fail::NotFound)?;
    let data = room.spool().parent().ok_or(Fail::NotFound)?.to_path_buf();
    let parsed = parsed(&letter).ok_or(Fail::NotFound)?;
    let to = answers::reply_address(&parsed).ok_or(Fail::NotFound)?;
    let written = answers::reply(&parsed, &letter.notice.address, &reply.text, web.app.clock.now());
    let raw = written.map_err(Fail::unavailable)?;
    let limits = room.settings().limits.clone();
    let at = (web.machine_clock)();
    let kept = move || spool::keep(&data, &to, raw.as_slice(), &limits, at);
    let kept = tokio::task::spawn_blocking(kept).await.map_err(|error| Fail::broken("a reply was not kept", error))?;
    kept.map_err(Fail::unavailable)?;
    let next = number.map_or_else(|| "/demo/outbox".to_owned(), |number| format!("/requests/{number}"));
    Ok(Redirect::to(&next).into_response())
}

async fn load(web: &Web, id: String) -> Result<(Option<String>, Letter), Fail> {
    web.read(move |app| {
        app.store.read(|reader| {
            let Some(letter) = outbox::by_id(reader, &id)? else { return Ok(None) };
            let number = cases::get(reader, &letter.stream)?.map(|row| row.number);
            Ok::<_, Failed>(Some((number, letter)))
        })
    })
    .await
}

fn href(letter: &Letter) -> String {
    let id: String = form_urlencoded::byte_serialize(letter.notice.id.as_bytes()).collect();
    format!("/demo/outbox/{}", id.replace('+', "%20"))
}

fn parsed(letter: &Letter) -> Option<Message<'_>> {
    MessageParser::default().parse(letter.message.as_deref()?)
}

/// The letter's own subject; before it is written, which notice it is.
fn subject(p: &Page, letter: &Letter, parsed: Option<&Message<'_>>) -> String {
    let own = parsed.and_then(|message| message.subject()).map(str::to_owned);
    own.unwrap_or_else(|| {
        p.t("letter-of-notice").arg("notice", capital(letter.notice.notice.replace('_', " "))).to_string()
    })
}

fn shown(mail: &mail_parser::Addr<'_>) -> String {
    match (mail.name(), mail.address()) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (name, address) => name.or(address).unwrap_or_default().to_owned(),
    }
}

fn row(p: &Page, number: Option<String>, letter: &Letter) -> LetterRow {
    let status = match letter.notice.state {
        Sending::Waiting => "letter-waiting",
        Sending::Sent => "letter-sent",
        Sending::Failed => "letter-failed",
        Sending::Omitted => "letter-omitted",
    };
    LetterRow {
        href: href(letter),
        to: letter.notice.address.clone(),
        subject: subject(p, letter, parsed(letter).as_ref()),
        case: number.unwrap_or_default(),
        when: p.w.when_short(letter.notice.settled_at.unwrap_or(letter.notice.created_at)),
        status: p.t(status).to_string(),
    }
}
