"""What runs or fetches when Excel opens a file is found in any sheet and part, however it is written."""

import io
from collections.abc import Callable

import pytest
from hostile_making import GOOD, MAIN, OFFICE, SHEET_1, TYPES, book, changed

from cgs_validate import ReadError, mark, unmark, validate
from cgs_validate.ooxml.container import Container
from cgs_validate.ooxml.limits import ACTIVE, Limits

UNREAD = "xl/worksheets/sheet9.xml"  # to which nothing leads
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def cell(formula: str) -> bytes:
    return f'<worksheet xmlns="{MAIN}"><sheetData><row><c>{formula}</c></row></sheetData></worksheet>'.encode()


def rule(formula: str) -> bytes:
    rules = f'<conditionalFormatting sqref="A1"><cfRule type="expression">{formula}</cfRule></conditionalFormatting>'
    return f'<worksheet xmlns="{MAIN}"><sheetData/>{rules}</worksheet>'.encode()


def prefixed(formula: str) -> bytes:
    formula = formula.replace("<f>", "<x:f>").replace("</f>", "</x:f>")
    return f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:c>{formula}</x:c></x:sheetData></x:worksheet>'.encode()


def named(name: str, formula: str = "1") -> bytes:
    return book(SHEET_1, more=f'<definedNames><definedName name="{name}">{formula}</definedName></definedNames>')


def pivot(source: str) -> bytes:
    return f"<pivotCacheDefinition {REFRESHED}><cacheSource {source}/></pivotCacheDefinition>".encode()


def linked(kind: str, target: str, part: str = "xl/drawings/_rels/drawing9.xml.rels") -> bytes:
    relation = f'<Relationship Id="a" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="External"/>'
    return changed({part: f'<Relationships xmlns="{RELATIONS}">{relation}</Relationships>'.encode()})


