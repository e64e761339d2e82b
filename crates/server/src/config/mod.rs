//! How an instance is configured: by a file, `ventanilla.toml` in the data folder or the one named
//! with --config, and by the environment, which wins. Everything wrong is said at once, with the
//! key and what to do about it.

mod read;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};

use crate::lang::Lang;
use crate::store::{self, Database};
use read::Values;
pub use read::Wrong;

/// Everything that can be configured.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the instance lives: database, attachments, spool, key of the seals.
    pub data: PathBuf,
    /// The entity's own files: people, calendars, desks.
    pub entity: PathBuf,
    pub database: Database,
    pub attachments: Option<PathBuf>,
    pub listen: SocketAddr,
    /// As browsers reach it: `https://mesa.entidad.gov.co`.
    pub address: Option<String>,
    /// Proxies whose word about the client's address is believed.
    pub proxies: Vec<IpAddr>,
    pub tls: Option<Tls>,
    pub smtp: Option<Smtp>,
    /// Mail servers of ours: only their stamps of arrival are believed.
    pub own_hosts: Vec<String>,
    /// The mail server delivers `mesa+anything@` to `mesa@`: answers bring back which letter they answer.
    pub plus_addresses: bool,
    pub limits: Limits,
}

/// Certificate and key in PEM; the program then speaks TLS itself.
#[derive(Clone, Debug)]
pub struct Tls {
    pub certificate: PathBuf,
    pub key: PathBuf,
}

/// Where letters are handed over.
#[derive(Clone)]
pub struct Smtp {
    pub host: String,
    pub port: u16,
    pub security: Security,
    pub user: Option<(String, String)>,
}

/// How the connection to the mail server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// From the first byte.
    Tls,
    /// Begun in the clear, refused if the server offers no TLS.
    Starttls,
    /// For a server on the same machine.
    None,
}

/// The most that comes in.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// One attached file, in bytes.
    pub file: u64,
    /// One letter, in bytes.
    pub letter: u64,
    /// Connections to the database.
    pub connections: usize,
}

impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Passwords are not printed.
        write!(f, "Smtp({}:{} {:?})", self.host, self.port, self.security)
    }
}

/// Every key, with what it is for. Its variable is `VENTANILLA_` and the key in capitals with `_`
/// for the dot.
pub const KEYS: &[(&str, &str)] = &[
    ("data", "Carpeta de datos ¦ Data folder"),
    (
        "entity",
        "Carpeta de la entidad: personas, calendarios, mesas; si no, entity/ en la de datos ¦ Folder of the entity: people, calendars, desks; else entity/ in the data folder",
    ),
    (
        "database",
        "sqlite, o postgres://usuario:clave@servidor/base ¦ sqlite, or postgres://user:password@host/database",
    ),
    (
        "attachments",
        "Carpeta de los adjuntos, si no va en la de datos ¦ Folder of the attachments, if not in the data folder",
    ),
    (
        "listen",
        "Dirección y puerto en que se atiende; si no, [::]:8080 ¦ Address and port to listen on; else [::]:8080",
    ),
    (
        "address",
        "Dirección que ven los navegadores: https://mesa.entidad.gov.co ¦ The address browsers see: https://desk.entity.example",
    ),
    ("proxies", "Direcciones IP de los proxies de confianza ¦ IP addresses of trusted proxies"),
    ("tls.certificate", "Certificado en PEM, con su cadena ¦ Certificate in PEM, with its chain"),
    ("tls.key", "Llave del certificado en PEM ¦ Key of the certificate in PEM"),
    (
        "smtp.host",
        "Servidor por el que sale el correo; sin él no se envía nada ¦ Server mail leaves by; without it nothing is sent",
    ),
    ("smtp.port", "Su puerto; si no, 587, 465 o 25 según la seguridad ¦ Its port; else 587, 465 or 25 by the security"),
    ("smtp.security", "starttls (si no se dice), tls o none ¦ starttls (by default), tls or none"),
    ("smtp.user", "Usuario del servidor de correo ¦ User at the mail server"),
    ("smtp.password", "Su clave ¦ The password"),
    ("smtp.password_file", "Archivo que contiene la clave ¦ File that contains the password"),
    (
        "mail.own_hosts",
        "Servidores de correo propios: solo se cree en su sello de recibo ¦ Own mail servers: only their stamp of arrival is believed",
    ),
    (
        "mail.plus_addresses",
        "true si el servidor entrega mesa+algo@ en mesa@ (lo usual); si no, false ¦ true if the server delivers desk+anything@ to desk@ (usual); else false",
    ),
    ("limits.file_mb", "Tamaño máximo de un archivo adjunto, en MB; si no, 25 ¦ Largest attached file, in MB; else 25"),
    ("limits.letter_mb", "Tamaño máximo de un correo, en MB; si no, 35 ¦ Largest letter, in MB; else 35"),
    ("limits.connections", "Conexiones a la base de datos; si no, 8 ¦ Connections to the database; else 8"),
];

