//! Letters that come as a page, as text: once, at arrival. Nothing of the page is ever shown.

use html2text::config;
use html2text::render::TrivialDecorator;

/// The most of a page that is read, in bytes.
const LONGEST: usize = 256 * 1024;
/// Wider than any line people write, so that lines stay as they were.
const WIDTH: usize = 1000;
/// A page with more tags inside one another was made to exhaust us.
const DEEPEST: usize = 200;

/// The words of a page.
pub fn to_text(page: &str) -> String {
    let end = (0..=page.len().min(LONGEST)).rev().find(|at| page.is_char_boundary(*at)).unwrap_or(0);
    let page = &page[..end];
    if depth(page) > DEEPEST {
        return mail_parser::decoders::html::html_to_text(page);
    }
    let read = config::with_decorator(TrivialDecorator::new())
        .raw_mode(true)
        .no_table_borders()
        .allow_width_overflow()
        .no_link_wrapping()
        .string_from_read(page.as_bytes(), WIDTH);
    match read {
        Ok(text) => tidy(&text),
        Err(_) => mail_parser::decoders::html::html_to_text(page),
    }
}

fn tidy(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim) {
        if !(line.is_empty() && lines.last().is_none_or(|before| before.is_empty())) {
            lines.push(line);
        }
    }
    lines.join("\n").trim_end().to_string()
}

/// How deep tags stand inside one another, those left out that need no closing.
fn depth(page: &str) -> usize {
    const UNCLOSED: [&str; 24] = [
        "p", "br", "li", "td", "tr", "th", "dt", "dd", "hr", "img", "meta", "link", "input", "col", "option", "thead",
        "tbody", "tfoot", "area", "base", "wbr", "source", "!--", "!doctype",
    ];
    let (mut now, mut deepest) = (0_usize, 0_usize);
    for tag in page.split('<').skip(1) {
        if tag.starts_with('/') {
            now = now.saturating_sub(1);
            continue;
        }
        let name = tag
            .split(|c: char| c.is_whitespace() || c == '>' || c == '/')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        let closes_itself = tag.split('>').next().is_some_and(|inside| inside.ends_with('/'));
        let begins = name.starts_with(|c: char| c.is_ascii_alphabetic());
        if begins && !closes_itself && !UNCLOSED.contains(&name.as_str()) {
            now += 1;
            deepest = deepest.max(now);
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(page: &str, expected: &str) {
        assert_eq!(to_text(page), expected, "{page}");
    }

    #[test]
    fn a_page_is_read_as_its_words() {
        check(
            "<p>Buenos d&iacute;as:</p><p>La pantalla <b>no</b> prende.</p>",
            "Buenos días:\n\nLa pantalla no prende.",
        );
        check("<div>uno</div><div>dos<br>tres</div>", "uno\ndos\ntres");
        check("<table><tr><td>Nombre</td><td>Carla</td></tr></table>", "Nombre\nCarla");
        check("<a href=\"https://x.example/a\">aquí</a>", "aquí");
    }

    #[test]
    fn what_is_no_word_is_not_read() {
        check("<style>p{color:red}</style><script>alert(1)</script><title>t</title><p>Hola</p><!-- nada -->", "Hola");
        check("<img src=x onerror=alert(1)><svg><script>alert(2)</script></svg>Hola", "Hola");
    }

    #[test]
    fn a_page_made_to_exhaust_us_is_read_all_the_same() {
        for page in ["<div>".repeat(60_000), "<b><table>".repeat(20_000), "<a><p>".repeat(20_000), "<".repeat(200_000)]
        {
            let page = page + "Hola";
            let begun = std::time::Instant::now();
            let _text = to_text(&page);
            assert!(begun.elapsed().as_secs() < 10, "{} took {:?}", &page[..10], begun.elapsed());
        }
        assert_eq!(to_text(&("<div>".repeat(300) + "Hola")).trim(), "Hola");
    }
}
