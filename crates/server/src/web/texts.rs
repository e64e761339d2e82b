//! Every word a page says of itself, in the reader's language. The words stand in `locales/*.ftl`;
//! what people wrote, and what a procedure prints, never passes through here.

use std::borrow::Cow;
use std::fmt;
use std::sync::LazyLock;

use askama::filters::HtmlSafe;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

pub use crate::lang::Lang;

impl Lang {
    /// The text of `key`; give its variables with [`Said::arg`] and [`Said::n`].
    pub fn t(self, key: &str) -> Said<'_> {
        Said { lang: self, key, args: Vec::new() }
    }
}

/// A text with its variables, worded when it is shown.
#[derive(Clone)]
pub struct Said<'a> {
    lang: Lang,
    key: &'a str,
    args: Vec<(&'a str, Arg)>,
}

#[derive(Clone)]
enum Arg {
    Text(String),
    Number(f64),
}

impl<'a> Said<'a> {
    /// Fills the variable `name` with a word or an already formatted value.
    pub fn arg(mut self, name: &'a str, value: impl fmt::Display) -> Self {
        self.args.push((name, Arg::Text(value.to_string())));
        self
    }

    /// Fills the variable `name` with a number, so that the text can choose singular or plural.
    pub fn n(mut self, name: &'a str, value: impl Count) -> Self {
        self.args.push((name, Arg::Number(value.count())));
        self
    }

    /// For texts of ours that carry markup (`<b>`, a link): the variables are escaped, the text is not.
    pub fn rich(mut self) -> Rich {
        for (_, arg) in &mut self.args {
            if let Arg::Text(text) = arg {
                *text = escaped(text);
            }
        }
        Rich(self.to_string())
    }

    fn worded(&self) -> Cow<'static, str> {
        let bundle = match self.lang {
            Lang::Es => &TEXTS.es,
            Lang::En => &TEXTS.en,
        };
        let Some(pattern) = bundle.get_message(self.key).and_then(|message| message.value()) else {
            // Shown as it is so that a missing text is seen; a test finds it before that.
            return Cow::Owned(self.key.to_owned());
        };
        let mut args = FluentArgs::with_capacity(self.args.len());
        for (name, arg) in &self.args {
            match arg {
                Arg::Text(text) => args.set(*name, FluentValue::from(text.as_str())),
                Arg::Number(number) => args.set(*name, FluentValue::from(*number)),
            }
        }
        let mut unknown = Vec::new();
        let worded = bundle.format_pattern(pattern, Some(&args), &mut unknown);
        // «11:59 p. m.» ends a sentence with its own point.
        Cow::Owned(worded.replace(".</b>.", ".</b>").replace("..", "."))
    }
}

impl fmt::Display for Said<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.worded())
    }
}

/// Markup of our own texts, variables already escaped.
pub struct Rich(String);

impl fmt::Display for Rich {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::FastWritable for Rich {
    fn write_into(&self, to: &mut dyn fmt::Write, _: &dyn askama::Values) -> askama::Result<()> {
        Ok(to.write_str(&self.0)?)
    }
}

impl HtmlSafe for Rich {}

/// What can be counted in a text. Templates pass fields by reference, hence the second line.
pub trait Count {
    fn count(&self) -> f64;
}
macro_rules! counts {
    ($($number:ty),+) => { $(impl Count for $number { fn count(&self) -> f64 { *self as f64 } })+ };
}
counts!(u8, u16, u32, u64, usize, i32, i64);
impl<T: Count + ?Sized> Count for &T {
    fn count(&self) -> f64 {
        (**self).count()
    }
}

/// As it stands in a page, between tags or quotation marks.
pub(crate) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

const ES: &str = include_str!("../../locales/es-CO.ftl");
const EN: &str = include_str!("../../locales/en.ftl");

struct Texts {
    es: FluentBundle<FluentResource>,
    en: FluentBundle<FluentResource>,
}

static TEXTS: LazyLock<Texts> = LazyLock::new(|| Texts { es: bundle(Lang::Es, ES), en: bundle(Lang::En, EN) });

/// A bundle of what can be read of a file; the tests refuse a file with anything unreadable in it.
fn bundle(lang: Lang, source: &str) -> FluentBundle<FluentResource> {
    let id: LanguageIdentifier = lang.tag().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // Isolation marks around variables would end up in titles, mails and what people copy.
    bundle.set_use_isolating(false);
    let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(partly, _)| partly);
    bundle.add_resource_overriding(resource);
    bundle
}

#[cfg(test)]
mod tests {
    use super::*;
    use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    /// Every key of a file with the variables it uses.
    fn keys(source: &str) -> BTreeMap<String, BTreeSet<String>> {
        let resource = fluent_syntax::parser::parse(source).expect("the file has no syntax error");
        let mut found = BTreeMap::new();
        for entry in resource.body {
            if let Entry::Message(message) = entry {
                let mut used = BTreeSet::new();
                message.value.iter().for_each(|value| variables(value, &mut used));
                let before = found.insert(message.id.name.to_owned(), used);
                assert!(before.is_none(), "{} stands twice", message.id.name);
            }
        }
        found
    }

