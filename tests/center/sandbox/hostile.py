"""PDFs that were built to do harm or to cost much, and some that only look like it."""

import io
import struct
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, String


def pdf(change=None, **options):
    """One page; ``change`` adds to it before it is written."""
    document = pikepdf.new()
    document.add_blank_page()
    if change:
        change(document)
    into = io.BytesIO()
    document.save(into, **options)
    return into.getvalue()


PLAIN = pdf()
SCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def _root(**entries):
    def change(document):
        for name, value in entries.items():
            document.Root[f"/{name}"] = value

    return pdf(change)


def action(**entries):
    return _root(OpenAction=Dictionary(**entries))


def annotation(**entries):
    def change(document):
        one = Dictionary(Type=Name.Annot, Rect=Array([0, 0, 9, 9]), **entries)
        document.pages[0].Annots = Array([document.make_indirect(one)])

    return pdf(change)


def attached(document):
    document.attachments["a.exe"] = b"MZ"


def _behind_a_name(document):
    document.Root.OpenAction = document.make_indirect(
        Dictionary(S=document.make_indirect(Name.GoToR), F=String("\\\\host\\share"))
    )


def _kept_apart(document):
    document.make_indirect(SCRIPT)
    document.Root.Kept = Array([document.make_indirect(SCRIPT)])


def added(objects, root=b"1 0 R"):
    """A later version, written behind the file as viewers and signers do."""
    before = PLAIN.rindex(b"startxref")
    last = PLAIN[before:].split()[1]
    body = PLAIN + b"\n" + objects
    number, place = objects.split(b" ", 1)[0], len(PLAIN) + 1
    return body + (
        b"\nxref\n%s 1\n%010d 00000 n \ntrailer<</Size 90/Root %s/Prev %s>>"
        b"\nstartxref\n%d\n%%%%EOF\n" % (number, place, root, last, len(body) + 1)
    )


CATALOG = (
    b"80 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(1)>>>>endobj"
)


def _hidden_in(before, after, script=b"/OpenAction<</S/JavaScript/JS(app.alert)>>"):
    """A catalog between two marks that a search of the bytes takes for page data."""
    return (
        b"%PDF-1.4\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
        + before
        + b"\n1 0 obj<</Type/Catalog/Pages 2 0 R"
        + script
        + b">>endobj\n"
        + after
        + b"\ntrailer<</Root 1 0 R/Size 9>>\nstartxref\n9\n%%EOF\n"
    )


def _packed(document):
    document.Root.OpenAction = document.make_indirect(
        Dictionary(S=Name.JavaScript, JS=String("1"), X=Dictionary(Y=Dictionary()))
    )


ACTIVE = {
    "script when opened": action(S=Name.JavaScript, JS=String("1")),
    "script in a tree of names": _root(
        Names=Dictionary(JavaScript=Dictionary(Names=Array([String("a"), SCRIPT])))
    ),
    "script of a page": pdf(
        lambda document: document.pages[0].__setitem__("/AA", Dictionary(O=SCRIPT))
    ),
    "script of a link": annotation(Subtype=Name.Link, A=SCRIPT),
    "script of a field": _root(
        AcroForm=Dictionary(Fields=Array([Dictionary(AA=Dictionary(K=SCRIPT))]))
    ),
    "script in an object stream": pdf(
        _packed, object_stream_mode=pikepdf.ObjectStreamMode.generate
    ),
    "script that nothing leads to": pdf(_kept_apart),
    "script behind a comment": _hidden_in(b"%stream", b"%endstream"),
    "script in a string's marks": _hidden_in(
        b"5 0 obj(stream\n)endobj", b"6 0 obj(endstream)endobj"
    ),
    "script with a spelled name": _hidden_in(
        b"", b"", b"/OpenAction<</S/J#61va#53cript/J#53(1)>>"
    ),
    "script in a later version": added(CATALOG, b"80 0 R"),
    "script in an earlier version": added(
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj"
    ).replace(b"/Type /Catalog", b"/JS(1)/X /Yyyy", 1),
    "script that only a repair finds": PLAIN.replace(
        b"xref\n", b"70 0 obj<</S/JavaScript/JS(1)>>endobj\nxref\n", 1
    ),
    "program": action(S=Name.Launch, F=String("cmd.exe")),
    "form that is sent": action(S=Name.SubmitForm, F=String("http://x")),
    "form that is filled": action(S=Name.ImportData, F=String("x.fdf")),
    "other file": action(S=Name.GoToR, F=String("\\\\host\\share")),
    "other file behind a name": pdf(_behind_a_name),
    "file within": action(S=Name.GoToE, T=Dictionary(R=Name.C)),
    "link to a file": annotation(
        Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("file:///etc/passwd"))
    ),
    "link to a script": annotation(
        Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("JavaScript:alert(1)"))
    ),
    "attachment": pdf(attached),
    "attachment with an object stream": pdf(
        attached, object_stream_mode=pikepdf.ObjectStreamMode.generate
    ),
    "attachment pinned to a page": annotation(
        Subtype=Name.FileAttachment, FS=Dictionary(F=String("a"))
    ),
    "associated file": _root(AF=Array([Dictionary(Type=Name.Filespec, F=String("a"))])),
    "associated file without its type": _root(
        X=Dictionary(F=String("a"), EF=Dictionary(F=Dictionary()))
    ),
    "form in XML": _root(AcroForm=Dictionary(XFA=String("<xdp/>"))),
    "rich media": annotation(Subtype=Name.RichMedia),
    "movie": annotation(Subtype=Name.Movie),
    "portfolio": _root(Collection=Dictionary(View=Name.T)),
}