FORMULAS = {
    "dde": ("cmd|'/c calc'!A0", "c&#x6d;d&#124;x!A0", "c<![CDATA[md|x]]>!A0", "cmd<!-- -->|x!A0", "cmd<?a?>|x!A0"),
    "remote_functions": (
        'WEBSERVICE("http://127.0.0.1:9")',
        "_xlfn.WEBSERVICE(A1)",
        "1+_xlfn.IMAGE(A1)",
        "image (A1)",
        'RTD("a",,"b")',
        'CALL("Kernel32","Beep","J")',
        'REGISTER.ID("a","b")',
        "WEB&#83;ERVICE(A1)",
        "WEB<![CDATA[SERVICE]]>&#x28;A1)",
        "WEB<!-- -->SERVICE(A1)",
        '_xlfn.LAMBDA(_xlpm.x,_xlpm.x("u"))(WEBSERVICE)',
        '_xlfn.LAMBDA(_xlpm.x,_xlpm.x("u"))(_xleta.IMAGE)',
        "_xlfn.MAP(A1:A9,_xleta.TRANSLATE)",
        'SQL.REQUEST("DSN=a","",1,"select")',
        '_xlfn._xlws.IMPORTTEXT("C:&#92;a.txt")',
        'importcsv("http://host/a.csv")',
        "_xlfn._xlws.PY(0,1,A1)",
        "_xlfn.COPILOT(A1)",
        "_xlfn.STOCKHISTORY(A1,1)",
        "DETECTLANGUAGE(A1)",
    ),
    "external_links": (
        "'\\\\host\\share\\[a.xlsx]S'!A1",
        "'http://host/[a.xlsx]S'!A1",
        "SUM('C:\\o''brien\\[a.xlsx]S 1'!$A$1:$A$9)",
        "'&#92;&#92;host&#92;&#91;a.xlsx]S'!A1",
        "'\\\\host\\<!-- -->[a.xlsx]S'!A1",
    ),
}
FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    f"{kind} as {written} in a {make.__name__}": (kind, lambda m=make, w=written: changed({UNREAD: m(f"<f>{w}</f>")}))
    for kind, formulas in FORMULAS.items()
    for written in formulas
    for make in (cell, prefixed)
}
FILES |= {
    f"{kind} as {written} in a rule": (kind, lambda w=written: changed({UNREAD: rule(f"<formula>{w}</formula>")}))
    for kind, formulas in FORMULAS.items()
    for written in formulas
}
FILES |= {
    f"{kind} as {written} in a name": (kind, lambda w=written: named("a", w))
    for kind, formulas in FORMULAS.items()
    for written in formulas
}
ADD_IN = "application/vnd.ms-office.webextension+xml"
DDE, CALL = "<f>cmd|x!A0</f>", "<f>RTD(1)</f>"
REFRESHED = 'refreshOnLoad="1"'
FILES |= {
    f"a name that is {written}": ("remote_functions", lambda w=written: named("a", w))
    for written in (
        "_xleta.WEBSERVICE",
        "_xleta.RTD",
        "WEBSERVICE",
        "_xle<!-- -->ta.CALL",
        "_xlet&#97;.CALL",
        "WEB<?a?>SERVICE",
    )
}
FILES |= {
    "a formula with attributes": ("dde", lambda: changed({UNREAD: cell(DDE.replace("<f", "<f t='a>b' ca='1'"))})),
    "a formula behind an element in it": ("dde", lambda: changed({UNREAD: cell("<f>1<a/>+cmd|x!A0</f>")})),
    "a formula in UTF-16": ("dde", lambda: changed({UNREAD: cell(DDE).decode().encode("utf-16")})),
    "a formula behind a comment": ("dde", lambda: changed({UNREAD: b"<!-- -->" + cell(DDE)})),
    "a sheet of another name": ("dde", lambda: changed({"xl/media/image9.png": cell(DDE)})),
    "a sheet of another name in UTF-16": ("dde", lambda: changed({"xl/a.bin": cell(DDE).decode().encode("utf-16")})),
    "a validation": ("dde", lambda: changed({UNREAD: rule("<formula1>cmd|x!A0</formula1>")})),
    "an extension": ("dde", lambda: changed({UNREAD: rule("<q:f xmlns:q='urn:q'>cmd|x!A0</q:f>")})),
    "a table": (
        "remote_functions",
        lambda: changed(
            {"xl/tables/t.xml": b"<table><calculatedColumnFormula>RTD(1)</calculatedColumnFormula></table>"}
        ),
    ),
    "a chart": (
        "dde",
        lambda: changed(
            {"xl/charts/c.xml": f'<c:chartSpace xmlns:c="u">{DDE.replace("f>", "c:f>")}</c:chartSpace>'.encode()}
        ),
    ),
    "a connection": (
        "connections",
        lambda: changed({"xl/connections.xml": f"<connections><connection {REFRESHED}/></connections>".encode()}),
    ),
    "a query": (
        "connections",
        lambda: changed({"xl/queryTables/q.xml": f"<queryTable {REFRESHED.replace('1', 'true')}/>".encode()}),
    ),
    "a pivot table": (
        "connections",
        lambda: changed({"xl/p.xml": pivot('type="external"')}),
    ),
    "an add-in by folder": ("web_extensions", lambda: changed({"xl/webextensions/taskpanes.xml": b"<a/>"})),
    "an add-in by relation": ("web_extensions", lambda: linked("webextensiontaskpanes", "a.xml")),
    "an add-in by type": (
        "web_extensions",
        lambda: changed(
            {
                "xl/a.xml": b"<a/>",
                TYPES: GOOD[TYPES].replace(
                    b"</Types>",
                    f'<Override PartName="/xl/a.xml" ContentType="{ADD_IN}"/></Types>'.encode(),
                ),
            }
        ),
    ),
    "a picture in an old drawing": (
        "network_links",
        lambda: changed({"xl/drawings/v.vml": b'<xml xmlns:v="u"><v:imagedata src="&#92;&#92;host/a.png"><br></xml>'}),
    ),
}
FILES |= {
    f"a name {name}": ("auto_run", lambda n=name: named(n))
    for name in ("Auto_Open", "_xlnm.Auto_Open", "auto_open_1", "AuTo_ClOsE", "Auto_Activate", "&#65;uto_Deactivate")
}
FILES |= {
    f"a link to {target}": ("network_links", lambda t=target: linked("image", t))
    for target in (
        "\\\\host\\a.png",
        "//host/a.png",
        "file://host/a",
        "file:///\\\\host\\a",
        "FILE:////host/a",
        "%5C%5Chost/a",
    )
}
BENIGN = {
    f"a link to {target}": lambda t=target: linked("image", t)
    for target in ("https://host/a.png", "a.png", "../a.png", "file:///C:\\a.png", "C:\\a.png", "file:///Users/a.png")
}
BENIGN |= {
    "a hyperlink to a folder": lambda: linked("hyperlink", "\\\\host\\a.xlsx"),
    "formulas of its own": lambda: changed({UNREAD: cell('<f>SUM(A1:A2)&amp;"cmd|x"&amp;"RTD("</f>')}),
    "links to be clicked": lambda: changed(
        {UNREAD: cell('<f>HYPERLINK("\\\\host\\[a.xlsx]S!A1","\\\\host\\[a.xlsx]S\'!A1")</f>')}
    ),
    "parts of a table": lambda: changed({UNREAD: cell("<f>SUM(A1/[Image],T[[#All],[Call]])/[a]*'S 1'!A1</f>")}),
    "names of its own": lambda: named("Image", "SUM(Call,Register)*IMAGE!A1+WebService!A1+MyWEBSERVICE"),
    "variables of a formula": lambda: changed({UNREAD: cell("<f>_xlfn.LET(_xlpm.image,1,_xlpm.image+1)</f>")}),
    "a link by number": lambda: changed({UNREAD: cell("<f>'[1]S 1'!A1+[1]S!A1</f>")}),
    "texts like formulas": lambda: changed({UNREAD: cell("<is><t>cmd|x RTD(1)</t></is>")}),
    "a shared formula": lambda: changed({UNREAD: cell('<f t="shared" si="0"/>\n<v>|</v>')}),
    "a pivot table of its own data": lambda: changed({"xl/p.xml": pivot('type="worksheet"')}),
    "a name of its own": lambda: named("Auto_mobile", "SUM(A1)"),
}