    fn variables(pattern: &Pattern<&str>, used: &mut BTreeSet<String>) {
        for element in &pattern.elements {
            let PatternElement::Placeable { expression } = element else {
                continue;
            };
            let inline = match expression {
                Expression::Inline(inline) => inline,
                Expression::Select { selector, variants } => {
                    variants.iter().for_each(|variant| variables(&variant.value, used));
                    selector
                }
            };
            if let InlineExpression::VariableReference { id } = inline {
                used.insert(id.name.to_owned());
            }
        }
    }

    /// Every key asked for in the pages, templates and code alike.
    fn used_keys(folder: &Path, found: &mut BTreeSet<String>, all: &mut String) {
        for entry in std::fs::read_dir(folder).expect("the folder of the pages") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                used_keys(&path, found, all);
            } else {
                let text = std::fs::read_to_string(&path).expect("a text file");
                all.push_str(&text);
                for (at, _) in text.match_indices("t(\"") {
                    let before = text[..at].chars().next_back();
                    if before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_') {
                        continue;
                    }
                    let key: String = text[at + 3..].chars().take_while(|c| *c != '"').collect();
                    if !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
                        found.insert(key);
                    }
                }
            }
        }
    }

    /// Keys that are put together from a word: every word of its list has a text.
    fn families() -> BTreeSet<String> {
        let of = |family: &str, words: &[&str]| -> Vec<String> {
            words.iter().map(|word| format!("{family}-{}", word.replace('_', "-"))).collect()
        };
        let mut keys = of("refused", &desk::Refused::CODES);
        keys.extend(of("channel", &["portal", "mail", "phone", "inperson", "api", "system"]));
        keys.extend(of("do", &["undo", "assign", "edit", "parties", "change", "link", "merge", "correct"]));
        keys.extend(of(
            "view",
            &["unassigned", "mine", "group", "all", "late", "soon", "answered", "requester", "approver", "suspended"],
        ));
        keys.extend(crate::web::desk::texts());
        keys.extend(crate::web::knowledge::show_shelf::texts());
        keys.extend(of("guide", &["accents", "status", "surfaces"]));
        keys.extend(of("departure", &desk::conformance::Departure::CODES));
        keys.extend(of("legend", &["activity", "decision", "point", "term", "letter", "exit", "end", "walk"]));
        keys.into_iter().collect()
    }

    #[test]
    fn both_languages_have_the_same_texts_with_the_same_variables() {
        let (es, en) = (keys(ES), keys(EN));
        let only = |a: &BTreeMap<String, _>, b: &BTreeMap<String, _>| {
            a.keys().filter(|key| !b.contains_key(*key)).cloned().collect::<Vec<_>>()
        };
        assert_eq!(only(&es, &en), Vec::<String>::new(), "missing in en.ftl");
        assert_eq!(only(&en, &es), Vec::<String>::new(), "missing in es-CO.ftl");
        for (key, used) in &es {
            assert_eq!(used, &en[key], "variables of {key}");
        }
    }

    #[test]
    fn every_text_a_page_asks_for_exists_and_every_text_is_asked_for() {
        let mut used = BTreeSet::new();
        let mut mentioned = String::new();
        let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web");
        used_keys(&pages, &mut used, &mut mentioned);
        let known: BTreeSet<String> = keys(ES).into_keys().collect();
        let unknown: Vec<_> = used.difference(&known).collect();
        assert!(unknown.is_empty(), "asked for and not written: {unknown:?}");
        let families = families();
        let unknown: Vec<_> = families.difference(&known).collect();
        assert!(unknown.is_empty(), "of a family and not written: {unknown:?}");
        // A key may also be chosen first and asked for later, so any mention counts as use.
        let unused: Vec<_> =
            known.iter().filter(|key| !families.contains(*key) && !mentioned.contains(&format!("\"{key}\""))).collect();
        assert!(unused.is_empty(), "written and never asked for: {unused:?}");
    }

    #[test]
    fn variables_of_a_rich_text_are_escaped_and_its_own_markup_is_not() {
        let rich = Lang::Es.t("case-until").arg("when", "<script>").rich();
        let rich = rich.to_string();
        assert!(rich.contains("<b>") && rich.contains("&lt;script&gt;"), "{rich}");
    }

    #[test]
    fn a_sentence_that_ends_with_an_abbreviation_ends_with_one_point() {
        let until = |when: &str| Lang::Es.t("until").arg("when", when).rich().to_string();
        assert_eq!(until("4:00 p. m."), "Hasta <b>4:00 p. m.</b>");
        assert_eq!(until("mañana"), "Hasta <b>mañana</b>.");
    }

    #[test]
    fn a_browser_gets_the_first_language_of_its_list_that_we_speak() {
        for (header, expected) in [
            ("es-CO,es;q=0.9,en;q=0.8", Lang::Es),
            ("en-GB,en;q=0.9", Lang::En),
            ("fr-FR,fr;q=0.9,en;q=0.4,es;q=0.2", Lang::En),
            ("de", Lang::Es),
            ("", Lang::Es),
            ("*;q=zzz,,;", Lang::Es),
        ] {
            assert_eq!(Lang::from_header(header), expected, "{header}");
        }
    }
}
