"""The proof of an erasure: what was deleted, where was looked, what was found. Signed with the master key."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from skincast.errors import ErasureIncomplete
from skincast.journal.deleting import Deleted
from skincast.journal.keys import MasterKey
from skincast.journal.needles import Sought
from skincast.journal.search import Found, Searched

FORMAT = "skincast.erasure/1"
PURPOSE = "proof of erasure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """How many needles of one kind were looked for, and how often one was found."""

    what: str
    needles: int
    found: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureProof:
    """What an erasure did and what a search of every byte of the journal's folder found afterwards.

    It names nobody: `subject` is a keyed digest, by which `verify_proof` knows the person's id again.
    """

    format: str = FORMAT
    subject: str
    erased_at: datetime
    deleted: Deleted
    rows_left: int
    """Rows of the person in the database afterwards."""
    files_searched: int
    bytes_searched: int
    looked_for: tuple[Looked, ...]
    not_looked_for: tuple[str, ...]
    found: tuple[Found, ...]
    left_to_do: tuple[str, ...]
    """What could not be done, and how it will be."""
    remarks: tuple[str, ...]
    """What a search of this folder cannot show."""
    complete: bool
    signature: str = ""

    def to_json(self) -> str:
        """The proof as text, signature included."""
        return json.dumps(_plain(self), indent=2, ensure_ascii=False) + "\n"


def make_proof(
    master: MasterKey,
    *,
    person_id: str,
    erased_at: datetime,
    deleted: Deleted,
    rows_left: int,
    sought: Sought,
    searched: Searched,
    left_to_do: tuple[str, ...],
    remarks: tuple[str, ...],
) -> ErasureProof:
    """Put a proof together and sign it."""
    proof = ErasureProof(
        subject=_subject(master, person_id),
        erased_at=erased_at,
        deleted=deleted,
        rows_left=rows_left,
        files_searched=searched.files,
        bytes_searched=searched.bytes,
        looked_for=_looked(sought, searched),
        not_looked_for=sought.not_sought,
        found=searched.found,
        left_to_do=left_to_do,
        remarks=remarks,
        complete=not (searched.found or left_to_do or rows_left),
    )
    return replace(proof, signature=_sign(master, _plain(proof)))


def require_complete(proof: ErasureProof) -> None:
    """Refuse a proof that proves too little.

    Raises:
        ErasureIncomplete: something was found, or could not be done.
    """
    if proof.complete:
        return
    where = sorted({one.file for one in proof.found})
    found = f" Found again in: {', '.join(where)}." if where else ""
    raise ErasureIncomplete(
        f"The person is erased, but bytes of theirs may still be found. {' '.join(proof.left_to_do)}{found}",
        hint="Close every other program that uses this journal, then run any command on it: it finishes the work.",
    )


def verify_proof(master: MasterKey, text: str, *, person_id: str | None = None) -> bool:
    """Tell whether a proof was made by this journal's key and not changed since.

    Args:
        master: the key that should have signed it.
        text: of `ErasureProof.to_json`.
        person_id: whom it should be about; None: whoever it is.
    """
    try:
        fields = json.loads(text)
    except ValueError:
        return False
    if not isinstance(fields, dict) or fields.get("format") != FORMAT:
        return False
    signature = str(fields.pop("signature", ""))
    if not hmac.compare_digest(signature.encode(), _sign(master, fields).encode()):
        return False
    return person_id is None or fields["subject"] == _subject(master, person_id)


def _subject(master: MasterKey, person_id: str) -> str:
    return master.digest(PURPOSE, person_id).hex()


def _sign(master: MasterKey, fields: Mapping[str, object]) -> str:
    """Source: RFC 2104, over JSON with sorted keys."""
    unsigned = {name: value for name, value in fields.items() if name != "signature"}
    text = json.dumps(unsigned, sort_keys=True, separators=(",", ":"))
    return hmac.digest(master.derive(f"{PURPOSE}, signature"), text.encode(), hashlib.sha256).hex()


def _plain(proof: ErasureProof) -> dict[str, object]:
    return {**asdict(proof), "erased_at": proof.erased_at.isoformat()}


def _looked(sought: Sought, searched: Searched) -> tuple[Looked, ...]:
    found: Counter[str] = Counter()
    for one in searched.found:
        found[one.what] += one.times
    needles = Counter(needle.what for needle in sought.needles)
    return tuple(Looked(what=what, needles=count, found=found[what]) for what, count in needles.items())
