//! What the rules would say to the same command on several cases, before anything is done.

use desk::access::Sight;
use desk::event::Actor;
use desk::{Case, Command, PersonId, Refused};

use crate::act::Failed;
use crate::app::App;
use crate::store::cases;

/// One case with what would become of it.
pub struct Tried {
    pub stream: String,
    pub number: String,
    pub subject: String,
    pub what: Command,
    /// Why not; nothing where it would be done.
    pub refused: Option<Refused>,
}

/// The most cases of one go.
pub const MOST: usize = 100;

/// Decides for each case and records nothing; what the person may not see is not among them.
///
/// # Errors
/// The store's.
pub fn dry(
    app: &App,
    person: &PersonId,
    numbers: &[String],
    command: impl Fn(&Case) -> Command,
) -> Result<Vec<Tried>, Failed> {
    let when = super::when(app);
    app.store.read(|reader| {
        let mut tried = Vec::new();
        for number in numbers.iter().take(MOST) {
            let Some(row) = cases::by_number(reader, number)? else { continue };
            let Some((rules, case, sight)) = super::open(app, reader, person, &row.stream, when.now)? else { continue };
            let what = command(&case);
            let refused = desk::decide(&rules, Some(&case), &Actor::person(person.clone()), &what, when).err();
            let subject = if sight < Sight::Public { String::new() } else { row.subject };
            tried.push(Tried { stream: row.stream, number: row.number, subject, what, refused });
        }
        Ok(tried)
    })
}
