//! What a word of a script names: by its identifier, by the printed words, or by a usual word.
//!
//! Whoever writes a script has the document in mind and not the file. What is not found stays as
//! written: then the rules say no, and the script hears why.

use crate::names::*;
use crate::people::People;
use crate::procedure::{Answer, Field, FieldKind, Procedure, RoleKind};
use crate::rulebook::Rulebook;
use crate::words::folded;

/// The same whatever the case, the accents and the signs between words.
pub(super) fn plain(text: &str) -> String {
    let spaced: String = folded(text).chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The identifier of whatever bears this name: identifiers first, then printed words.
pub(super) fn one<'a>(word: &str, known: impl Iterator<Item = (&'a str, &'a str)> + Clone) -> Option<&'a str> {
    if let Some((id, _)) = known.clone().find(|(id, _)| *id == word) {
        return Some(id);
    }
    let wanted = plain(word);
    let by_id = known.clone().find(|(id, _)| plain(id) == wanted);
    by_id.or_else(|| known.clone().find(|(_, label)| plain(label) == wanted)).map(|(id, _)| id)
}

/// A field of the procedure or of the item's form.
pub(super) fn field_of<'r>(rules: &'r Rulebook, item: Option<&ItemId>, id: &FieldId) -> Option<&'r Field> {
    let of_item = || rules.catalogue.items.get(item?)?.form.get(id);
    rules.procedure.fields.get(id).or_else(of_item)
}

/// Words for the fields every procedure has, whatever it calls them.
const USUAL: [(FieldKind, &[&str]); 3] = [
    (FieldKind::Item, &["item", "servicio", "service", "servicio del catalogo", "item del catalogo"]),
    (FieldKind::Category, &["categoria", "category"]),
    (FieldKind::Priority, &["prioridad", "priority", "nivel de prioridad"]),
];

/// Short words for fields whose identifier is another word for the same.
const SAME: [(&str, &str); 6] = [
    ("clase", "class"),
    ("ci", "componente"),
    ("elemento de configuracion", "componente"),
    ("usuarios afectados", "afectados"),
    ("evidencia", "evidencias"),
    ("numero del cambio", "numero_cambio"),
];

/// The field somebody means.
pub(super) fn field(rules: &Rulebook, item: Option<&ItemId>, word: &str) -> FieldId {
    let form = item.and_then(|item| rules.catalogue.items.get(item)).map(|item| &item.form);
    let known: Vec<(&FieldId, &Field)> = rules.procedure.fields.iter().chain(form.into_iter().flatten()).collect();
    if let Some(id) = one(word, known.iter().map(|(id, field)| (id.as_str(), field.label.as_str()))) {
        return id.into();
    }
    let wanted = plain(word);
    let usual = USUAL.iter().find(|(_, words)| words.contains(&wanted.as_str())).map(|(kind, _)| *kind);
    let same = SAME.iter().find(|(other, _)| *other == wanted).map(|(_, id)| *id);
    let fits = |(id, field): &&(&FieldId, &Field)| {
        usual.is_some_and(|kind| field.kind == kind) || same.is_some_and(|same| id.as_str() == same)
    };
    if let Some((id, _)) = known.iter().find(fits) {
        return (*id).clone();
    }
    // All its words stand on one label only: `fecha` of «Próxima fecha de revisión».
    let on_label = |(_, field): &&(&FieldId, &Field)| {
        let label = plain(&field.label);
        wanted.split(' ').all(|word| label.split(' ').any(|own| own == word))
    };
    let mut found = known.iter().filter(on_label);
    match (found.next(), found.next()) {
        (Some((id, _)), None) => (*id).clone(),
        _ => word.into(),
    }
}

/// One of a field's options, or an entry of the catalogue: as the rules know it.
pub(super) fn option(rules: &Rulebook, field: &Field, word: &str) -> String {
    let catalogue = &rules.catalogue;
    let found = match field.kind {
        FieldKind::Item => one(word, catalogue.items.iter().map(|(id, item)| (id.as_str(), item.name.as_str()))),
        FieldKind::Category => one(word, catalogue.categories.iter().map(|(id, own)| (id.as_str(), own.name.as_str()))),
        FieldKind::Priority => one(word, catalogue.priorities.iter().map(|(id, own)| (id.as_str(), own.name.as_str()))),
        _ => one(word, field.options.iter().map(|(id, label)| (id.as_str(), label.as_str()))),
    };
    found.unwrap_or(word).to_string()
}

pub(super) fn group(rules: &Rulebook, word: &str) -> GroupId {
    one(word, rules.desk.group.iter().map(|(id, group)| (id.as_str(), group.name.as_str()))).unwrap_or(word).into()
}

