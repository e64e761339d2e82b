//! The service desk itself.
