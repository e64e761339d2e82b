//! Is it only thanks? Bare thanks say nothing about a solution and end no silence.
//!
//! Read clause by clause: each must be a greeting, «recibido», «quedo atento a su respuesta» or thanks
//! with what one thanks for. Anything else in it, were it one word, and a person reads the message.

/// What says thanks, without accents.
const THANKS: [&str; 7] = ["gracias", "agradezco", "agradecemos", "agradecido", "agradecida", "thanks", "thank"];

/// Greetings and farewells, and «ok», «recibido»: a clause of these says nothing.
const GREETING: &[&str] = &[
    "hola",
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
    "feliz",
    "cordial",
    "cordialmente",
    "cordiales",
    "atentamente",
    "saludo",
    "saludos",
    "un",
    "estimado",
    "estimada",
    "estimados",
    "apreciado",
    "apreciada",
    "senor",
    "senora",
    "senores",
    "ingeniero",
    "ingeniera",
    "ok",
    "okay",
    "okey",
    "vale",
    "recibido",
    "recibida",
    "enterado",
    "enterada",
    "entendido",
    "muy",
    "amable",
    "amables",
    "hi",
    "hello",
    "dear",
    "regards",
    "best",
    "kind",
    "received",
    "noted",
    "you",
];

/// What stands before the word of thanks: how many, to whom.
const BEFORE: &[&str] = &[
    "muchas",
    "muchisimas",
    "mil",
    "mill",
    "infinitas",
    "de",
    "nuevo",
    "nuevamente",
    "y",
    "le",
    "les",
    "te",
    "muy",
    "many",
];

/// What one thanks for, and how.
const TAIL: &[&str] = &[
    "por",
    "la",
    "el",
    "lo",
    "su",
    "sus",
    "tu",
    "tan",
    "toda",
    "todo",
    "todos",
    "de",
    "y",
    "a",
    "al",
    "ti",
    "usted",
    "ustedes",
    "ambos",
    "equipo",
    "mesa",
    "servicio",
    "antemano",
    "anticipadas",
    "nuevo",
    "nuevamente",
    "totales",
    "muy",
    "amable",
    "amables",
    "gentil",
    "gentiles",
    "pronta",
    "rapida",
    "oportuna",
    "valiosa",
    "excelente",
    "buena",
    "ayuda",
    "atencion",
    "apoyo",
    "colaboracion",
    "gestion",
    "amabilidad",
    "paciencia",
    "disposicion",
    "tiempo",
    "informacion",
    "info",
    "aviso",
    "respuesta",
    "recordatorio",
    "aclaracion",
    "orientacion",
    "notificacion",
    "avisar",
    "avisarme",
    "avisarnos",
    "informar",
    "informarme",
    "informarnos",
    "responder",
    "responderme",
    "responderte",
    "contestar",
    "contestarme",
    "escribir",
    "escribirme",
    "atender",
    "atenderme",
    "ayudar",
    "ayudarme",
    "aclarar",
    "aclararme",
    "recordar",
    "recordarme",
    "siempre",
    "ingeniero",
    "ingeniera",
    "you",
    "for",
    "the",
    "your",
    "help",
    "letting",
    "me",
    "know",
    "so",
    "much",
    "very",
    "lot",
    "support",
    "information",
];

/// How «I wait for your answer» begins, and what it may go on with.
const WAITING: &[&str] = &["quedo", "quedamos", "estare", "estaremos"];
const WAITED_FOR: &[&str] = &[
    "muy",
    "atento",
    "atenta",
    "atentos",
    "atentas",
    "pendiente",
    "pendientes",
    "a",
    "al",
    "de",
    "la",
    "su",
    "sus",
    "cualquier",
    "respuesta",
    "comentario",
    "comentarios",
    "novedad",
    "novedades",
    "aviso",
    "cosa",
    "informacion",
    "inquietud",
    "y",
];

/// Longer than this, courtesy hides something.
const LONGEST: usize = 30;

