//! The side of every page of the desk: views with their counts, and where else one can go.

/// What stands at the side.
#[derive(Clone, Debug, Default)]
pub struct Nav {
    /// The desk's own name: «Centro de Servicios Tecnológicos».
    pub desk: String,
    /// The words in the search box.
    pub query: String,
    /// Views of the queue, in groups: the first has no heading.
    pub groups: Vec<NavGroup>,
    /// The kept views of this desk, one's own first.
    pub saved: Vec<Saved>,
    /// Who sees the board.
    pub board: bool,
    /// Mail of the desk that waits for somebody to place it; nothing for who registers for nobody.
    pub letters: Option<Badge>,
    /// Who registers for whoever calls.
    pub registers: bool,
    /// Where the page hears what changes, and which case it shows; empty where nothing is live.
    pub live: String,
    pub case: String,
    /// Letters put in the place of others, `a=t`; nothing where the person switched them off.
    pub keys: Option<String>,
    /// Every key with what it does, for whoever asks with `?`.
    pub keymap: Vec<KeyLine>,
    /// Cases past their date, for the narrow side.
    pub late: Badge,
    /// Other desks this person works at; empty for most.
    pub desks: Vec<NavLink>,
}

#[derive(Clone, Debug, Default)]
pub struct NavGroup {
    pub title: String,
    pub links: Vec<NavLink>,
}

#[derive(Clone, Debug, Default)]
pub struct NavLink {
    pub name: String,
    pub icon: &'static str,
    pub href: String,
    pub count: Badge,
    pub current: bool,
    /// Counted in red while it is not zero: what is late.
    pub alert: bool,
}

/// A view somebody keeps.
#[derive(Clone, Debug, Default)]
pub struct Saved {
    pub id: String,
    pub name: String,
    pub href: String,
    pub count: Badge,
    pub current: bool,
    pub own: bool,
}

/// A key and what it does.
#[derive(Clone, Debug, Default)]
pub struct KeyLine {
    /// Its word in the form that moves it.
    pub word: &'static str,
    pub key: String,
    pub label: String,
}

/// A count that stops looking at a hundred.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Badge(pub u32);

impl Badge {
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }
}

impl std::fmt::Display for Badge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            ..=99 => write!(f, "{}", self.0),
            _ => f.write_str("99+"),
        }
    }
}