/// Where `serve` listens unless told otherwise.
pub const EVERYWHERE: SocketAddr = SocketAddr::new(IpAddr::V6(Ipv6Addr::UNSPECIFIED), 8080);
/// Where a demo does: for this machine only.
pub const HERE: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

const MB: u64 = 1_000_000;

/// What the command line says.
#[derive(Clone, Debug, Default)]
pub struct Given {
    pub data: Option<PathBuf>,
    pub config: Option<PathBuf>,
}

impl Config {
    /// As browsers reach it: the configured address, else this machine's at the port it listens on,
    /// written the same way in letters and on the terminal, for a browser keeps a session for each name.
    pub fn reached_at(&self, listen: SocketAddr) -> String {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        let host = if listen.ip().is_unspecified() {
            "localhost".to_owned()
        } else {
            SocketAddr::new(listen.ip(), 0).to_string()
        };
        let host = host.strip_suffix(":0").unwrap_or(&host);
        self.address.clone().unwrap_or_else(|| format!("{scheme}://{host}:{}", listen.port()))
    }

    /// Reads file and environment.
    ///
    /// # Errors
    /// Everything that is wrong, in the reader's language.
    pub fn load(
        given: &Given,
        environment: impl Iterator<Item = (String, String)>,
        lang: Lang,
    ) -> Result<Config, Vec<Wrong>> {
        let variables: Vec<(String, String)> = environment.collect();
        let data_folder = given.data.clone().or_else(|| {
            let set = variables.iter().find(|(name, _)| name == "VENTANILLA_DATA");
            set.map(|(_, folder)| PathBuf::from(folder))
        });
        let named = given.config.clone();
        let file =
            named.clone().unwrap_or_else(|| data_folder.clone().unwrap_or_else(|| ".".into()).join("ventanilla.toml"));
        let mut values = Values::read(&file, named.is_some(), variables, lang);
        let beside = file.parent().unwrap_or(Path::new("")).to_path_buf();
        let config = Config::from(&mut values, given.data.clone(), &beside);
        values.finish(config)
    }

    fn from(values: &mut Values, data: Option<PathBuf>, beside: &Path) -> Config {
        let data = data.or_else(|| values.path("data", beside)).unwrap_or_else(|| beside.to_path_buf());
        let data = if data.as_os_str().is_empty() { PathBuf::from(".") } else { data };
        Config {
            entity: values.path("entity", beside).unwrap_or_else(|| data.join("entity")),
            database: database(values),
            attachments: values.path("attachments", beside),
            listen: listen(values),
            address: address(values),
            proxies: values.list(
                "proxies",
                |text| text.parse().ok(),
                |text, lang| match lang {
                    Lang::Es => {
                        format!("«{text}» no es una dirección IP; escriba, por ejemplo, 10.0.0.5.")
                    }
                    Lang::En => {
                        format!("\"{text}\" is no IP address; write, for example, 10.0.0.5.")
                    }
                },
            ),
            tls: tls(values, beside),
            smtp: smtp(values, beside),
            plus_addresses: values.yes("mail.plus_addresses").unwrap_or(true),
            own_hosts: values.list("mail.own_hosts", host, |text, lang| match lang {
                Lang::Es => format!("«{text}» no es el nombre de un servidor."),
                Lang::En => format!("\"{text}\" is no host name."),
            }),
            limits: Limits {
                file: values.number("limits.file_mb", 1, 2_000).unwrap_or(25) * MB,
                letter: values.number("limits.letter_mb", 1, 200).unwrap_or(35) * MB,
                connections: values.number("limits.connections", 2, 500).map_or(8, |n| n as usize),
            },
            data,
        }
    }

    /// What the store needs of it.
    pub fn store(&self) -> store::Config {
        store::Config {
            folder: self.data.clone(),
            database: self.database.clone(),
            attachments: self.attachments.clone(),
            connections: self.limits.connections,
        }
    }
}

fn host(text: &str) -> Option<String> {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    (!text.is_empty() && text.chars().all(fits)).then(|| text.to_lowercase())
}

