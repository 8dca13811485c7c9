"""What answers have to be: each check takes what was typed and gives what is meant, or says why not."""

from __future__ import annotations

import re

from assay.commands.asking import Check
from assay.durations import parse_date
from assay.layout import is_reserved, why_no_id
from assay.wording import as_id

_FOLDER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62}[A-Za-z0-9])?", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?", re.ASCII)
_MAIL = re.compile(r"[^@\x00-\x20]+@[^@\x00-\x20]+")
_PERSON = re.compile(r"(?P<name>[^<>]*\S)\s*<(?P<mail>[^<>]*)>")
# What is installed is named exactly: a branch or a tag may be something else tomorrow.
_RELEASE = re.compile(r"assay-report==[0-9][0-9A-Za-z.+]{0,60}", re.ASCII)
_PLACE = r"(?:[a-z0-9_-]+@)?[A-Za-z0-9.-]+(?::[0-9]+)?/[A-Za-z0-9._~/+%-]+"
_ADDRESS = re.compile(
    rf"(?:assay-report @ )?(?:git\+(?:https|ssh)://{_PLACE}@(?:[0-9a-f]{{40}}|[0-9a-f]{{64}})|https://{_PLACE}\.whl)",
    re.ASCII,
)
_LONGEST_MAIL = 254
_LONGEST_NAME = 200


def line(most: int) -> Check:
    """A text of one line, of at most so many characters."""
    return lambda answer: _bounded(" ".join(answer.split()), most, "say something")


def paragraph(most: int, missing: str = "say something") -> Check:
    """A text of one line or more, of at most so many characters; `missing`: what is said of none."""

    def check(answer: str) -> str:
        return _bounded("\n".join(one.rstrip() for one in answer.strip().splitlines()), most, missing)

    return check


def _bounded(text: str, most: int, missing: str) -> str:
    if not text:
        raise ValueError(missing)
    if len(text) > most:
        raise ValueError(f"that has {len(text):,} characters, and may have {most:,}")
    if not all(sign.isprintable() or sign in "\n\t" for sign in text):
        raise ValueError("it has characters that cannot be printed")
    return text


def language(answer: str) -> str:
    """A language code."""
    if not _LANGUAGE.fullmatch(answer):
        raise ValueError(f"{answer!r} is not a language code such as en, hu or pt-BR")
    return answer


def languages(answer: str) -> str:
    """One language code or more, with blanks between them."""
    codes = [language(code) for code in answer.replace(",", " ").split()]
    if not codes:
        raise ValueError("name one, such as en")
    return " ".join(dict.fromkeys(codes))


def person(answer: str) -> str:
    """Somebody, as `Name <mail>`."""
    name, mail = parse_person(answer)
    return f"{name} <{mail}>"


def parse_person(answer: str) -> tuple[str, str]:
    """The name and the address in `Name <mail>`."""
    found = _PERSON.fullmatch(answer.strip())
    if not found:
        raise ValueError("write it as: Ana Example <ana@example.org>")
    mail = found["mail"].strip()
    if not _MAIL.fullmatch(mail) or len(mail) > _LONGEST_MAIL or not mail.isprintable():
        raise ValueError(f"{mail!r} is not a mail address such as ana@example.org")
    return line(_LONGEST_NAME)(found["name"]), mail


def package(answer: str) -> str:
    """What pip installs: a release of Assay, or the address of a wheel or of a repository with a commit."""
    text = " ".join(answer.split())
    if "https://" in text and "@" in text.partition("https://")[2].partition("/")[0]:
        raise ValueError("leave names and passwords out of the address: files in git are no place for them")
    if not (_RELEASE.fullmatch(text) or _ADDRESS.fullmatch(text)):
        raise ValueError(
            "name a release such as assay-report==1.0.0, the address of a wheel (https://....whl), or a "
            "repository with a whole commit (git+https://...@COMMIT)"
        )
    return text


def date(answer: str) -> str:
    """A date such as 2026-03-31."""
    try:
        return parse_date(answer.strip()).isoformat()
    except ValueError:
        raise ValueError(f"{answer.strip()!r} is not a date such as 2026-03-31") from None


def folder(answer: str) -> str:
    """The name of a folder, or several with `/` between them, as any system can have it; "" for none."""
    name = answer.strip().strip("/")
    wrong = [part for part in name.split("/") if not _FOLDER.fullmatch(part) or is_reserved(part)]
    if name and wrong:
        raise ValueError(
            f"{wrong[0]!r} is not a name for a folder: letters, digits, hyphens, such as leadership"
        )
    return name


def id_from(text: str) -> str:
    """An id made of a title or a name; "" where nothing of it can be in one."""
    name = as_id(text)
    return name if name and why_no_id(name) is None else ""
