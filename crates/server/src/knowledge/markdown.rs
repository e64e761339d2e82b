//! Markdown as a page shows it. Whoever writes articles is trusted with words, not with markup: HTML
//! is shown as it was typed, pictures as their words, and a link leads only where a link may.

use std::fmt;

use askama::filters::HtmlSafe;
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

use crate::web::texts::escaped;

/// How deep quotations and lists may stand in each other; deeper ones are shown without their frame.
const DEEPEST: usize = 12;

/// Safe markup.
pub struct Rendered(String);

impl fmt::Display for Rendered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::FastWritable for Rendered {
    fn write_into(&self, to: &mut dyn fmt::Write, _: &dyn askama::Values) -> askama::Result<()> {
        Ok(to.write_str(&self.0)?)
    }
}

impl HtmlSafe for Rendered {}

/// Renders a text. Headings begin below the page's own; `table` is what a table that does not fit
/// is called, for whoever moves through it by keyboard.
pub fn rendered(text: &str, table: &str) -> Rendered {
    let mut kept = Vec::new();
    // For each element that is open: what closes it.
    let mut open: Vec<Closing> = Vec::new();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(tag) => {
                let deep = open.iter().filter(|closing| matches!(closing, Closing::Deep)).count();
                let (events, closing) = begun(tag, deep, table);
                kept.extend(events);
                open.push(closing);
            }
            Event::End(end) => match open.pop() {
                Some(Closing::Own) => kept.push(Event::End(end)),
                Some(Closing::Deep) => kept.push(Event::End(end)),
                Some(Closing::Paragraph) => kept.push(Event::End(TagEnd::Paragraph)),
                Some(Closing::Markup(markup)) => kept.push(Event::InlineHtml(CowStr::from(markup))),
                Some(Closing::Heading(level)) => kept.push(Event::End(TagEnd::Heading(level))),
                Some(Closing::Table) => {
                    kept.push(Event::End(end));
                    kept.push(Event::Html(CowStr::from("</div>")));
                }
                Some(Closing::Nothing) | None => {}
            },
            Event::Html(typed) | Event::InlineHtml(typed) => kept.push(Event::Text(typed)),
            other => kept.push(other),
        }
    }
    let mut markup = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut markup, kept.into_iter());
    Rendered(markup)
}

enum Closing {
    Own,
    /// Its own, and it counts as one more level.
    Deep,
    Paragraph,
    Heading(HeadingLevel),
    Table,
    Markup(&'static str),
    Nothing,
}

fn begun<'a>(tag: Tag<'a>, deep: usize, table: &str) -> (Vec<Event<'a>>, Closing) {
    match tag {
        Tag::HtmlBlock => (vec![Event::Start(Tag::Paragraph)], Closing::Paragraph),
        Tag::Image { .. } => (Vec::new(), Closing::Nothing),
        Tag::Link { dest_url, .. } => match leads(&dest_url) {
            Some(href) => {
                let link = format!("<a href=\"{}\" rel=\"noopener noreferrer\">", escaped(href));
                (vec![Event::InlineHtml(CowStr::from(link))], Closing::Markup("</a>"))
            }
            None => (Vec::new(), Closing::Nothing),
        },
        Tag::Heading { level, .. } => {
            let level = match level {
                HeadingLevel::H1 => HeadingLevel::H2,
                HeadingLevel::H2 => HeadingLevel::H3,
                _ => HeadingLevel::H4,
            };
            let heading = Tag::Heading { level, id: None, classes: Vec::new(), attrs: Vec::new() };
            (vec![Event::Start(heading)], Closing::Heading(level))
        }
        Tag::Table(alignments) => {
            let frame =
                format!("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\">", escaped(table));
            (vec![Event::Html(CowStr::from(frame)), Event::Start(Tag::Table(alignments))], Closing::Table)
        }
        Tag::BlockQuote(_) | Tag::List(_) | Tag::Item if deep >= DEEPEST => (Vec::new(), Closing::Nothing),
        tag @ (Tag::BlockQuote(_) | Tag::List(_) | Tag::Item) => (vec![Event::Start(tag)], Closing::Deep),
        tag => (vec![Event::Start(tag)], Closing::Own),
    }
}

/// Where a link leads, if it may: to a page of the web, a page of ours, a mail or a telephone.
fn leads(href: &str) -> Option<&str> {
    let href = href.trim();
    if href.chars().any(|letter| letter.is_control() || letter == '\\') {
        return None;
    }
    let lower = href.to_ascii_lowercase();
    let known = ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| lower.starts_with(scheme));
    (known || (href.starts_with('/') && !href.starts_with("//"))).then_some(href)
}

