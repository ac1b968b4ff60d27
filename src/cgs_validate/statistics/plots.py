"""Plots as SVG that needs nothing else: no script, no font from elsewhere; a table next to each has its numbers."""

import hashlib
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import pygal
from pygal.etree import etree  # lxml's, where that is installed
from pygal.style import Style

# It finds pygal's maps, which are not used, in a way that Python warns of at each import.
sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, pygal.PluginImportFixer)]

_STYLE = Style(
    background="transparent",
    plot_background="transparent",
    foreground="#444",
    foreground_strong="#222",
    foreground_subtle="#999",
    font_family="'Noto Sans TC', 'Microsoft JhengHei', 'PingFang TC', sans-serif",
    value_font_size=11,
    label_font_size=11,
    major_label_font_size=11,
    legend_font_size=12,
    colors=(
        "#1f6f8b",
        "#d1495b",
        "#edae49",
        "#66a182",
        "#7d5ba6",
        "#8d6a4f",
        "#4f7cac",
        "#c06e52",
        "#5c946e",
        "#a05195",
    ),
)

_OPTIONS: dict[str, Any] = {
    "style": _STYLE,
    "js": [],
    "width": 760,
    "print_values": True,
    "print_zeroes": False,
    "disable_xml_declaration": True,
    "legend_at_bottom": True,
    "margin": 12,
}


def bars(title: str, labels: Sequence[str], series: Mapping[str, Sequence[int]]) -> str:
    """Return horizontal bars, one for each label; those of several series are stacked. title: for screen readers."""
    chart = (pygal.HorizontalStackedBar if len(series) > 1 else pygal.HorizontalBar)(
        height=140 + 24 * len(labels), show_legend=len(series) > 1, **_OPTIONS
    )
    chart.x_labels = list(labels)[::-1]  # the first one is drawn at the bottom
    return _drawn(chart, {name: values[::-1] for name, values in series.items()}, title)


def lines(title: str, labels: Sequence[str], series: Mapping[str, Sequence[int | None]]) -> str:
    """Return lines over the labels, such as months; None is a gap."""
    chart = pygal.Line(height=320, x_label_rotation=40, **_OPTIONS | {"print_values": False})
    chart.x_labels = list(labels)
    return _drawn(chart, series, title)


def _drawn(chart: Any, series: Mapping[str, Sequence[int | None]], title: str) -> str:
    chart.uuid = hashlib.sha256(title.encode()).hexdigest()[:12]  # else a random one
    for name, values in series.items():
        chart.add(name, list(values))
    drawing = chart.render_tree()
    for parent in list(drawing.iter()):
        for child in list(parent):
            if not isinstance(child.tag, str) or child.tag.endswith("script"):  # a comment has a function
                parent.remove(child)
    drawing.set("role", "img")
    drawing.set("aria-label", title)
    return str(etree.tostring(drawing, encoding="unicode"))