def _with(**info):
    def change(document):
        document.docinfo.update({f"/{name}": value for name, value in info.items()})

    return change


def _page_text(document):
    words = b"BT (/JavaScript /JS /Launch <</S/JavaScript>>) Tj ET"
    document.pages[0].Contents = document.make_stream(words)


def _link(document):
    one = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([0, 0, 9, 9]),
        A=Dictionary(S=Name.URI, URI=String("https://example.cn/JS/JavaScript")),
    )
    document.pages[0].Annots = Array([one])


def _starts_at_the_top(document):
    document.Root.OpenAction = Array([document.pages[0].obj, Name.Fit])


def _signed(document):
    document.Root.AcroForm = Dictionary(
        SigFlags=3, Fields=Array([Dictionary(FT=Name.Sig, T=String("签名"))])
    )


HARMLESS = {
    "plain": PLAIN,
    "title with a slash": pdf(_with(Title="React/JS report")),
    "title in Chinese": pdf(_with(Title="React/JS 学习（/JavaScript）")),
    "words of a page": pdf(_page_text),
    "link": pdf(_link),
    "opens at a page": pdf(_starts_at_the_top),
    "signature": pdf(_signed),
    "bytes before it": b"\xef\xbb\xbf\r\n" + PLAIN,
    "zeros behind it": PLAIN + b"\0" * 3000,
    "lines behind it": PLAIN + b"\r\n" * 40,
    "for the web": pdf(linearize=True),
    "object streams": pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate),
    "changed once": added(b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj"),
    "mended by its reader": PLAIN.replace(b"startxref\n", b"startxref\n1", 1),
}


def _bomb():
    """An object stream that holds a list of thirty million numbers."""
    packed = zlib.compress(b"8 0 [" + b"1 " * 30_000_000 + b"]", 9)
    parts = [
        b"1 0 obj<</Type/Catalog/Pages 2 0 R/X 8 0 R>>endobj\n",
        b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n",
        b"7 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n"
        % len(packed)
        + packed
        + b"\nendstream endobj\n",
    ]
    body, places = HEAD, []
    for part in parts:
        places.append(len(body))
        body += part
    rows = [(1, places[0], 0), (1, places[1], 0), (1, places[2], 0), (2, 7, 0)]
    table = b"".join(struct.pack(">BIB", *row) for row in rows)
    return body + (
        b"9 0 obj<</Type/XRef/Size 10/Root 1 0 R/W[1 4 1]/Index[1 2 7 2]/Length %d>>"
        b"stream\n%s\nendstream endobj\nstartxref\n%d\n%%%%EOF\n"
        % (len(table), table, len(body))
    )


HEAD, END = b"%PDF-1.4\n", b"\ntrailer<</Root 1 0 R>>\n%%EOF"
COSTLY = {
    "many streams": HEAD + b"stream\n" * 28_571 + b"\n%%EOF",
    "five megabytes of streams": HEAD + b"stream\n" * 740_000 + b"\n%%EOF",
    "object streams without end": HEAD
    + b"1 0 obj<</Type/ObjStm>>stream\n" * 150_000
    + END,
    "streams without end": HEAD
    + b"".join(b"%d 0 obj<</Length 5>>stream\n" % n for n in range(1, 90_000))
    + END,
    "streams with a false end": HEAD
    + b"".join(b"%d 0 obj<</Length 5>>stream\nendstreamx" % n for n in range(1, 90_000))
    + END,
    "starts of objects": HEAD + b"1 0 obj\n" * 600_000 + END,
    "different objects": HEAD
    + b"".join(b"%d 0 obj 1 endobj\n" % n for n in range(1, 200_000))
    + END,
    "versions": PLAIN * 3_000,
    "nested arrays": HEAD + b"1 0 obj" + b"[" * 4_000_000 + END,
    "nested dictionaries": HEAD + b"1 0 obj" + b"<</A" * 1_000_000 + END,
    "open strings": HEAD + b"1 0 obj " + b"(" * 4_000_000 + END,
    "names": HEAD + b"1 0 obj[" + b"/A#41" * 900_000 + b"]endobj" + END,
    "numbers": HEAD + b"1 0 obj[" + b"1 " * 2_000_000 + b"]endobj" + END,
    "bomb": _bomb(),
}
