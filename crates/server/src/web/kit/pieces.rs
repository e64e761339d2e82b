//! The larger pieces, each a template of its own: compiled once however many pages show it, where a
//! macro is copied into every page.

use askama::Template;
use askama::filters::HtmlSafe;

use super::{Act, Clock, Entry, Explained, Explanation, Field, Input, Message, Problem, Sender};
use crate::web::page::Page;

macro_rules! pieces {
    ($($(#[$doc:meta])* $method:ident, $piece:ident = $path:literal { $($value:ident: $of:ty),+ };)+) => {
        $(
            $(#[$doc])*
            #[derive(Template)]
            #[template(path = $path)]
            pub struct $piece<'a> {
                p: &'a Page,
                $($value: $of,)+
            }

            impl HtmlSafe for $piece<'_> {}

            impl Page {
                $(#[$doc])*
                pub fn $method<'a>(&'a self, $($value: $of),+) -> $piece<'a> {
                    $piece { p: self, $($value),+ }
                }
            }
        )+
    };
}

pieces! {
    /// One question of a form.
    field, FieldPiece = "kit/field.html" { f: &'a Field };
    /// What is wrong with a refused form.
    problems, ProblemsPiece = "kit/problems.html" { list: &'a [Problem] };
    /// Why a date is what it is.
    why, WhyPiece = "kit/why.html" { x: &'a Explained };
    /// The time of a case at an instant.
    explanation, ExplanationPiece = "kit/explanation.html" { x: &'a Explanation };
    /// A measure of a case.
    clock, ClockPiece = "kit/clock.html" { c: &'a Clock };
    /// One message; `portal` shows it as the requester sees it.
    message, MessagePiece = "kit/message.html" { m: &'a Message, portal: &'a bool };
    /// A conversation.
    entries, EntriesPiece = "kit/entries.html" { list: &'a [Entry], portal: &'a bool };
    /// The current activity.
    act, ActPiece = "kit/act.html" { a: &'a Act };
}
