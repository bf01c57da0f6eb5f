//! Line charts as SVG.

use std::ops::Range;
use std::path::Path;

use plotters::prelude::*;

use crate::{Code, Error, Result};

/// The size of one chart.
const WIDTH_PX: u32 = 640;
const HEIGHT_PX: u32 = 480;

/// What the name of a picture may end in that charts are not.
const OTHER_PICTURES: [&str; 6] = ["png", "jpg", "jpeg", "gif", "webp", "pdf"];

/// Refuses a name of which viewers would take the charts for another kind of picture.
///
/// *Errors*: `bad-setting`.
pub fn check_name(out: &Path) -> Result<()> {
    let extension = out.extension().and_then(|e| e.to_str()).unwrap_or_default();
    if OTHER_PICTURES.iter().any(|other| extension.eq_ignore_ascii_case(other)) {
        return Err(Error::bad_setting("out", out.display(), "a name that ends in .svg"));
    }
    Ok(())
}

/// A chart of lines, with points on top.
pub struct Chart {
    pub title: String,
    pub x_label: &'static str,
    pub y_label: &'static str,
    pub lines: Vec<Line>,
    pub points: Vec<[f64; 2]>,
    /// The corner for the legend, where no line passes.
    pub legend: SeriesLabelPosition,
}

/// A line and its name in the legend.
pub struct Line {
    pub name: String,
    pub color: RGBColor,
    pub points: Vec<[f64; 2]>,
}

impl Chart {
    /// From the least to the greatest coordinate on an axis, and a little more.
    fn range(&self, axis: usize, margin: f64) -> Range<f64> {
        let points = self.lines.iter().flat_map(|line| &line.points).chain(&self.points);
        let (least, most) = (points.map(|point| point[axis]))
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(l, m), v| (l.min(v), m.max(v)));
        let margin = margin * (most - least).max(1e-6);
        least - margin..most + margin
    }
}

/// The charts side by side, as the text of an SVG file.
pub fn svg(charts: &[Chart]) -> Result<String> {
    let mut text = String::new();
    let size = (WIDTH_PX * charts.len() as u32, HEIGHT_PX);
    {
        let root = SVGBackend::with_string(&mut text, size).into_drawing_area();
        let areas = root.split_evenly((1, charts.len()));
        let drawn = root.fill(&WHITE).map_err(|error| cannot_draw(&error)).and_then(|()| {
            areas.iter().zip(charts).try_for_each(|(area, chart)| {
                draw(area, chart).map_err(|error| cannot_draw(error.as_ref()))
            })
        });
        drawn?;
        root.present().map_err(|error| cannot_draw(&error))?;
    }
    Ok(text)
}

fn cannot_draw(error: &dyn std::error::Error) -> Error {
    Error::new(Code::BadSetting, format!("cannot draw the plot: {error}"))
}

type Area<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;

fn draw(area: &Area, chart: &Chart) -> std::result::Result<(), Box<dyn std::error::Error>> {
    let font = ("sans-serif", 16);
    let mut axes = ChartBuilder::on(area)
        .caption(&chart.title, font)
        .margin(12)
        .x_label_area_size(36)
        .y_label_area_size(48)
        .build_cartesian_2d(chart.range(0, 0.0), chart.range(1, 0.05))?;
    axes.configure_mesh()
        .x_desc(chart.x_label)
        .y_desc(chart.y_label)
        .light_line_style(TRANSPARENT)
        .draw()?;
    for line in &chart.lines {
        let style = line.color.stroke_width(2);
        let points = line.points.iter().map(|&[x, y]| (x, y));
        axes.draw_series(LineSeries::new(points, style))?
            .label(&line.name)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], style));
    }
    let mark = |&[x, y]: &[f64; 2]| Cross::new((x, y), 4, BLACK.stroke_width(2));
    axes.draw_series(chart.points.iter().map(mark))?;
    axes.configure_series_labels()
        .position(chart.legend.clone())
        .background_style(WHITE.mix(0.8))
        .border_style(BLACK.mix(0.3))
        .draw()?;
    Ok(())
}