@pytest.mark.parametrize(("kind", "make"), FILES.values(), ids=FILES)
def test_active_content_is_refused_unless_it_is_allowed(kind: str, make: Callable[[], bytes]) -> None:
    with pytest.raises(ReadError) as raised:
        Container(make())
    assert raised.value.code == kind
    assert Container(make(), Limits(allow=frozenset([kind])))


@pytest.mark.parametrize("make", BENIGN.values(), ids=BENIGN)
def test_other_content_is_read(make: Callable[[], bytes]) -> None:
    assert Container(make())


def test_every_command_refuses_alike() -> None:
    data = changed({UNREAD: cell(CALL)})
    report = validate(data, "cgs/111", limits=Limits(allow=frozenset(ACTIVE)))
    for act in (validate, lambda file: mark(file, report, io.BytesIO()), lambda file: unmark(file, io.BytesIO())):
        with pytest.raises(ReadError) as raised:
            act(data)
        assert raised.value.code == "remote_functions"


def test_each_kind_is_seen_in_some_file() -> None:
    assert {kind for kind, _ in FILES.values()} | {"macros", "external_links", "embedded", "activex"} == set(ACTIVE)


def test_a_sheet_that_cannot_be_looked_through_is_damaged() -> None:
    with pytest.raises(ReadError) as raised:
        Container(changed({UNREAD: cell("<x:f>CALL(").partition(b"</c>")[0]}))
    assert raised.value.code == "damaged"
