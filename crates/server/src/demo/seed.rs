//! Fills a fresh demo with weeks of work.

use crate::app::App;
use crate::store::StoreError;

use super::accounts;

/// Why the demo could not be filled.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Fills a fresh instance marked as demo. `progress` is told the percentage done, from 0 to 100.
///
/// # Errors
/// The store's.
pub fn seed(app: &App, mut progress: impl FnMut(u32)) -> Result<(), SeedError> {
    accounts::open(&app.store)?;
    progress(100);
    Ok(())
}
