//! Words as the search keeps and seeks them: without capitals and accents, by their Spanish stem, so
//! that «impresoras» finds «impresora» and «conexion» finds «conexión». Done here and not in the
//! database, so that both engines find the same.

use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};

use crate::store::search::{Sought, Word};

static SPANISH: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::Spanish));

/// The longest word kept, in letters, and the most words of one search.
const LONGEST: usize = 40;
const MOST_WORDS: usize = 8;

/// A text as its rows keep it: the stems of its words.
pub fn kept(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for form in words(text).flat_map(|word| forms(&word)) {
        if !kept.is_empty() {
            kept.push(' ');
        }
        kept.push_str(&form);
    }
    kept
}

/// What somebody typed: every word must be there; the last may be only begun, once it has two letters:
/// with one, half of all words begin.
pub fn sought(typed: &str) -> Sought {
    let words: Vec<String> = words(typed).take(MOST_WORDS).collect();
    let last = words.len().saturating_sub(1);
    let ends = typed.ends_with(char::is_whitespace);
    let begun = |at: usize, word: &str| at == last && !ends && word.chars().count() > 1;
    Sought(words.iter().enumerate().map(|(at, word)| Word { forms: forms(word), begun: begun(at, word) }).collect())
}

/// The telling words of a text, each once in its forms: those that are neither short nor everywhere.
pub fn told(text: &str, most: usize) -> Vec<Vec<String>> {
    let mut told: Vec<Vec<String>> = Vec::new();
    for word in words(text).filter(|word| word.chars().count() > 2 && !EVERYWHERE.contains(&plain(word).as_str())) {
        let forms = forms(&word);
        if !told.contains(&forms) {
            told.push(forms);
        }
        if told.len() == most {
            break;
        }
    }
    told
}

/// Words of three letters or more that say nothing of what a text is about.
const EVERYWHERE: [&str; 60] = [
    "una", "uno", "unos", "unas", "los", "las", "del", "con", "por", "para", "que", "como", "sin", "sobre", "entre",
    "desde", "hasta", "cuando", "donde", "porque", "pero", "mas", "muy", "todo", "toda", "todos", "todas", "este",
    "esta", "esto", "ese", "esa", "eso", "mis", "sus", "nos", "les", "hay", "fue", "ser", "soy", "esta", "estoy",
    "tengo", "tiene", "necesito", "quiero", "puedo", "favor", "gracias", "hola", "buenos", "dias", "the", "and", "for",
    "with", "not", "you", "please",
];

/// Without capitals and accents.
pub fn plain(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).map(bare).collect()
}

fn bare(letter: char) -> char {
    match letter {
        'á' | 'à' | 'ä' | 'â' => 'a',
        'é' | 'è' | 'ë' | 'ê' => 'e',
        'í' | 'ì' | 'ï' | 'î' => 'i',
        'ó' | 'ò' | 'ö' | 'ô' => 'o',
        'ú' | 'ù' | 'ü' | 'û' => 'u',
        'ñ' => 'n',
        'ç' => 'c',
        other => other,
    }
}

fn words(text: &str) -> impl Iterator<Item = String> {
    let word = |word: &str| word.chars().take(LONGEST).flat_map(char::to_lowercase).collect();
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).map(word)
}

/// The stem of a word depends on its accents, and people leave them out: both orders count.
fn forms(word: &str) -> Vec<String> {
    // What is left after folding is letters and digits only, whatever was typed.
    let clean = |text: &str| -> String { plain(text).chars().filter(|letter| letter.is_alphanumeric()).collect() };
    let written = clean(&SPANISH.stem(word));
    let folded = clean(&SPANISH.stem(&plain(word)));
    if written == folded { vec![written] } else { vec![written, folded] }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a text would be found by what was typed.
    fn finds(text: &str, typed: &str) -> bool {
        let text = kept(text);
        let kept: Vec<&str> = text.split(' ').collect();
        sought(typed).0.iter().all(|word| {
            let fits = |form: &String| {
                kept.iter().any(|kept| if word.begun { kept.starts_with(form.as_str()) } else { kept == form })
            };
            word.forms.iter().any(fits)
        })
    }

    #[test]
    fn accents_capitals_and_endings_are_forgiven() {
        let text = "La IMPRESORA de la administración no imprime; hay que cambiar los tóneres (señal 4127).";
        for typed in ["impresoras", "administracion", "administración", "toner", "imprimir ", "SENAL", "4127", "impre"]
        {
            assert!(finds(text, typed), "{typed}");
        }
        for typed in ["portátil", "impresora portátil", "412 ", "i"] {
            assert!(!finds(text, typed), "{typed}");
        }
    }

    #[test]
    fn nothing_typed_reaches_the_language_of_the_index() {
        for typed in ["\" OR *", "a' | b:*", "()&!", "NEAR(x)"] {
            let clean = |form: &String| form.chars().all(char::is_alphanumeric);
            assert!(sought(typed).0.iter().all(|word| word.forms.iter().all(clean)), "{typed}");
        }
        assert!(sought("  ").0.is_empty());
    }
}
