//! Is it only thanks? Bare thanks say nothing about a solution and end no silence.

/// Words that make up thanks and courtesy, without accents.
const COURTESY: [&str; 34] = [
    "gracias",
    "muchas",
    "mil",
    "muchisimas",
    "mill",
    "thanks",
    "thank",
    "you",
    "muy",
    "amable",
    "amables",
    "agradezco",
    "agradecida",
    "agradecido",
    "buen",
    "buena",
    "buenos",
    "buenas",
    "dia",
    "dias",
    "tarde",
    "tardes",
    "noche",
    "noches",
    "hola",
    "cordial",
    "saludo",
    "saludos",
    "feliz",
    "ok",
    "senor",
    "senora",
    "estimado",
    "estimada",
];

/// Whether the text says thanks and nothing else.
pub fn is_bare_thanks(text: &str) -> bool {
    let plain = crate::words::folded(text);
    let words: Vec<&str> = plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let thanks = words
        .iter()
        .any(|word| matches!(*word, "gracias" | "thanks" | "thank" | "agradezco" | "agradecida" | "agradecido"));
    let filler = |word: &&str| {
        COURTESY.contains(word)
            || matches!(*word, "por" | "la" | "su" | "ayuda" | "atencion" | "y" | "de" | "todo" | "colaboracion")
    };
    thanks && words.len() <= 12 && words.iter().all(filler)
}

#[cfg(test)]
mod tests {
    use super::is_bare_thanks;

    #[test]
    fn only_thanks_are_bare_thanks() {
        for (text, expected) in [
            ("Gracias", true),
            ("¡Muchas gracias!", true),
            ("Buenos días, muchas gracias por su ayuda.", true),
            ("Mil gracias 😊", true),
            ("Ok, gracias", true),
            ("Gracias, pero sigue sin funcionar", false),
            ("Gracias, ya quedó", false),
            ("No, gracias", false),
            ("Ok", false),
            ("", false),
        ] {
            assert_eq!(is_bare_thanks(text), expected, "{text}");
        }
    }
}
