//! Identifiers. Each is the word a document or a file uses, kept apart by type so that an
//! activity can never be taken for an answer.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            pub fn new(word: &str) -> Self {
                Self(Arc::from(word))
            }
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl From<&str> for $name {
            fn from(word: &str) -> Self {
                Self::new(word)
            }
        }
        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                &*self.0 == other
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

names! {
    /// A numbered activity of a procedure, as the document numbers it: `9`, `8s`.
    ActivityId;
    /// An arrow of the procedure: `U-E10`.
    AnswerId;
    /// An approval policy: `matriz`.
    ApprovalId;
    /// An article of knowledge: `conectarse-a-la-vpn`.
    ArticleId;
    /// A catalogue category.
    CategoryId;
    /// A measure of business time: `solucion`.
    ClockId;
    /// One way of asking for one thing once; repeating it changes nothing.
    CommandId;
    /// A desk (mesa) of the instance.
    DeskId;
    /// A field of a form or an input of an answer.
    FieldId;
    /// A fact that stays with the case: `authorised`.
    FlagId;
    /// A fulfilment group.
    GroupId;
    /// A catalogue item.
    ItemId;
    /// What a kind of letter to somebody is called: `reporte`.
    NoticeId;
    /// The human number of a case: `SOL-2026-000123`.
    CaseNumber;
    /// A person of the entity.
    PersonId;
    /// A level of the priority scale.
    PriorityId;
    /// A procedure, without its version.
    ProcedureId;
    /// How a case ended: `atendida`.
    ResultId;
    /// A role the document names: `agente`.
    RoleId;
    /// A row of the authorisation matrix.
    RowId;
    /// A public state: `reportada`.
    StateId;
    /// A deadline that moves a case or reminds somebody: `silencio`.
    TermId;
}

/// The nth stay of a case in an activity; counted over the whole life of the case and never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct VisitNo(pub u32);

impl fmt::Display for VisitNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}
