//! XML as it is written: elements opened and closed in order, everything escaped.

use std::borrow::Cow;
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// Writes one document.
pub struct Xml<W: Write> {
    out: Writer<W>,
    open: Vec<&'static str>,
}

pub type Attributes<'a> = &'a [(&'a str, &'a str)];

impl<W: Write> Xml<W> {
    pub fn begin(out: W) -> io::Result<Self> {
        let mut out = Writer::new_with_indent(out, b' ', 1);
        out.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        Ok(Xml { out, open: Vec::new() })
    }

    pub fn open(&mut self, name: &'static str, attributes: Attributes<'_>) -> io::Result<()> {
        self.out.write_event(Event::Start(start(name, attributes)))?;
        self.open.push(name);
        Ok(())
    }

    /// Closes what was opened last.
    pub fn close(&mut self) -> io::Result<()> {
        match self.open.pop() {
            Some(name) => self.out.write_event(Event::End(BytesEnd::new(name))),
            None => Ok(()),
        }
    }

    pub fn empty(&mut self, name: &'static str, attributes: Attributes<'_>) -> io::Result<()> {
        self.out.write_event(Event::Empty(start(name, attributes)))
    }

    /// An element that holds only text.
    pub fn text(&mut self, name: &'static str, attributes: Attributes<'_>, text: &str) -> io::Result<()> {
        self.out.write_event(Event::Start(start(name, attributes)))?;
        self.out.write_event(Event::Text(BytesText::new(&permitted(text))))?;
        self.out.write_event(Event::End(BytesEnd::new(name)))
    }

    /// Closes everything that is open.
    pub fn end(mut self) -> io::Result<W> {
        while !self.open.is_empty() {
            self.close()?;
        }
        let mut out = self.out.into_inner();
        out.write_all(b"\n")?;
        Ok(out)
    }
}

fn start<'a>(name: &'a str, attributes: Attributes<'a>) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (key, value) in attributes {
        start.push_attribute((*key, &*permitted(value)));
    }
    start
}

/// What XML 1.0 may hold: control characters cannot be written in it, not even escaped.
fn permitted(text: &str) -> Cow<'_, str> {
    let forbidden = |c: char| {
        (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{7f}'..)) || matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    if text.contains(forbidden) { Cow::Owned(text.replace(forbidden, "\u{fffd}")) } else { Cow::Borrowed(text) }
}

/// A name as XML identifiers allow it: letters, digits, `-`, `_` and `.` after a prefix of ours.
pub fn id(prefix: &str, name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '_' };
    format!("{prefix}_{}", name.chars().map(plain).collect::<String>())
}
