//! The machine around the desk. Direction: `main → web, channel, report, task → act → store → format
//! → desk`.

pub mod accounts;
pub mod act;
pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod control;
pub mod crash;
pub mod demo;
pub mod dossier;
pub mod entity;
pub mod format;
pub mod hearing;
pub mod lang;
pub mod mail;
pub mod project;
pub mod report;
pub mod serve;
pub mod start;
pub mod store;
pub mod task;
pub mod view;
pub mod web;
pub mod words;
