//! What the store keeps of the configuration: files in force, published versions, and every
//! catalogue with the instant from which it was offered.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use desk::catalogue::Catalogue;
use desk::procedure::{Procedure, source};
use desk::rulebook::Desk;
use desk::words::ContentId;
use desk::{DeskHappened, DeskId};
use jiff::Timestamp;

use crate::entity::Files;
use crate::store::contents::{self, Found};
use crate::store::events::{self, StoredEvent};
use crate::store::{Reader, StoreError};

/// The stream of what is configured, and its kind.
pub const STREAM: &str = "entity";
/// The kind of the streams of desks.
pub const DESK: &str = "desk";

/// The stream of one desk: its publications.
pub fn stream_of(desk: &DeskId) -> String {
    format!("{DESK}:{desk}")
}

/// A published version of a procedure.
pub struct Edition {
    pub desk: DeskId,
    pub procedure: Arc<Procedure>,
    pub text: String,
    /// The texts of its notices when it was published, by name.
    pub texts: BTreeMap<String, String>,
    pub by: String,
    pub at: Timestamp,
}

/// The catalogues a desk has offered, each from an instant on.
pub type Offered = Vec<(Timestamp, Arc<Catalogue>)>;

/// Everything kept.
#[derive(Default)]
pub struct Kept {
    /// Of the last change; 0 when nothing was ever applied.
    pub seq: i64,
    pub files: Files,
    pub editions: Vec<Edition>,
    pub offered: HashMap<DeskId, Offered>,
}

/// The last change of the configuration; 0 before the first.
///
/// # Errors
/// The store's.
pub fn seq(reader: &mut Reader<'_>) -> Result<i64, StoreError> {
    Ok(events::head(reader, STREAM)?.map_or(0, |head| head.last_seq))
}

/// Reads everything kept.
///
/// # Errors
/// The store's, or a change written by a newer version of the program.
pub fn load(reader: &mut Reader<'_>) -> Result<Kept, StoreError> {
    let mut kept = Kept::default();
    let mut in_force: BTreeMap<String, ContentId> = BTreeMap::new();
    for row in events::load(reader, STREAM)? {
        kept.seq = row.seq;
        let DeskHappened::Configured { put, removed, .. } = read(&row)? else { continue };
        for path in &removed {
            in_force.remove(path);
        }
        let folders: Vec<String> =
            put.keys().filter_map(|path| path.strip_suffix("catalogue.toml").map(str::to_owned)).collect();
        in_force.extend(put);
        for folder in folders {
            offer(reader, &mut kept.offered, &in_force, &folder, row.recorded_at)?;
        }
    }
    for (path, id) in &in_force {
        kept.files.put(path, text(reader, STREAM, id)?);
    }
    let mut after = String::new();
    loop {
        let page = events::streams_of_kind(reader, DESK, &after, 100)?;
        let Some(last) = page.last() else { break };
        after = last.stream.clone();
        for stream in page {
            editions(reader, &stream.stream, &mut kept.editions)?;
        }
    }
    kept.editions.sort_by_key(|edition| edition.at);
    Ok(kept)
}

fn offer(
    reader: &mut Reader<'_>,
    offered: &mut HashMap<DeskId, Offered>,
    in_force: &BTreeMap<String, ContentId>,
    folder: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    let of = |name: &str| in_force.get(&format!("{folder}{name}"));
    let (Some(catalogue), Some(desk)) = (of("catalogue.toml"), of("desk.toml")) else { return Ok(()) };
    let (catalogue, desk) = (text(reader, STREAM, catalogue)?, text(reader, STREAM, desk)?);
    match (Catalogue::from_toml(&catalogue), Desk::from_toml(&desk)) {
        (Ok(catalogue), Ok(desk)) => offered.entry(desk.id).or_default().push((at, Arc::new(catalogue))),
        // Its items are then those of the nearest catalogue that can be read.
        _ => tracing::error!(folder, %at, "a former catalogue cannot be read"),
    }
    Ok(())
}

fn editions(reader: &mut Reader<'_>, stream: &str, editions: &mut Vec<Edition>) -> Result<(), StoreError> {
    for row in events::load(reader, stream)? {
        let DeskHappened::Published { by, text: id, texts: ids, procedure, version } = read(&row)? else { continue };
        let written = text(reader, stream, &id)?;
        let mut texts = BTreeMap::new();
        for (name, id) in ids {
            texts.insert(name, text(reader, stream, &id)?);
        }
        let desk = DeskId::from(stream.trim_start_matches("desk:"));
        match source::read(&written) {
            Ok(read) => editions.push(Edition {
                desk,
                procedure: Arc::new(read),
                text: written,
                texts,
                by,
                at: row.recorded_at,
            }),
            // Its cases can be read and not changed; nobody else is held up by it.
            Err(problems) => {
                tracing::error!(%procedure, version, problem = ?problems.first(), "a published procedure cannot be read")
            }
        }
    }
    Ok(())
}

/// # Errors
/// When a newer version of the program wrote it.
pub(super) fn read(row: &StoredEvent) -> Result<DeskHappened, StoreError> {
    serde_json::from_str(&row.data).map_err(|e| StoreError::invalid(format!("{} {}: {e}", row.stream, row.seq)))
}

fn text(reader: &mut Reader<'_>, stream: &str, id: &ContentId) -> Result<String, StoreError> {
    let missing = || StoreError::invalid(format!("the content {} of {stream} is not there", id.as_str()));
    match contents::get(reader, stream, id.as_str().parse().map_err(|_| missing())?)? {
        Some(Found::Present(bytes)) => String::from_utf8(bytes).map_err(|_| missing()),
        _ => Err(missing()),
    }
}
