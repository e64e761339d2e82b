//! The way out: a mail server, or nowhere. Without a mail server every letter stays in the readable
//! outbox and counts as delivered: nothing leaves the machine.

use std::time::Duration;

use lettre::address::Envelope;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, SmtpTransport, Transport};

use super::MailError;
use super::names;
use crate::config::{Security, Smtp};

/// What a readable outbox answers.
pub const READABLE: &str = "demo: bandeja de salida legible";
/// A server that does not answer in this time is not there.
const PATIENCE: Duration = Duration::from_secs(30);
/// The longest answer that is kept, in characters.
const LONGEST: usize = 500;

/// Refusals that speak of us, not of the recipient: no or wrong sign-in. They pass when somebody
/// corrects the settings, so the letter waits.
const OUR_FAULT: [u16; 4] = [530, 534, 535, 538];

pub(crate) enum Way {
    Smtp(Box<SmtpTransport>),
    Readable,
}

/// What became of one attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The server has it.
    Taken(String),
    /// Refused for good.
    Never(String),
    /// Refused for now.
    Later(String),
    /// No server answered as it should: every other letter would meet the same.
    NoServer(String),
}

impl Way {
    pub fn new(smtp: Option<&Smtp>) -> Result<Way, MailError> {
        let Some(smtp) = smtp else { return Ok(Way::Readable) };
        let wrong =
            |why: lettre::transport::smtp::Error| MailError::Server { host: smtp.host.clone(), why: why.to_string() };
        let tls = match smtp.security {
            Security::None => Tls::None,
            Security::Starttls => Tls::Required(TlsParameters::new_rustls(smtp.host.clone()).map_err(wrong)?),
            Security::Tls => Tls::Wrapper(TlsParameters::new_rustls(smtp.host.clone()).map_err(wrong)?),
        };
        let mut builder = SmtpTransport::builder_dangerous(&smtp.host)
            .port(smtp.port)
            .tls(tls)
            .timeout(Some(PATIENCE))
            .hello_name(ClientId::default());
        if let Some((user, password)) = &smtp.user {
            builder = builder.credentials(Credentials::new(user.clone(), password.clone()));
        }
        Ok(Way::Smtp(Box::new(builder.build())))
    }

    /// Hands one letter over.
    pub fn send(&self, from: &Address, to: &Address, bytes: &[u8]) -> Answer {
        let Way::Smtp(server) = self else { return Answer::Taken(READABLE.into()) };
        let envelope = match Envelope::new(Some(from.clone()), vec![to.clone()]) {
            Ok(envelope) => envelope,
            Err(error) => return Answer::Never(names::line(&error.to_string(), LONGEST)),
        };
        match server.send_raw(&envelope, bytes) {
            Ok(response) => {
                let lines = response.message().collect::<Vec<_>>().join(" ");
                Answer::Taken(names::line(&format!("{} {lines}", response.code()), LONGEST))
            }
            Err(error) => refusal(&error),
        }
    }
}

fn refusal(error: &lettre::transport::smtp::Error) -> Answer {
    use std::error::Error;
    let said = error.source().map_or_else(|| error.to_string(), |source| format!("{error}: {source}"));
    let said = names::line(&said, LONGEST);
    match error.status().map(u16::from) {
        Some(code) if OUR_FAULT.contains(&code) => Answer::NoServer(said),
        Some(_) if error.is_permanent() => Answer::Never(said),
        Some(_) => Answer::Later(said),
        None => Answer::NoServer(said),
    }
}
