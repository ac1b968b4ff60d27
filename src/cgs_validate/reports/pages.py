"""The templates of self-contained HTML pages; all values are escaped."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template


@cache
def page(name: str) -> Template:
    """Return a template by its path in the package, such as ``reports/report.html.j2``."""
    environment = Environment(
        loader=PackageLoader("cgs_validate", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(name)