/// The person of the cast somebody means.
pub(super) fn person(people: &People, word: &str) -> PersonId {
    if people.get(&word.into()).is_some() {
        return word.into();
    }
    let wanted = plain(word);
    let found = people.iter().find(|person| plain(person.id.as_str()) == wanted || plain(&person.name) == wanted);
    found.map_or_else(|| word.into(), |person| person.id.clone())
}

pub(super) fn answer(procedure: &Procedure, word: &str) -> AnswerId {
    let wanted = plain(word);
    let found = procedure.answers.keys().find(|id| id.as_str() == word || plain(id.as_str()) == wanted);
    found.cloned().unwrap_or_else(|| word.into())
}

/// The role somebody means; everybody who asks is «solicitante», everybody who decides
/// «aprobador» or «autorizador», whoever it is assigned to «solucionador», whatever the document
/// calls them.
pub(super) fn role(procedure: &Procedure, word: &str) -> Option<RoleId> {
    let known = procedure.roles.iter().map(|(id, role)| (id.as_str(), role.name.as_str()));
    let usual = match plain(word).as_str() {
        "solicitante" | "usuario" => Some(RoleKind::Requester),
        "aprobador" | "autorizador" => Some(RoleKind::Approver),
        "solucionador" | "especialista" => Some(RoleKind::Assignee),
        _ => None,
    };
    let by_kind = || procedure.roles.iter().find(|(_, role)| Some(role.is) == usual).map(|(id, _)| id.clone());
    one(word, known).map(RoleId::from).or_else(by_kind)
}

/// Whether what somebody does is what a button says: «reporta» of «Reportar atención», «no está
/// de acuerdo» of «No estoy de acuerdo», «acepta» of «Registrar que el solicitante acepta».
/// How many words of the line it takes; more is a better fit.
pub(super) fn says(words: &[String], answer: &Answer) -> Option<usize> {
    let labels = std::iter::once(&answer.label).chain(answer.label_when.iter().map(|(_, label)| label));
    let whole = |label: &String| {
        let third = plain(label).replace("estoy ", "esta ").replace("soy ", "es ");
        let third: Vec<&str> = third.split(' ').collect();
        let begins = words.len() >= third.len() && third.iter().zip(words).all(|(own, said)| plain(said) == *own);
        begins.then_some(third.len())
    };
    let verb = |label: &String| {
        let first = words.first()?;
        // «No procede» is not what «procede» says.
        let ends =
            plain(label).split(' ').next_back() == Some(plain(first).as_str()) && !folded(label).starts_with("no ");
        (is_verb_of(first, label) || ends).then_some(1)
    };
    let labels: Vec<&String> = labels.collect();
    let best = labels.iter().filter_map(|label| whole(label)).max();
    best.or_else(|| labels.iter().find_map(|label| verb(label)))
}

/// Whether a verb in the third person is that of a label: «reporta» of «Reportar atención»,
/// «resuelve» of «Resolver», «clasifica» of «Clasificada».
pub(super) fn is_verb_of(verb: &str, label: &str) -> bool {
    let (verb, label) = (folded(verb), folded(label));
    let Some(first) = label.split_whitespace().next().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
    else {
        return false;
    };
    let endings = ["ar", "er", "ir", "ada", "ado", "ida", "ido"];
    let Some(root) = endings.iter().find_map(|ending| first.strip_suffix(ending)) else { return false };
    let Some(stem) = verb.strip_suffix(['a', 'e']) else { return false };
    // The vowel of the root may open: resolver, resuelve; cerrar, cierra; pedir, pide.
    let plain = |word: &str| word.replace("ue", "o").replace("ie", "e").replace('i', "e");
    root.len() > 2 && (stem == root || plain(stem) == plain(root))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_without_case_accents_and_signs() {
        assert_eq!(plain("«Pendiente por usuario»"), plain("pendiente_por_usuario"));
        assert_eq!(plain("U-E03"), plain("u-e03"));
        let known = [("p1", "Crítica"), ("sin_inventario", "Sin inventario de equipos")];
        let found = |word: &str| one(word, known.iter().copied());
        assert_eq!(found("critica"), Some("p1"));
        assert_eq!(found("Sin inventario"), Some("sin_inventario"));
        assert_eq!(found("otra"), None);
    }

    #[test]
    fn a_verb_is_that_of_the_words_on_the_button() {
        for (verb, label) in [
            ("reporta", "Reportar atención"),
            ("resuelve", "Resolver"),
            ("desiste", "Desistir"),
            ("clasifica", "Clasificada"),
            ("envía", "Enviar la información"),
            ("remite", "Remitir a Gestión de usuarios"),
        ] {
            assert!(is_verb_of(verb, label), "{verb} {label}");
        }
        assert!(!is_verb_of("aprueba", "Reportar atención"));
        assert!(!is_verb_of("va", "Ir"));
    }
}
