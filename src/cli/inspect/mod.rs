//! `reptile-sketch inspect`: what a data set, a stroke file, a weights file or a checkpoint is.

mod copies;
mod drawings;
mod kind;
mod numbers;
mod oddities;
mod sheet;
mod text;
mod weights_file;

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use super::output::{check_writable, print_line};
use super::reading::PolarityFlag;
use crate::data::{ReadConfig, read_runs};
use crate::error::one_line;
use crate::training::files::write_file;
use crate::training::{Network, Settings};
use crate::{Code, Error, Result};
use copies::between;
use drawings::DrawingsReport;
use kind::Kind;
use sheet::Sheet;
use text::Lines;

/// The flags of `inspect`.
#[derive(Args)]
pub struct InspectArguments {
    /// Folders or zips of images, stroke files, weights files and checkpoints.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Which of ink and paper is the darker; by itself, each data set tells.
    #[arg(long, value_enum, default_value_t = PolarityFlag::Auto)]
    polarity: PolarityFlag,
    /// The network that the images are for.
    #[arg(long, value_enum, default_value_t = Settings::default().network)]
    network: Network,
    /// Write a picture of what that network would see, a row a class: .png, or .svg with the names of the classes.
    #[arg(long)]
    sheet: Option<PathBuf>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// What one path is.
enum Report {
    Drawings(Box<DrawingsReport>),
    /// A weights file or a checkpoint.
    Other {
        lines: Lines,
        json: Value,
    },
}

/// Runs the command.
pub fn run(arguments: &InspectArguments) -> Result<()> {
    if let Some(path) = &arguments.sheet {
        sheet::check_name(path)?;
        check_writable(path, &arguments.paths.iter().map(PathBuf::as_path).collect::<Vec<_>>())?;
    }
    let reports: Vec<Report> =
        arguments.paths.iter().map(|path| arguments.report(path)).collect::<Result<_>>()?;
    let drawings = || {
        reports.iter().filter_map(|report| match report {
            Report::Drawings(report) => Some(report.as_ref()),
            Report::Other { .. } => None,
        })
    };
    let between = between(&drawings().map(|report| &report.copies).collect::<Vec<_>>());
    let sheet = match &arguments.sheet {
        Some(path) => {
            let sheet = Sheet::of(&drawings().collect::<Vec<_>>());
            let sheet = sheet.ok_or_else(|| {
                Error::new(Code::BadSetting, "sheet: none of the paths holds drawings")
            })?;
            write_file(path, &sheet.file(path)?)?;
            Some((path, sheet))
        }
        None => None,
    };
    if arguments.json {
        let mut object = json!({ "paths": reports.iter().map(Report::json).collect::<Vec<_>>() });
        if drawings().count() > 1 {
            object["copies_between_paths"] = between.json();
        }
        if let Some((path, sheet)) = &sheet {
            object["sheet"] = sheet.json(path);
        }
        return print_line(&object.to_string());
    }
    let mut text: Vec<String> = reports.iter().map(Report::text).collect();
    if drawings().count() > 1 {
        text.push(one_line(format!("the same drawing in two of these paths: {between}")));
    }
    text.extend(sheet.map(|(path, sheet)| sheet.text(path)));
    print_line(&text.join("\n\n"))
}

impl InspectArguments {
    fn report(&self, path: &Path) -> Result<Report> {
        let network = Settings { network: self.network, ..Settings::default() };
        let (kind, polarity) = (network.image_kind(), self.polarity.polarity());
        let config = ReadConfig { kind, polarity, ..ReadConfig::default() };
        Ok(match Kind::of(path)? {
            Kind::Weights => {
                let (lines, json) = weights_file::report(path)?;
                Report::Other { lines, json }
            }
            Kind::Runs => {
                let report = DrawingsReport::of_runs(path, &read_runs(path)?);
                Report::Drawings(Box::new(report))
            }
            kind => Report::Drawings(Box::new(DrawingsReport::of_data(path, kind, &config)?)),
        })
    }
}

impl Report {
    fn json(&self) -> Value {
        match self {
            Report::Drawings(report) => report.json(),
            Report::Other { json, .. } => json.clone(),
        }
    }

    fn text(&self) -> String {
        match self {
            Report::Drawings(report) => report.lines().to_string(),
            Report::Other { lines, .. } => lines.to_string(),
        }
    }
}