/// Whether the text says thanks and nothing else.
pub fn is_bare_thanks(text: &str) -> bool {
    let plain = crate::words::folded(text);
    let clauses: Vec<Vec<&str>> = plain
        .split(['.', ',', ';', ':', '!', '¡', '?', '¿', '\n', '(', ')', '–', '—'])
        .map(|clause| clause.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect())
        .filter(|clause: &Vec<&str>| !clause.is_empty())
        .collect();
    let words: usize = clauses.iter().map(Vec::len).sum();
    // A question asks something, however politely.
    let asks = plain.contains(['?', '¿']);
    let thanks = clauses.iter().any(|clause| clause.iter().any(|word| THANKS.contains(word)));
    thanks && !asks && words <= LONGEST && clauses.iter().enumerate().all(|(at, clause)| says_nothing(at, clause))
}

fn says_nothing(at: usize, clause: &[&str]) -> bool {
    let all = |words: &[&str], of: &[&str]| words.iter().all(|word| of.contains(word));
    // «Quedo atento» may follow in the same breath, and thanks may follow it.
    if let Some(from) = clause.iter().position(|word| WAITING.contains(word)) {
        let (before, waits) = clause.split_at(from);
        let until = waits.iter().position(|word| THANKS.contains(word) || BEFORE[..5].contains(word));
        let (waits, after) = waits.split_at(until.unwrap_or(waits.len()));
        let names_it = waits.get(1..).is_some_and(|rest| !rest.is_empty() && all(rest, WAITED_FOR));
        return names_it
            && (before.is_empty() || says_nothing(at, before))
            && (after.is_empty() || says_nothing(at, after));
    }
    match clause.iter().position(|word| THANKS.contains(word)) {
        Some(from) => {
            let (before, after) = (&clause[..from], &clause[from + 1..]);
            before.iter().all(|word| BEFORE.contains(word) || GREETING.contains(word))
                && after.iter().all(|word| TAIL.contains(word) || GREETING.contains(word) || THANKS.contains(word))
        }
        // After a comma, thanks may go on: «gracias, por la información».
        None => all(clause, GREETING) || (at > 0 && matches!(clause[0], "por" | "de") && all(clause, TAIL)),
    }
}

#[cfg(test)]
mod tests {
    use super::is_bare_thanks;

    #[test]
    fn only_thanks_are_bare_thanks() {
        for text in [
            "Gracias",
            "¡Muchas gracias!",
            "Buenos días, muchas gracias por su ayuda.",
            "Mil gracias 😊",
            "Ok, gracias",
            "Gracias por avisarme.",
            "Gracias por avisar",
            "Mil gracias por la información",
            "Ok, quedo atento. Gracias",
            "Ok gracias, quedo muy atenta a su respuesta.",
            "Quedo pendiente de cualquier novedad, muchas gracias",
            "Quedo atenta muchas gracias",
            "Recibido, muchas gracias por la pronta respuesta.",
            "Enterada. Gracias, feliz tarde.",
            "Buenas tardes:\n\nLe agradezco su atención y colaboración.\n\nCordialmente,",
            "Gracias de antemano por su apoyo",
            "Muchas gracias por todo, muy amables.",
            "Muchas gracias a ustedes",
            "Gracias, ingeniero",
            "Thank you very much for your help",
            "Thanks for letting me know!",
        ] {
            assert!(is_bare_thanks(text), "{text}");
        }
    }

    #[test]
    fn what_answers_something_is_no_bare_thanks() {
        for text in [
            "Gracias, pero sigue sin funcionar",
            "Gracias, ya quedó",
            "Gracias, ya quedó solucionado, quedo atenta",
            "No, gracias",
            "Sí, gracias",
            "Sí. Muchas gracias por la ayuda",
            "De acuerdo, gracias",
            "Estoy de acuerdo, gracias",
            "Listo, gracias",
            "Perfecto, gracias",
            "Gracias. Pueden cerrar",
            "Gracias por cerrar el caso",
            "Gracias por la información, el serial es 5544",
            "Gracias por avisarme. Adjunto el plan.",
            "Gracias por avisarme, mañana lo envío",
            "Gracias, pendiente la respuesta",
            "Gracias por nada",
            "Gracias, ¿y la respuesta?",
            "Gracias por no ayudarme",
            "Quedo atenta",
            "Quedo",
            "Ahora sí abre. Pueden cerrar. Gracias",
            "Ok",
            "Recibido",
            "",
        ] {
            assert!(!is_bare_thanks(text), "{text}");
        }
    }
}
