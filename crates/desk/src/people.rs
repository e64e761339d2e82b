//! The entity's people: organisation chart, positions, roles, groups, absences.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use indexmap::IndexMap;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::names::*;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub name: String,
    /// Empty: letters cannot reach this person.
    pub email: String,
    /// «cargo», as the entity writes it.
    pub position: String,
    /// «dependencia».
    pub unit: String,
    pub site: String,
    pub superior: Option<PersonId>,
    pub extension: String,
    pub document: String,
    pub kind: PersonKind,
    /// Roles, either for every desk (`agente`) or for one (`mesa/agente`).
    pub roles: BTreeSet<String>,
    pub groups: BTreeSet<GroupId>,
    /// A person who left keeps the name in old cases and may do nothing more.
    pub active: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonKind {
    Funcionario,
    Contratista,
}

/// A fulfilment group.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    pub name: String,
    /// Stands for the specialist while nobody is assigned.
    #[serde(default)]
    pub coordinator: Option<PersonId>,
}

/// Days on which a substitute may act for somebody. Both dates belong to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absence {
    pub absent: PersonId,
    pub substitute: PersonId,
    pub from_on: Date,
    pub until_on: Date,
}

impl Absence {
    /// Whether a day is one of them.
    pub fn covers(&self, day: Date) -> bool {
        self.from_on <= day && day <= self.until_on
    }
}

/// Everybody, with the lookups the rules need.
#[derive(Clone, Debug, Default)]
pub struct People {
    people: IndexMap<PersonId, Person>,
    by_email: HashMap<String, PersonId>,
    pub groups: IndexMap<GroupId, Group>,
}

#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{file_line}: {message}")]
pub struct PeopleError {
    /// «línea 12».
    pub file_line: String,
    pub message: String,
}

/// One line of the people file, as written.
#[derive(Deserialize)]
struct Row {
    id: String,
    name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    position: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    site: String,
    #[serde(default)]
    superior: String,
    #[serde(default)]
    extension: String,
    #[serde(default)]
    document: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    roles: String,
    #[serde(default)]
    groups: String,
    #[serde(default)]
    active: String,
}

impl People {
    /// # Errors
    /// Says which person repeats an id or an e-mail, or names a superior who is nobody or who
    /// would make somebody their own superior.
    pub fn new(everybody: Vec<Person>, groups: IndexMap<GroupId, Group>) -> Result<People, PeopleError> {
        let mut people = People { groups, ..People::default() };
        for (at, person) in everybody.into_iter().enumerate() {
            let wrong = |message| Err(PeopleError { file_line: format!("línea {}", at + 2), message });
            if people.people.contains_key(&person.id) {
                return wrong(format!("el identificador «{}» está repetido", person.id));
            }
            if !person.email.is_empty()
                && let Some(other) = people.by_email.insert(person.email.to_lowercase(), person.id.clone())
            {
                return wrong(format!("el correo «{}» ya es de «{other}»", person.email));
            }
            people.people.insert(person.id.clone(), person);
        }
        for (at, person) in people.people.values().enumerate() {
            let wrong = |message| Err(PeopleError { file_line: format!("línea {}", at + 2), message });
            if let Some(superior) = &person.superior {
                if !people.people.contains_key(superior) {
                    return wrong(format!("el superior «{superior}» de «{}» no está en el archivo", person.id));
                }
                if people.above(&person.id).any(|p| p.id == person.id) {
                    return wrong(format!("«{}» resulta ser superior de sí mismo", person.id));
                }
            }
        }
        Ok(people)
    }

    /// Reads the people file: CSV with a heading line `id,name,email,position,unit,site,superior,extension,document,kind,roles,groups,active`.
    /// Roles and groups are separated by spaces; `active` is empty or `si` unless the person left.
    ///
    /// # Errors
    /// The line and what is wrong with it.
    pub fn from_csv(text: &str, groups: IndexMap<GroupId, Group>) -> Result<People, PeopleError> {
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
        let mut everybody = Vec::new();
        for (at, row) in reader.deserialize::<Row>().enumerate() {
            let wrong = |message| PeopleError { file_line: format!("línea {}", at + 2), message };
            let row = row.map_err(|e| wrong(e.to_string()))?;
            let kind = match row.kind.as_str() {
                "" | "funcionario" => PersonKind::Funcionario,
                "contratista" => PersonKind::Contratista,
                other => return Err(wrong(format!("«{other}» no es funcionario ni contratista"))),
            };
            everybody.push(Person {
                id: row.id.as_str().into(),
                name: row.name,
                email: row.email,
                position: row.position,
                unit: row.unit,
                site: row.site,
                superior: Some(row.superior.as_str()).filter(|s| !s.is_empty()).map(PersonId::from),
                extension: row.extension,
                document: row.document,
                kind,
                roles: row.roles.split_whitespace().map(str::to_string).collect(),
                groups: row.groups.split_whitespace().map(GroupId::from).collect(),
                active: matches!(row.active.as_str(), "" | "si" | "sí" | "true"),
            });
        }
        People::new(everybody, groups)
    }

    pub fn get(&self, id: &PersonId) -> Option<&Person> {
        self.people.get(id)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Person> {
        self.people.values()
    }

    /// The person an address belongs to, written in whatever case.
    pub fn by_email(&self, address: &str) -> Option<&Person> {
        self.people.get(self.by_email.get(&address.trim().to_lowercase())?)
    }

    /// The name to show; the id itself for somebody no longer in the file.
    pub fn name(&self, id: &PersonId) -> String {
        self.get(id).map_or_else(|| id.to_string(), |person| person.name.clone())
    }

    /// The superiors of a person, nearest first. Ends even in a chart with a circle.
    pub fn above<'a>(&'a self, person: &PersonId) -> impl Iterator<Item = &'a Person> + 'a {
        let mut next = self.get(person).and_then(|p| p.superior.clone());
        let mut left = self.people.len();
        std::iter::from_fn(move || {
            let superior = self.get(next.as_ref()?)?;
            left = left.checked_sub(1)?;
            next = superior.superior.clone();
            Some(superior)
        })
    }

