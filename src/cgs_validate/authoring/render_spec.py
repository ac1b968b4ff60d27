"""A spec, resolved: for the terminal, as the Markdown page of ``docs/``, and as YAML that can be loaded again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from ..checking.messages import Catalog, catalog
from ..reports.console import Paper, breakable, plain, table
from ..spec import grammar
from ..spec.code_list import CodeList
from ..spec.model import RuleSpec, SheetSpec, TemplateSpec
from ..spec.source import Sourced
from ..spec.yaml_reader import Document, Path_
from ..spec.yaml_writer import spec_text
from ..workbook import column_letters
from .describe import Fields, Wording


def render_spec_yaml(whole: Document) -> str:
    """Return a template's resolved tree as YAML."""
    return spec_text(_typed(whole.data, ()), {})


def render_spec_markdown(spec: TemplateSpec, language: str | None = None) -> str:
    """Return a spec as a Markdown page."""
    return "\n".join(_SpecPage(spec, catalog(language)).markdown())


def render_spec_text(
    spec: TemplateSpec, language: str | None = None, *, colour: bool = False, width: int | None = None
) -> str:
    """Return a spec for a terminal. width: in columns, None for the terminal's."""
    paper = Paper(colour=colour, width=width)
    _SpecPage(spec, catalog(language)).print(paper)
    return paper.text


def _typed(value: Any, path: Path_) -> Any:
    if isinstance(value, dict):
        return {name: _typed(item, (*path, name)) for name, item in value.items()}
    if isinstance(value, list):
        return [_typed(item, (*path, index)) for index, item in enumerate(value)]
    schema = grammar.schema_at(path)
    if schema.get("allowed") == grammar.YES_NO["allowed"]:
        return value == "true"
    number = schema.get("regex") in (grammar.NUMBER["regex"], grammar.COUNT["regex"])
    return int(value) if number and str(int(value)) == value else value