/// The words of a text without their marks, no more than so many letters: what a list shows of it.
pub fn beginning(text: &str, letters: usize) -> String {
    let mut said = String::new();
    let mut heading = false;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = true,
            Event::End(TagEnd::Heading(_)) => heading = false,
            Event::Text(words) | Event::Code(words) if !heading => said.push_str(&words),
            Event::SoftBreak
            | Event::HardBreak
            | Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell | TagEnd::CodeBlock)
                if !said.ends_with(' ') && !said.is_empty() =>
            {
                said.push(' ')
            }
            _ => {}
        }
        if said.chars().count() > letters {
            let cut: String = said.chars().take(letters).collect();
            let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
            return format!("{}…", whole.trim_end_matches([',', '.', ':', ';', ' ']));
        }
    }
    said.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        rendered(text, "Tabla").to_string()
    }

    #[test]
    fn no_markup_of_the_writer_reaches_the_page() {
        for attack in [
            "<script>alert(1)</script>",
            "texto <img src=x onerror=alert(1)> más",
            "<div onmouseover=\"alert(1)\">\n\n**hola**\n\n</div>",
            "<!-- --><svg/onload=alert(1)>",
            "[ir](javascript:alert(1))",
            "[ir](JaVaScRiPt:alert(1))",
            "[ir](java\tscript:alert(1))",
            "[ir](<javascript:alert(1)>)",
            "[ir](data:text/html;base64,PHNjcmlwdD4=)",
            "[ir](vbscript:x)",
            "[ir](//malo.example/x)",
            "[ir](/\\malo.example)",
            "[ir](&#106;avascript:alert(1))",
            "<javascript:alert(1)>",
            "![x](javascript:alert(1))",
            "[a]: javascript:alert(1)\n\n[a]",
            "[x](https://e.example/\"onmouseover=\"alert(1))",
            "[x](https://e.example 'a\" onmouseover=alert(1) \"')",
            "```\"><script>alert(1)</script>\nx\n```",
            "| a |\n|---|\n| <script>alert(1)</script> |",
            "`<script>alert(1)</script>`",
            "# t {onclick=alert(1) .x #y}",
        ] {
            let page = shown(attack);
            // Whatever the page holds as a tag is one of ours, with attributes of ours.
            for tag in page.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
                let name: String =
                    tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
                let known = [
                    "a", "p", "div", "pre", "code", "strong", "em", "h2", "h3", "h4", "table", "thead", "tbody", "tr",
                    "th", "td", "ul", "ol", "li",
                ];
                assert!(known.contains(&name.as_str()), "{attack}: {page}");
                for attribute in ["onerror", "onload", "onclick", "onmouseover=", "src=", "style="] {
                    let inside = tag.split('"').step_by(2).any(|outside| outside.contains(attribute));
                    assert!(!inside, "{attack}: {page}");
                }
            }
            for scheme in ["javascript:", "data:", "vbscript:", "//malo"] {
                assert!(!page.to_lowercase().contains(&format!("href=\"{scheme}")), "{attack}: {page}");
            }
            assert!(!page.contains("<img"), "nothing is fetched from elsewhere: {page}");
        }
    }

    #[test]
    fn links_of_the_web_of_ours_and_to_people_are_links_and_tell_nothing_of_the_page() {
        for href in ["https://e.example/a?b=1&c=2", "/catalogue", "mailto:mesa@ipt.example", "tel:4100"] {
            let page = shown(&format!("[aquí]({href})"));
            let expected = format!("href=\"{}\" rel=\"noopener noreferrer\"", href.replace('&', "&amp;"));
            assert!(page.contains(&expected), "{page}");
        }
        assert!(shown("<https://e.example>").contains("href=\"https://e.example\""));
    }

    #[test]
    fn headings_stand_below_the_title_and_wide_tables_can_be_moved_through() {
        let page =
            shown("# Uno\n\n## Dos\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n![La pantalla](https://malo.example/x.png)");
        assert!(page.contains("<h2>Uno</h2>") && page.contains("<h3>Dos</h3>"), "{page}");
        assert!(page.contains("tabindex=\"0\"") && page.contains("aria-label=\"Tabla\""), "{page}");
        assert!(page.contains("La pantalla") && !page.contains("malo.example"), "a picture is its words: {page}");
    }

    #[test]
    fn a_thousand_levels_are_shown_as_a_dozen() {
        let page = shown(&format!("{} hola", ">".repeat(1_000)));
        assert_eq!(page.matches("<blockquote>").count(), DEEPEST);
        assert_eq!(page.matches("</blockquote>").count(), DEEPEST);
        assert!(page.contains("hola"));
    }

    #[test]
    fn a_list_shows_how_a_text_begins_without_its_marks() {
        let text = "# Antes\n\nAbra **Correo** y [entre](/x).\n\n1. Uno\n2. Dos";
        assert_eq!(beginning(text, 100), "Abra Correo y entre. Uno Dos");
        assert_eq!(beginning(text, 14), "Abra Correo y…");
    }
}
