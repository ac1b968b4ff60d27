"""The generated pages of ``docs/``: a page of all finding codes in each language, a page for each template."""

from collections.abc import Iterator
from pathlib import Path

from . import explanations
from .messages import LANGUAGES, catalog
from .spec import FieldSpec, SheetSpec, TemplateSpec
from .spec_library import list_specs, load_spec

_GENERATED = "<!-- cgs-validate spec docs -->"


def pages() -> dict[Path, str]:
    """Return every generated page, by its path below ``docs/``. Raises SpecError."""
    rules = {Path(f"rules.{language}.md"): "\n".join(_rules(language)) for language in LANGUAGES}
    specs = (load_spec(spec_id) for spec_id in list_specs())
    return {
        **rules,
        **{Path("templates") / f"{spec.id.replace('/', '-')}.md": "\n".join(_template(spec)) for spec in specs},
    }


def _rules(language: str) -> Iterator[str]:
    sentences = catalog(language)
    words = {name: sentences.text(f"explain_{name}") for name in ("about", "wrong", "right", "hint")}
    yield from (_GENERATED, f"# {sentences.text('rules_title')}", "")
    for page in explanations.load(language).values():
        kind = sentences.text("warning" if page.severity == "warning" else page.kind)
        yield from (f"## {page.code}", "", f"**{kind}** · {page.message}", "", page.about, "")
        yield from (f"- {words['wrong']}{page.wrong}", f"- {words['right']}{page.right}")
        yield from (f"- {words['hint']}{page.hint}", "")


def _template(spec: TemplateSpec) -> Iterator[str]:
    last = spec.last_month or ""
    yield from (_GENERATED, f"# {spec.id} {spec.title}", "")
    yield from (f"適用月份：{spec.first_month}～{last}　狀態：{spec.status}", "", f"`{spec.digest}`", "")
    for sheet in spec.sheets.values():
        yield from (f"## {sheet.label}", "", f"工作表名稱：{sheet.sheet_name}", "")
        yield from ("| 欄位 | 名稱 | 填什麼 | 出處 | 依據 |", "|---|---|---|---|---|")
        for field in sheet.fields.values():
            source = f"{field.source.document} {field.source.place}：{field.source.quote}"
            cells = (field.header, f"`{field.name}`", "；".join(_answers(sheet, field)), source, field.basis)
            yield f"| {' | '.join(_escape(cell) for cell in cells)} |"
        yield ""
    yield from ("## 代碼", "")
    for codes in spec.code_lists.values():
        place = f"{codes.source.document} {codes.source.place}"
        yield from (
            f"### {codes.title}",
            "",
            f"出處：{place}（{codes.basis}）",
            "",
            "| 代碼 | 名稱 | 定義 |",
            "|---|---|---|",
        )
        for code in codes.codes.values():
            yield f"| {code.code} | {_escape(code.label)} | {_escape(code.definition)} |"
        yield ""
    yield from ("## 出處", "")
    yield from (f"- {name}：{title}" for name, title in spec.documents.items())
    yield ""


def _answers(sheet: SheetSpec, field: FieldSpec) -> Iterator[str]:
    if field.codes:
        yield f"代碼：{field.codes.title}"
    else:
        yield {"integer": "整數", "date": "日期"}.get(field.type, "文字")
    if field.choices and field.choices.most != 1:
        most = f"最多 {field.choices.most} 項" if field.choices.most else "可複選"
        yield f"{most}，以「{field.choices.separator}」分隔"
    yield from (f"{name} {value}" for name, value in field.constraints.items())
    otherwise = "空白" if field.otherwise is None else f"填 {field.otherwise}"
    for name, codes in field.applies_when.items():
        yield f"「{sheet.fields[name].header}」是 {'、'.join(codes)} 才填，否則{otherwise}"
    if field.choices and field.choices.none and field.choices.most != 1:
        yield f"沒有就填 {field.none}"
    for code, condition in field.codes_only_when.items():
        for name, codes in condition.items():
            yield f"{code} 限「{sheet.fields[name].header}」是 {'、'.join(codes)}"


def _escape(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
