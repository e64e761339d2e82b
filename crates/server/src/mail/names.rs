//! Names of files that strangers chose, made harmless: no folders, no controls, nothing that turns
//! the direction of writing, never endless.

/// The longest name, in characters.
const LONGEST: usize = 120;

/// A file's name without its folders and without what could mislead a program or a reader.
pub fn file_name(written: &str) -> String {
    let last = written.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String =
        last.chars().filter(|c| !misleads(*c)).map(|c| if ":*?\"<>|".contains(c) { '_' } else { c }).collect();
    let plain = plain.trim().trim_start_matches('.').trim_end_matches(['.', ' ']).trim();
    if plain.is_empty() {
        return "archivo".into();
    }
    if plain.chars().count() <= LONGEST {
        return plain.to_string();
    }
    // The ending tells what it is: it stays.
    let ending = plain.rsplit_once('.').map(|(_, ending)| ending).filter(|ending| ending.chars().count() <= 8);
    let kept: String = plain.chars().take(LONGEST - ending.map_or(0, |ending| ending.chars().count() + 1)).collect();
    ending.map_or(kept.clone(), |ending| format!("{kept}.{ending}"))
}

/// A media type as a letter declares it, if it is well formed; bytes of any kind otherwise.
pub fn media_type(declared: &str) -> String {
    let fits = |part: &str| {
        !part.is_empty()
            && part.len() <= 100
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&b))
    };
    match declared.split_once('/') {
        Some((kind, sub)) if fits(kind) && fits(sub) => declared.to_ascii_lowercase(),
        _ => "application/octet-stream".into(),
    }
}

/// One line of text: controls become blanks, blanks in a row one, cut at `longest` characters.
pub fn line(text: &str, longest: usize) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() || misleads(c) { ' ' } else { c }).collect();
    let words = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= longest {
        words
    } else {
        words.chars().take(longest.saturating_sub(1)).collect::<String>() + "…"
    }
}

/// Text of several lines without the controls that no store and no reader wants.
pub fn text(text: &str, longest_bytes: usize) -> String {
    let plain: String =
        text.replace("\r\n", "\n").chars().filter(|c| *c == '\n' || *c == '\t' || !c.is_control()).collect();
    if plain.len() <= longest_bytes {
        return plain;
    }
    let end = (0..=longest_bytes).rev().find(|at| plain.is_char_boundary(*at)).unwrap_or(0);
    format!("{}…", &plain[..end])
}

/// Controls, and the marks that turn the direction of writing: `factura_fdp.exe` shown as a PDF.
fn misleads(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_what_could_harm() {
        for (written, expected) in [
            ("Foto del equipo.jpg", "Foto del equipo.jpg"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\x\\contrato.docx", "contrato.docx"),
            ("a\0b\r\nc.txt", "abc.txt"),
            ("factura\u{202e}fdp.exe", "facturafdp.exe"),
            (".htaccess", "htaccess"),
            ("..", "archivo"),
            ("", "archivo"),
            ("a<b>:c?.txt", "a_b__c_.txt"),
            ("informe.pdf.  ", "informe.pdf"),
        ] {
            assert_eq!(file_name(written), expected, "{written:?}");
        }
        let long = file_name(&format!("{}.pdf", "ñ".repeat(5000)));
        assert_eq!(long.chars().count(), LONGEST);
        assert!(long.ends_with("ñ.pdf"), "{long}");
    }

    #[test]
    fn media_types_are_well_formed_or_nothing() {
        for (declared, expected) in [
            ("image/PNG", "image/png"),
            ("application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text"),
            ("text/html\r\nX: y", "application/octet-stream"),
            ("nonsense", "application/octet-stream"),
            ("", "application/octet-stream"),
        ] {
            assert_eq!(media_type(declared), expected, "{declared}");
        }
    }

    #[test]
    fn lines_and_texts_keep_their_words() {
        assert_eq!(line("  Hola\r\nBcc: x@y\t z ", 80), "Hola Bcc: x@y z");
        assert_eq!(line("abcdef", 4), "abc…");
        assert_eq!(text("a\r\nb\0\u{7}c\td", 80), "a\nbc\td");
        assert_eq!(text("ñññ", 3), "ñ…");
    }
}
