//! XES, the standard of event logs (IEEE 1849): written trace by trace, so that a log of any size
//! needs the memory of one case.

use std::io::{self, Write};

use jiff::Timestamp;

use super::log::{Logged, Trace};
use super::xml::Xml;

const EXTENSIONS: [(&str, &str, &str); 4] = [
    ("Concept", "concept", "http://www.xes-standard.org/concept.xesext"),
    ("Time", "time", "http://www.xes-standard.org/time.xesext"),
    ("Organizational", "org", "http://www.xes-standard.org/org.xesext"),
    ("Lifecycle", "lifecycle", "http://www.xes-standard.org/lifecycle.xesext"),
];

/// A log being written.
pub struct Xes<W: Write> {
    xml: Xml<W>,
}

impl<W: Write> Xes<W> {
    /// Begins a log of this name.
    ///
    /// # Errors
    /// Those of where it is written, here as in everything that follows.
    pub fn begin(out: W, name: &str) -> io::Result<Self> {
        let mut xes = Xes { xml: Xml::begin(out)? };
        let xml = &mut xes.xml;
        let space = ("xmlns", "http://www.xes-standard.org/");
        xml.open("log", &[("xes.version", "1849-2016"), ("xes.features", ""), space])?;
        for (name, prefix, uri) in EXTENSIONS {
            xml.empty("extension", &[("name", name), ("prefix", prefix), ("uri", uri)])?;
        }
        xml.open("global", &[("scope", "trace")])?;
        xml.empty("string", &[("key", "concept:name"), ("value", "")])?;
        xml.close()?;
        xml.open("global", &[("scope", "event")])?;
        for key in ["concept:name", "org:resource", "activity"] {
            xml.empty("string", &[("key", key), ("value", "")])?;
        }
        xml.empty("string", &[("key", "lifecycle:transition"), ("value", "complete")])?;
        xml.empty("date", &[("key", "time:timestamp"), ("value", "1970-01-01T00:00:00Z")])?;
        xml.close()?;
        xml.empty("classifier", &[("name", "Flecha"), ("scope", "event"), ("keys", "concept:name")])?;
        xml.empty("classifier", &[("name", "Actividad"), ("scope", "event"), ("keys", "activity")])?;
        xml.empty("string", &[("key", "concept:name"), ("value", name)])?;
        xml.empty("string", &[("key", "lifecycle:model"), ("value", "standard")])?;
        Ok(xes)
    }

    /// Adds a case.
    ///
    /// # Errors
    /// As [`Xes::begin`].
    pub fn trace(&mut self, trace: &Trace) -> io::Result<()> {
        self.xml.open("trace", &[])?;
        self.string("concept:name", &trace.number)?;
        let Trace { desk, procedure, version, channel, item, category, priority, result, .. } = trace;
        for (key, value) in [
            ("desk", desk),
            ("procedure", procedure),
            ("version", version),
            ("channel", channel),
            ("item", item),
            ("category", category),
            ("priority", priority),
            ("result", result),
        ] {
            self.word(key, value)?;
        }
        self.date("registered", trace.registered_at)?;
        trace.closed_at.map_or(Ok(()), |at| self.date("closed", at))?;
        self.truth("finished", trace.closed_at.is_some())?;
        self.truth("conforms", trace.conforms)?;
        trace.events.iter().try_for_each(|event| self.event(event))?;
        self.xml.close()
    }

    fn event(&mut self, event: &Logged) -> io::Result<()> {
        self.xml.open("event", &[])?;
        self.string("concept:name", &event.name)?;
        self.date("time:timestamp", event.at)?;
        self.date("start_timestamp", event.started_at)?;
        self.string("lifecycle:transition", "complete")?;
        self.string("org:resource", &event.resource)?;
        self.word("org:role", &event.role)?;
        self.string("activity", &event.activity)?;
        for (key, value) in [
            ("activity_name", &event.activity_name),
            ("answer", &event.answer),
            ("to", &event.to),
            ("channel", &event.channel),
            ("acting_for", &event.acting_for),
            ("deviation", &event.deviation),
        ] {
            self.word(key, value)?;
        }
        self.xml.empty("int", &[("key", "visit"), ("value", &event.visit.to_string())])?;
        self.xml.close()
    }

    /// Ends the log.
    ///
    /// # Errors
    /// As [`Xes::begin`].
    pub fn end(self) -> io::Result<W> {
        self.xml.end()
    }

    fn string(&mut self, key: &str, value: &str) -> io::Result<()> {
        self.xml.empty("string", &[("key", key), ("value", value)])
    }

    /// [`Xes::string`], where there is something to say.
    fn word(&mut self, key: &str, value: &str) -> io::Result<()> {
        if value.is_empty() { Ok(()) } else { self.string(key, value) }
    }

    fn date(&mut self, key: &str, at: Timestamp) -> io::Result<()> {
        self.xml.empty("date", &[("key", key), ("value", &at.to_string())])
    }

    fn truth(&mut self, key: &str, yes: bool) -> io::Result<()> {
        self.xml.empty("boolean", &[("key", key), ("value", if yes { "true" } else { "false" })])
    }
}