fn database(values: &mut Values) -> Database {
    let Some(text) = values.text("database") else {
        return Database::Sqlite;
    };
    match text.as_str() {
        "sqlite" => Database::Sqlite,
        url if url.starts_with("postgres://") || url.starts_with("postgresql://") => Database::Postgres { url: text },
        _ => {
            // The address may hold a password, so it is not repeated.
            values.wrong(
                "database",
                "Escriba «sqlite» o una dirección postgres://usuario:clave@servidor/base.",
                "Write \"sqlite\" or an address postgres://user:password@host/database.",
            );
            Database::Sqlite
        }
    }
}

fn listen(values: &mut Values) -> SocketAddr {
    let Some(text) = values.text("listen") else {
        return EVERYWHERE;
    };
    text.parse().unwrap_or_else(|_| {
        values.wrong(
            "listen",
            &format!("«{text}» no es una dirección con puerto; escriba, por ejemplo, [::]:8080 o 127.0.0.1:8080."),
            &format!("\"{text}\" is no address with a port; write, for example, [::]:8080 or 127.0.0.1:8080."),
        );
        EVERYWHERE
    })
}

fn address(values: &mut Values) -> Option<String> {
    let text = values.text("address")?;
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let fits = rest.is_some_and(|host| !host.is_empty() && !host.contains(['/', ' ', '@', '?', '#']));
    if !fits {
        values.wrong(
            "address",
            &format!("«{text}» no sirve; escriba solo https:// y el nombre, sin barra al final: https://mesa.entidad.gov.co."),
            &format!("\"{text}\" cannot be used; write only https:// and the name, no slash at the end: https://desk.entity.example."),
        );
        return None;
    }
    Some(text)
}

fn tls(values: &mut Values, beside: &Path) -> Option<Tls> {
    let (certificate, key) = (values.readable("tls.certificate", beside), values.readable("tls.key", beside));
    match (certificate, key) {
        (Some(certificate), Some(key)) => Some(Tls { certificate, key }),
        (None, None) => None,
        (Some(_), None) => {
            values.wrong("tls.key", "Falta la llave del certificado.", "The key of the certificate is missing.");
            None
        }
        (None, Some(_)) => {
            values.wrong(
                "tls.certificate",
                "Falta el certificado de la llave.",
                "The certificate of the key is missing.",
            );
            None
        }
    }
}

fn smtp(values: &mut Values, beside: &Path) -> Option<Smtp> {
    let name = values.text("smtp.host");
    let security = match values.text("smtp.security").as_deref() {
        None | Some("starttls") => Security::Starttls,
        Some("tls") => Security::Tls,
        Some("none") => Security::None,
        Some(other) => {
            values.wrong(
                "smtp.security",
                &format!("«{other}» no se conoce; use starttls, tls o none."),
                &format!("\"{other}\" is not known; use starttls, tls or none."),
            );
            Security::Starttls
        }
    };
    let usual = match security {
        Security::Starttls => 587,
        Security::Tls => 465,
        Security::None => 25,
    };
    let port = values.number("smtp.port", 1, 65_535).unwrap_or(usual) as u16;
    let user = values.text("smtp.user");
    let password = values.secret("smtp.password", "smtp.password_file", beside);
    let Some(name) = name else {
        for key in ["smtp.port", "smtp.security", "smtp.user", "smtp.password", "smtp.password_file"] {
            if values.is_set(key) {
                values.wrong(
                    key,
                    "No sirve sin smtp.host: escriba el servidor de correo o quite esta clave.",
                    "Of no use without smtp.host: write the mail server or remove this key.",
                );
            }
        }
        return None;
    };
    let Some(host) = host(&name) else {
        values.wrong(
            "smtp.host",
            &format!("«{name}» no es el nombre de un servidor."),
            &format!("\"{name}\" is no host name."),
        );
        return None;
    };
    let user = match (user, password) {
        (Some(user), Some(password)) => Some((user, password)),
        (None, None) => None,
        (Some(_), None) => {
            values.wrong(
                "smtp.password",
                "Falta la clave de smtp.user: escríbala aquí o su archivo en smtp.password_file.",
                "The password of smtp.user is missing: write it here, or its file in smtp.password_file.",
            );
            None
        }
        (None, Some(_)) => {
            values.wrong(
                "smtp.user",
                "Hay una clave y falta el usuario.",
                "There is a password and the user is missing.",
            );
            None
        }
    };
    if security == Security::None && user.is_some() {
        values.wrong(
            "smtp.security",
            "Una clave no viaja sin cifrar: use starttls o tls.",
            "A password does not travel in the clear: use starttls or tls.",
        );
    }
    Some(Smtp { host, port, security, user })
}

#[cfg(test)]
mod tests;
