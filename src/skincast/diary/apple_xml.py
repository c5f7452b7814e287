"""Blocks of an export -> its records, element by element, with the damage that real exports have.

Exports are not always good XML: one version of the phone's system wrote a broken document type, apps put control
characters and attributes with spaces into records, and copies end in the middle. Each line that cannot be read is told,
and reading goes on with the next record.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final
from xml.parsers import expat

from skincast.diary.apple_file import Interrupted
from skincast.diary.complaint import Complaint
from skincast.errors import FileRefused

Take = Callable[[str, dict[str, str], int], Complaint | None]
"""Takes the name, the attributes and the line of an element; returns what is wrong with it."""

_BLANK: Final = bytes(0x20 if byte < 0x20 and byte not in b"\t\n\r" else byte for byte in range(256))
"""Control characters, which XML forbids and some apps write, become spaces."""
_ROOT: Final = re.compile(rb"<HealthData\b")
_ROOT_TAG: Final = b"<HealthData>"
_NEXT: Final = re.compile(
    rb"^[ \t]*(?=<(?:Record|Workout|Correlation|ActivitySummary|ClinicalRecord|Audiogram|VisionPrescription)\b)",
    re.MULTILINE,
)
_CORRELATION_END: Final = re.compile(rb"</Correlation>[^\n]*\n")
_LONGEST_PROLOG_BYTES: Final = 4 * 1024 * 1024
_LONGEST_TOKEN_BYTES: Final = 32 * 1024 * 1024
_DEEPEST: Final = 100
_HINT: Final = "Export the data again in the Health app, and import the zip as it is."


def read_elements(blocks: Iterable[bytes], *, wanted: frozenset[str], take: Take) -> Iterator[Complaint]:
    """Pass every wanted record and every workout to `take`, and yield what is wrong in the order of lines.

    Args:
        blocks: Bytes that end with a line.
        wanted: Values of the attribute `type` of the records to pass on.
        take: Called at once, before the next element is read.

    Raises:
        FileRefused: No export of Apple Health, or one that declares entities.
    """
    reader = _Reader(wanted=wanted, take=take)
    try:
        for block in blocks:
            reader.feed(block.translate(_BLANK))
            yield from reader.drain()
        reader.close()
    except Interrupted:
        reader.interrupt()
    yield from reader.drain()


class _Reader:
    """One parser after another: a new one begins behind each line that the last one could not read."""

    def __init__(self, *, wanted: frozenset[str], take: Take) -> None:
        self._wanted = wanted
        self._take = take
        self._complaints: list[Complaint] = []
        self._line = 1
        """Line at which the block begins."""
        self._root_seen = False
        self._in_correlation = False
        self._told_line = 0
        self._read_bytes = 0
        self._depth = 0
        self._parser: expat.XMLParserType | None = None
        self._begin_parser(line=1)

    def feed(self, block: bytes) -> None:
        """Read one block."""
        at = 0 if self._parser else self._find_next(block, 0)
        while at < len(block) and not self._parse(block, at):
            at = self._recover(block, at)
        self._line += block.count(b"\n")
        self._read_bytes += len(block)
        if not self._root_seen and self._read_bytes > _LONGEST_PROLOG_BYTES:
            raise _no_export()

    def close(self) -> None:
        """Notice whether the file ends where it should."""
        if not self._root_seen:
            raise _no_export()
        try:
            if self._parser:
                self._parser.Parse(b"", True)
        except expat.ExpatError:
            self.interrupt()

    def interrupt(self) -> None:
        """Tell that the file ends in the middle."""
        if not self._root_seen:
            raise _no_export()
        self._complain(self._line, "The file ends in the middle: what stands before was read, what is missing was not.")

    def drain(self) -> Iterator[Complaint]:
        """Hand over what was found wrong so far."""
        complaints, self._complaints = self._complaints, []
        yield from complaints

    def _begin_parser(self, *, line: int, inside: bool = False) -> None:
        parser = expat.ParserCreate("UTF-8")
        parser.specified_attributes = True
        parser.EntityDeclHandler = _refuse_entity
        parser.StartDoctypeDeclHandler = _refuse_other_files
        parser.EndElementHandler = self._end
        self._parser, self._parser_line, self._parser_bytes, self._depth = parser, line, 0, 0
        parser.StartElementHandler = self._start if inside else self._start_root
        if inside:
            parser.Parse(_ROOT_TAG, False)
            self._parser_bytes = len(_ROOT_TAG)

    def _parse(self, block: bytes, at: int) -> bool:
        """Read a block from some place on; False where it cannot be read to its end."""
        parser = self._parser
        if parser is None:
            return True
        try:
            parser.Parse(block[at:] if at else block, False)
        except expat.ExpatError:
            return False
        self._parser_bytes += len(block) - at
        if self._parser_bytes - parser.CurrentByteIndex > _LONGEST_TOKEN_BYTES:
            raise FileRefused("The file holds an element larger than any record.", hint=_HINT)
        return True

    def _recover(self, block: bytes, began: int) -> int:
        """Begin anew behind the damage and return where, or the end of the block."""
        parser = self._parser
        if parser is None:
            return len(block)
        if self._root_seen:
            line = self._parser_line + parser.ErrorLineNumber - 1
            self._complain(line, "This line is damaged and was not read.")
        damage = max(began, began + parser.ErrorByteIndex - self._parser_bytes)
        at = block.rfind(b"\n", 0, damage) + 1
        # A line that was read up to its middle is not read twice, nor one at which this parser began in vain.
        if block[at:damage].strip() or (at <= began and self._parser_bytes <= len(_ROOT_TAG)):
            at = (block.find(b"\n", damage) + 1) or len(block)
        return self._find_next(block, at)

    def _find_next(self, block: bytes, at: int) -> int:
        """Begin a parser at the next place that can be read; without one the rest of the block is lost."""
        self._parser = None
        if self._in_correlation:
            end = _CORRELATION_END.search(block, at)
            if end is None:
                return len(block)
            at, self._in_correlation = end.end(), False
        found = (_NEXT if self._root_seen else _ROOT).search(block, at)
        if found is None:
            return len(block)
        self._begin_parser(line=self._line + block.count(b"\n", 0, found.start()), inside=self._root_seen)
        return found.start()

    def _complain(self, line: int, message: str) -> None:
        if line > self._told_line:
            self._told_line = line
            self._complaints.append(Complaint(line=line, code="damaged", message=message))

    def _start_root(self, name: str, _: dict[str, str]) -> None:
        if name != "HealthData":
            raise _no_export()
        self._root_seen = True
        self._depth = 1
        if self._parser:
            self._parser.StartElementHandler = self._start

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise FileRefused("The file nests its elements more deeply than any export.", hint=_HINT)
        if name == "Record":
            if attributes.get("type") in self._wanted and not self._in_correlation:
                self._pass_on(name, attributes)
        elif name == "Workout":
            self._pass_on(name, attributes)
        elif name == "Correlation":
            # Its records stand in the file a second time, by themselves.
            self._in_correlation = True

    def _end(self, name: str) -> None:
        self._depth -= 1
        if name == "Correlation":
            self._in_correlation = False

    def _pass_on(self, name: str, attributes: dict[str, str]) -> None:
        line = self._parser_line + self._parser.CurrentLineNumber - 1 if self._parser else 0
        complaint = self._take(name, attributes, line)
        if complaint is not None:
            self._complaints.append(complaint)


def _no_export() -> FileRefused:
    return FileRefused("This is not an export of Apple Health.", hint="Name the zip that the Health app exports.")


def _refuse_entity(*_: object) -> None:
    raise FileRefused("The file declares entities, which an export never does.", hint=_HINT)


def _refuse_other_files(_: str, system_id: str | None, public_id: str | None, __: bool) -> None:
    if system_id or public_id:
        raise FileRefused("The file refers to another file, which an export never does.", hint=_HINT)
