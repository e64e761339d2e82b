//! Travelling in time from any page of a demo.

use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use crate::app::App;
use crate::demo::travel::{self, TravelError};
use crate::web::Web;
use crate::web::fail::Fail;
use crate::web::session::sign_in::own_path;

#[derive(Deserialize)]
pub struct Journey {
    /// How far: `hour`, `day`, `morning`, `deadline`.
    to: String,
    /// The page to come back to.
    #[serde(default)]
    next: String,
}

/// `POST /demo/travel`
///
/// # Errors
/// [`Fail::Unreadable`] for a destination that is none; [`Fail::Unavailable`] while somebody else travels.
pub async fn take(State(web): State<Web>, Form(journey): Form<Journey>) -> Result<Response, Fail> {
    let app = web.app.clone();
    let to = journey.to;
    let travelled = tokio::task::spawn_blocking(move || go(&app, &to))
        .await
        .map_err(|error| Fail::broken("a journey ended early", error))?;
    match travelled {
        Ok(true) => Ok(Redirect::to(own_path(&journey.next)).into_response()),
        Ok(false) => Err(Fail::Unreadable),
        Err(TravelError::NotADemo) => Err(Fail::NotFound),
        Err(error) => Err(Fail::unavailable(error)),
    }
}

/// Whether there was such a destination. With nothing to come the clock stays.
fn go(app: &App, to: &str) -> Result<bool, TravelError> {
    let now = app.clock.now();
    let after = |hours| Some(now + SignedDuration::from_hours(hours));
    let at: Option<Timestamp> = match to {
        "hour" => after(1),
        "day" => after(24),
        "morning" => travel::next_business_morning(app),
        "deadline" => travel::next_deadline(app)?,
        _ => return Ok(false),
    };
    at.map_or(Ok(()), |at| travel::to(app, at))?;
    Ok(true)
}
