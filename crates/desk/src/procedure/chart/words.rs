//! How long words are in the typeface of the pages, generously: a label has room to spare.

/// Width of a text in pixels at a size in pixels.
pub(super) fn width(text: &str, size: f32) -> i32 {
    let ems: f32 = text.chars().map(em).sum();
    (ems * size).ceil() as i32
}

fn em(c: char) -> f32 {
    match c {
        'i' | 'í' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '¡' | '!' => 0.30,
        ' ' | 'f' | 't' | 'r' | '(' | ')' | '-' | '/' => 0.40,
        'm' | 'w' | 'M' | 'W' | '—' | '…' | '%' => 0.92,
        c if c.is_uppercase() => 0.72,
        c if c.is_ascii_digit() => 0.62,
        _ => 0.59,
    }
}

/// The text in lines no wider than this; a word that is wider stands alone. A no-break space does
/// not end a line.
pub(super) fn wrap(text: &str, most: i32, size: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split([' ', '\n']).filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if width(line, size) + width(" ", size) + width(word, size) <= most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_string()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept_in_order_and_lines_within_the_width() {
        let text = "Verificar completitud de solicitud de Servicio";
        let lines = wrap(text, 124, 12.0);
        assert_eq!(lines.join(" "), text);
        assert!(lines.len() > 1 && lines.iter().all(|line| width(line, 12.0) <= 124), "{lines:?}");
        assert_eq!(wrap("Otorrinolaringológicamente", 10, 12.0), ["Otorrinolaringológicamente"]);
    }
}
