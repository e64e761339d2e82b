use super::*;

/// Reads a configuration whose file holds this text.
fn load(file: &str, environment: &[(&str, &str)], lang: Lang) -> Result<Config, Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("ventanilla.toml"), file).unwrap();
    let given = Given { data: Some(folder.path().to_path_buf()), config: None };
    let variables = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let prefix = format!("{}/", folder.path().display());
    Config::load(&given, variables, lang)
        .map_err(|wrongs| wrongs.iter().map(|wrong| wrong.to_string().replace(&prefix, "")).collect())
}

/// The golden list: a change here is a change for everybody who runs an instance.
#[test]
fn these_are_the_keys_of_the_configuration() {
    let keys: Vec<&str> = KEYS.iter().map(|(key, _)| *key).collect();
    assert_eq!(
        keys,
        [
            "data",
            "entity",
            "database",
            "attachments",
            "listen",
            "address",
            "proxies",
            "tls.certificate",
            "tls.key",
            "smtp.host",
            "smtp.port",
            "smtp.security",
            "smtp.user",
            "smtp.password",
            "smtp.password_file",
            "mail.own_hosts",
            "mail.plus_addresses",
            "limits.file_mb",
            "limits.letter_mb",
            "limits.connections",
        ]
    );
    assert!(KEYS.iter().all(|(_, about)| about.contains(" ¦ ")), "each is explained in both languages");
}

#[test]
fn an_instance_needs_no_configuration() {
    let config = load("", &[], Lang::Es).unwrap();
    assert!(matches!(config.database, Database::Sqlite));
    assert_eq!(config.listen, EVERYWHERE);
    assert!(config.smtp.is_none() && config.tls.is_none() && config.address.is_none());
    assert_eq!(config.entity, config.data.join("entity"));
}

#[test]
fn the_environment_wins_over_the_file() {
    let file = "listen = '127.0.0.1:1'\nproxies = ['10.0.0.1', '::1']\n[smtp]\nhost = 'Correo.Entidad.example'\nsecurity = 'tls'\n";
    let config = load(
        file,
        &[("VENTANILLA_LISTEN", "127.0.0.1:2"), ("VENTANILLA_MAIL_OWN_HOSTS", "mx1.e.example, mx2.e.example")],
        Lang::Es,
    )
    .unwrap();
    assert_eq!(config.listen.port(), 2);
    assert_eq!(config.proxies.len(), 2);
    let smtp = config.smtp.unwrap();
    assert_eq!((smtp.host.as_str(), smtp.port, smtp.security), ("correo.entidad.example", 465, Security::Tls));
    assert_eq!(config.own_hosts, ["mx1.e.example", "mx2.e.example"]);
}

#[test]
fn everything_wrong_is_said_at_once_with_its_key() {
    let file = "listen = 'aquí'\nadress = 'https://x.example'\nproxies = ['proxy']\naddress = 'x.example/'\ndatabase = 'mysql://clave'\n\
        [tls]\ncertificate = 'no-hay.pem'\n[smtp]\nport = 99999\n[limits]\nfile_mb = 'mucho'\n";
    let wrongs =
        load(file, &[("VENTANILLA_SMTP_HOTS", "x"), ("VENTANILLA_LIMITS_LETTER_MB", "0")], Lang::Es).unwrap_err();
    let expected = [
        "ventanilla.toml, adress: Esta clave no existe; ¿quiso escribir «address»?",
        "VENTANILLA_SMTP_HOTS: Esta clave no existe; ¿quiso escribir «VENTANILLA_SMTP_HOST»?",
        "ventanilla.toml, database: Escriba «sqlite» o una dirección postgres://usuario:clave@servidor/base.",
        "ventanilla.toml, listen: «aquí» no es una dirección con puerto; escriba, por ejemplo, [::]:8080 o 127.0.0.1:8080.",
        "ventanilla.toml, address: «x.example/» no sirve; escriba solo https:// y el nombre, sin barra al final: https://mesa.entidad.gov.co.",
        "ventanilla.toml, proxies: «proxy» no es una dirección IP; escriba, por ejemplo, 10.0.0.5.",
        "ventanilla.toml, tls.certificate: No se puede leer no-hay.pem: No such file or directory (os error 2).",
        "ventanilla.toml, tls.key: Falta la llave del certificado.",
        "ventanilla.toml, smtp.port: Escriba un número de 1 a 65535.",
        "ventanilla.toml, smtp.port: No sirve sin smtp.host: escriba el servidor de correo o quite esta clave.",
        "ventanilla.toml, limits.file_mb: Escriba un número de 1 a 2000.",
        "VENTANILLA_LIMITS_LETTER_MB: Escriba un número de 1 a 200.",
    ];
    assert_eq!(wrongs, expected);
}

#[test]
fn english_readers_are_told_in_english() {
    let wrongs = load("listen = '8080'", &[], Lang::En).unwrap_err();
    assert_eq!(
        wrongs,
        [
            "ventanilla.toml, listen: \"8080\" is no address with a port; write, for example, [::]:8080 or 127.0.0.1:8080."
        ]
    );
}

#[test]
fn a_password_never_travels_in_the_clear_nor_into_a_log() {
    let file = "[smtp]\nhost='mx.example'\nsecurity='none'\nuser='mesa'\npassword='secreta'\n";
    let wrongs = load(file, &[], Lang::Es).unwrap_err();
    assert_eq!(wrongs, ["ventanilla.toml, smtp.security: Una clave no viaja sin cifrar: use starttls o tls."]);
    let config = load("[smtp]\nhost='mx.example'\nuser='mesa'\npassword='secreta'\n", &[], Lang::Es).unwrap();
    assert!(!format!("{config:?}").contains("secreta"));
}

#[test]
fn a_file_that_is_no_toml_says_its_line() {
    let wrongs = load("listen = 'a'\nproxies = [\n", &[], Lang::Es).unwrap_err();
    assert!(wrongs[0].starts_with("ventanilla.toml: La línea "), "{wrongs:?}");
}