@dataclass(frozen=True)
class _SpecPage:
    """A spec in the words of one language."""

    spec: TemplateSpec
    catalog: Catalog

    @property
    def words(self) -> Any:
        return self.catalog.sentences["spec_page"]

    @property
    def wording(self) -> Wording:
        return Wording(self.spec, self.catalog)

    def heads(self, *names: str) -> list[str]:
        return [str(self.words[name]) for name in names]

    def facts(self) -> str:
        status = self.wording.says("status", self.spec.status, {})
        months = self.wording.span(self.spec.first_month, self.spec.last_month)
        return f"{self.words['months'].format(months=months)}　{self.words['status'].format(status=status)}"

    def place(self, sheet: SheetSpec) -> str:
        name = str(self.words["sheet_name"]).format(name=sheet.sheet_name)
        return f"{name}　{self.words['first_row'].format(row=sheet.layout.first_row)}"

    def rules(self, rules: Iterable[RuleSpec], fields: Fields) -> list[tuple[str, str, str]]:
        return [(self.wording.rule(rule, fields), *self.backing(rule)) for rule in rules]

    def backing(self, declared: Sourced) -> tuple[str, str]:
        return self.wording.source(declared), self.wording.basis(declared)

    def fields(self, sheet: SheetSpec) -> Iterator[tuple[str, str, str, str, str, str]]:
        """Yield of each field its letters, header and name, its requirements, its source and its basis."""
        for number, field in enumerate(sheet.fields.values(), 1):
            asks = self.wording.asks(sheet, field)
            yield column_letters(number), field.header, field.name, asks, *self.backing(field)

    def markdown(self) -> Iterator[str]:
        yield from (f"# {self.spec.id} {plain(self.spec.title)}", "", self.facts(), "", f"`{self.spec.digest}`", "")
        for sheet in self.spec.sheets.values():
            yield from (f"## {plain(sheet.label)}", "", plain(self.place(sheet)), "")
            rows = ((plain(a), plain(b), f"`{c}`", *map(plain, rest)) for a, b, c, *rest in self.fields(sheet))
            yield from (*table(self.heads("column", "field", "name", "asks", "source", "basis"), rows), "")
            yield from self.markdown_rules(sheet.rules, sheet.fields)
        yield from self.markdown_rules(self.spec.rules, self.spec.fields, "## ", "workbook_rules")
        yield from (f"## {self.words['codes']}", "")
        for codes in self.spec.code_lists.values():
            source, basis = self.backing(codes)
            backing = self.wording.of(self.words["source"], self.words["backing"].format(source=source, basis=basis))
            yield from (f"### {plain(codes.title)}", "", plain(backing), "")
            rows = (tuple(map(plain, row)) for row in _codes(codes))
            yield from (*table(self.heads("code", "label", "definition"), rows), "")
        yield from (f"## {self.words['documents']}", "")
        yield from (f"- {plain(self.wording.of(name, title))}" for name, title in self.spec.documents.items())
        yield ""

    def markdown_rules(
        self, rules: Iterable[RuleSpec], fields: Fields, level: str = "### ", title: str = "rules"
    ) -> Iterator[str]:
        rows = [tuple(map(plain, row)) for row in self.rules(rules, fields)]
        if rows:
            yield from (f"{level}{self.words[title]}", "")
            yield from (*table(self.heads("rule", "source", "basis"), rows), "")

    def print(self, paper: Paper) -> None:
        paper.print(Text.assemble((self.spec.id, "bold"), "  ", self.spec.title))
        paper.print(Text(self.facts()))
        paper.print(Text(self.spec.digest, style="dim"), soft_wrap=True)
        for sheet in self.spec.sheets.values():
            paper.print(Text(f"\n{sheet.label}", style="bold underline"))
            paper.print(Text(self.place(sheet), style="dim"))
            columns = (
                (
                    Text(letters, "dim"),
                    Text.assemble((header, "bold"), "\n", (name, "dim")),
                    self.text(asks),
                    self.sourced(source, basis),
                )
                for letters, header, name, asks, source, basis in self.fields(sheet)
            )
            paper.print(self.drawn(self.heads("column", "field", "asks", "source"), (1, 7, 9, 9), columns))
            self.print_rules(paper, self.words["rules"], self.rules(sheet.rules, sheet.fields))
        self.print_rules(paper, self.words["workbook_rules"], self.rules(self.spec.rules, self.spec.fields))
        paper.print(Text(f"\n{self.words['codes']}", style="bold underline"))
        for codes in self.spec.code_lists.values():
            paper.print(Text.assemble("\n", (codes.title, "bold"), f"  {codes.name}"))
            paper.indented(self.sourced(*self.backing(codes)), 2)
            if any(code.definition for code in codes.codes.values()):
                rows = (tuple(map(self.text, row)) for row in _codes(codes))
                paper.print(self.drawn(self.heads("code", "label", "definition"), (1, 5, 14), rows))
            else:
                paper.indented(self.text(str(codes)), 2)
        paper.print(Text(f"\n{self.words['documents']}", style="bold underline"))
        for name, title in self.spec.documents.items():
            paper.indented(Text.assemble((name, "bold"), "  ", self.text(title)), 2)

    def print_rules(self, paper: Paper, title: str, rules: list[tuple[str, str, str]]) -> None:
        if rules:
            paper.print(Text(f"\n{title}", style="bold"))
        for says, source, basis in rules:
            paper.indented(self.text(says), 2)
            paper.indented(self.sourced(source, basis), 6)

    def drawn(self, heads: Iterable[str], ratios: Iterable[int], rows: Iterable[Iterable[Text]]) -> Table:
        """Return a table for the terminal; the first column is as narrow as it can be."""
        drawn = Table(box=box.SIMPLE_HEAD, expand=True, header_style="dim", pad_edge=False)
        for number, (head, ratio) in enumerate(zip(heads, ratios, strict=True)):
            drawn.add_column(head, ratio=ratio if number else None, no_wrap=not number, overflow="fold")
        for row in rows:
            drawn.add_row(*row)
        return drawn

    def sourced(self, source: str, basis: str) -> Text:
        return Text.assemble((basis, "cyan"), self.text(" "), (str(self.text(source)), "dim"))

    def text(self, text: str) -> Text:
        """Return a text that breaks where its language may."""
        return Text(breakable(text))


def _codes(codes: CodeList) -> list[tuple[str, str, str]]:
    return [(code.code, code.label, code.definition) for code in codes.codes.values()]