    /// Active people bound to a role on a desk.
    pub fn with_role<'a>(&'a self, desk: &'a DeskId, role: &'a RoleId) -> impl Iterator<Item = &'a Person> + 'a {
        self.iter().filter(move |person| person.active && person.has_role(desk, role))
    }

    /// Active people of a group.
    pub fn members<'a>(&'a self, group: &'a GroupId) -> impl Iterator<Item = &'a Person> + 'a {
        self.iter().filter(move |person| person.active && person.groups.contains(group))
    }

    /// How many people hold each position: what the lists of positions are checked against.
    pub fn positions(&self) -> BTreeMap<&str, usize> {
        let mut count = BTreeMap::new();
        for person in self.iter().filter(|p| p.active) {
            *count.entry(person.position.as_str()).or_default() += 1;
        }
        count
    }
}

impl Person {
    /// Holds a role at a desk: bound to it there, or at every desk.
    pub fn has_role(&self, desk: &DeskId, role: &RoleId) -> bool {
        self.roles.contains(role.as_str()) || self.roles.contains(&format!("{desk}/{role}"))
    }

    /// Whether the person's «cargo» is one of these «cargos como», forgiving case and the words
    /// that follow: «Directora de Ordenamiento» holds «director».
    pub fn holds_position(&self, positions: &[String]) -> bool {
        positions.iter().any(|wanted| position_matches(&self.position, wanted))
    }
}

/// «Directora General» is a «director», «Jefa de Oficina Jurídica» a «jefe de oficina»; a
/// «Subdirector» is no «director».
pub fn position_matches(position: &str, wanted: &str) -> bool {
    let position: Vec<String> = position.split_whitespace().map(stem).collect();
    let wanted: Vec<String> = wanted.split_whitespace().map(stem).collect();
    !wanted.is_empty() && position.starts_with(&wanted)
}

/// Case, accents and the endings of gender and number do not tell positions apart.
fn stem(word: &str) -> String {
    let plain: String = word
        .to_lowercase()
        .chars()
        .map(|c| match c {
            'á' => 'a',
            'é' => 'e',
            'í' => 'i',
            'ó' => 'o',
            'ú' | 'ü' => 'u',
            other => other,
        })
        .collect();
    let plain = plain.strip_suffix("es").filter(|w| w.ends_with('r')).unwrap_or(&plain).to_string();
    let plain = plain.strip_suffix('s').filter(|w| w.len() > 3).unwrap_or(&plain).to_string();
    if plain.len() < 4 {
        return plain;
    }
    let plain = plain.strip_suffix("ora").map(|w| format!("{w}or")).unwrap_or(plain);
    plain.strip_suffix(['a', 'e', 'o']).unwrap_or(&plain).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_forgive_gender_number_and_what_follows() {
        for (position, wanted, expected) in [
            ("Directora de Ordenamiento Territorial", "director", true),
            ("Director General", "directores", true),
            ("Subdirector", "director", false),
            ("Subdirectora Financiera", "subdirectores", true),
            ("Jefa de Oficina Jurídica", "jefes de oficina", true),
            ("Jefe de Control Interno", "jefe de oficina", false),
            ("Viceministra Técnica", "viceministros", true),
            ("Ministro", "ministro", true),
            ("Coordinadora GIT", "coordinador", true),
            ("Profesional", "director", false),
        ] {
            assert_eq!(position_matches(position, wanted), expected, "{position} / {wanted}");
        }
    }

    const FILE: &str = "id,name,email,position,unit,superior,roles,groups\n\
        ana,Ana Ruiz,ana@e.example,Profesional,TI,dora,agente mesa/auditor,redes\n\
        dora,Dora Paz,dora@e.example,Directora,TI,eva,,\n\
        eva,Eva Rey,eva@e.example,Ministra,Despacho,,,\n";

    #[test]
    fn the_people_file_gives_the_organisation() {
        let people = People::from_csv(FILE, IndexMap::new()).unwrap();
        let above: Vec<&str> = people.above(&"ana".into()).map(|p| p.id.as_str()).collect();
        assert_eq!(above, ["dora", "eva"]);
        assert!(people.by_email("ANA@e.example ").is_some());
        let ana = people.get(&"ana".into()).unwrap();
        assert!(ana.has_role(&"otra".into(), &"agente".into()));
        assert!(ana.has_role(&"mesa".into(), &"auditor".into()));
        assert!(!ana.has_role(&"otra".into(), &"auditor".into()));
    }

    #[test]
    fn a_people_file_that_cannot_be_says_which_line() {
        let circle = FILE.replace("Ministra,Despacho,,,", "Ministra,Despacho,ana,,");
        assert_eq!(
            People::from_csv(&circle, IndexMap::new()).unwrap_err().to_string(),
            "línea 2: «ana» resulta ser superior de sí mismo"
        );
        let nobody = FILE.replace("TI,dora", "TI,zoe");
        assert!(People::from_csv(&nobody, IndexMap::new()).unwrap_err().to_string().contains("«zoe»"));
        let twice = FILE.replace("dora@e", "ana@e");
        assert!(People::from_csv(&twice, IndexMap::new()).unwrap_err().to_string().starts_with("línea 3: el correo"));
    }
}
