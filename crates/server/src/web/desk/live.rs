//! `GET /live`: tells an open page what changed, after it is on disk. It carries no data of cases:
//! the page fetches itself again, through its reader's own sight. Changes close together are told once.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;

use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use desk::access::Sight;
use desk::{DeskId, PersonId};
use futures_util::stream::unfold;
use serde::Deserialize;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, sleep_until};

use super::show_nav;
use crate::app::Changed;
use crate::presence;
use crate::web::Web;
use crate::web::fail::Fail;
use crate::web::page::Person;

/// What happens meanwhile is told together.
const TOGETHER: Duration = Duration::from_millis(600);
/// After this the browser connects again, so that whoever was signed out hears no more.
const LONGEST: Duration = Duration::from_secs(10 * 60);
/// The browser waits this long before it connects again.
const AGAIN: Duration = Duration::from_secs(3);

/// What each of them begins with: a browser passes on no event whose data are empty.
const NOW: &str = "now";

#[derive(Deserialize, Default)]
pub struct Asked {
    #[serde(default)]
    desk: String,
    #[serde(default)]
    case: String,
}

/// `GET /live?desk=…&case=…`
///
/// # Errors
/// [`Fail::NotFound`] where the desk or the case is not this person's to work at.
pub async fn listen(State(web): State<Web>, person: Person, Query(asked): Query<Asked>) -> Result<Response, Fail> {
    let me = PersonId::from(person.id.as_str());
    let named = Some(DeskId::from(asked.desk.as_str())).filter(|desk| !desk.as_str().is_empty());
    let desk = show_nav::desk_of(&web, &me, named.as_ref())?;
    // Heard from before the case is looked at: nothing falls between.
    let (changes, presence) = (web.app.listen(), web.app.presence().listen());
    let case = if asked.case.is_empty() { None } else { Some(stream_of(&web, &me, &asked.case).await?) };
    let visit = case.as_ref().map(|stream| web.app.presence().enter(stream, &me));
    let listening = Listening {
        changes,
        presence,
        desk,
        case,
        me,
        flush_at: None,
        ends_at: Instant::now() + LONGEST,
        queue: false,
        changed_by: None,
        seen: false,
        out: VecDeque::from([Event::default().retry(AGAIN).event("hello").data(NOW)]),
        _visit: visit,
        web,
    };
    let events = unfold(listening, |mut listening| async move {
        let event = listening.next().await?;
        Some((Ok::<_, Infallible>(event), listening))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(20))).into_response())
}

/// The stream of a case whose desk this person works at; its requester hears nothing here.
async fn stream_of(web: &Web, me: &PersonId, number: &str) -> Result<String, Fail> {
    let case = web.case(me, number).await?;
    if case.sight == Sight::All { Ok(case.stream) } else { Err(Fail::NotFound) }
}

#[derive(Deserialize)]
pub struct Writing {
    case: String,
}

/// `POST /live/writing`: somebody types in a case they have open.
///
/// # Errors
/// [`Fail::NotFound`] where the case is not theirs to work at.
pub async fn writing(State(web): State<Web>, person: Person, Form(writing): Form<Writing>) -> Result<Response, Fail> {
    let me = PersonId::from(person.id.as_str());
    let stream = stream_of(&web, &me, &writing.case).await?;
    web.app.presence().writes(&stream, &me, (web.machine_clock)());
    Ok(StatusCode::NO_CONTENT.into_response())
}

struct Listening {
    web: Web,
    me: PersonId,
    desk: DeskId,
    case: Option<String>,
    changes: Receiver<Changed>,
    presence: Receiver<String>,
    /// When what happened so far is told.
    flush_at: Option<Instant>,
    ends_at: Instant,
    queue: bool,
    /// Who changed the case.
    changed_by: Option<String>,
    /// Somebody came, left or wrote.
    seen: bool,
    out: VecDeque<Event>,
    _visit: Option<presence::Visit>,
}

impl Listening {
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.out.pop_front() {
                return Some(event);
            }
            let flush_at = self.flush_at.unwrap_or(self.ends_at);
            tokio::select! {
                changed = self.changes.recv() => self.note(changed)?,
                stream = self.presence.recv() => {
                    let ours = !matches!(&stream, Ok(stream) if self.case.as_ref() != Some(stream));
                    if ours && self.case.is_some() {
                        self.seen = true;
                        self.soon();
                    }
                }
                () = self.web.app.ending() => return None,
                () = sleep_until(flush_at) => {
                    self.flush_at.take()?;
                    self.flush();
                }
            }
        }
    }

    fn soon(&mut self) {
        self.flush_at.get_or_insert_with(|| Instant::now() + TOGETHER);
    }

    fn note(&mut self, changed: Result<Changed, RecvError>) -> Option<()> {
        match changed {
            Ok(changed) => {
                let own_case = self.case.as_ref() == Some(&changed.stream);
                if own_case {
                    let name = |id: &PersonId| self.web.app.entity().people.name(id);
                    let by = changed.by.as_ref().filter(|by| **by != self.me).map_or_else(String::new, name);
                    // What the machine does after somebody does not hide who it was.
                    if self.changed_by.as_ref().is_none_or(String::is_empty) {
                        self.changed_by = Some(by);
                    }
                }
                if own_case || changed.desk == self.desk {
                    self.queue = true;
                    self.soon();
                }
            }
            // Too much at once: everything may have changed.
            Err(RecvError::Lagged(_)) => {
                self.queue = true;
                self.changed_by = self.case.as_ref().map(|_| String::new());
                self.soon();
            }
            Err(RecvError::Closed) => return None,
        }
        Some(())
    }

    fn flush(&mut self) {
        if let Some(by) = self.changed_by.take() {
            self.out.push_back(Event::default().event("case").data(format!("{NOW} {by}")));
        }
        if std::mem::take(&mut self.queue) {
            self.out.push_back(Event::default().event("queue").data(NOW));
        }
        if std::mem::take(&mut self.seen)
            && let Some(case) = &self.case
        {
            let now = (self.web.machine_clock)();
            let entity = self.web.app.entity();
            let present = self.web.app.presence().others(case, &self.me, now);
            // One person a line: a mark for who writes, and the name.
            let line = |it: &presence::Present| {
                format!("{} {}", if it.writing { "w" } else { "r" }, entity.people.name(&it.person))
            };
            let lines: Vec<String> = [NOW.to_owned()].into_iter().chain(present.iter().map(line)).collect();
            self.out.push_back(Event::default().event("presence").data(lines.join("\n")));
        }
    }
}
