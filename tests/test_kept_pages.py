"""Pages that are kept: found while they would be made again, and not afterwards."""

import os
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from codegen import own_files
from codegen.cli import main
from codegen.cli.at_once import kept_pages
from codegen.cli.at_once.kept_pages import EDITIONS, keep, kept, place

ROOT = Path(__file__).parent.parent
WORDS = ("show", "relu", "--steps")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("CHAINRULE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(sys, "argv", ["chainrule", *WORDS])
    return tmp_path / "cache"


def printed(capsys, *words):
    sys.argv = ["chainrule", *(words or WORDS)]
    main()
    return capsys.readouterr().out


def test_the_second_page_is_the_first_one(capsys):
    first = printed(capsys)
    path = place(WORDS)
    assert kept(path) == first[:-1] and first.count("Result") == 1
    keep(path, "another page")
    assert printed(capsys) == "another page\n", "it is not what lies there that is printed"


def test_a_kept_page_needs_no_sympy(capsys):
    page = printed(capsys)
    code = (
        "import sys; from codegen.cli import main; sys.argv = ['chainrule', 'show', 'relu', '--steps']; "
        "main(); print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, text=True, check=True)
    assert done.stdout == page
    assert not {"sympy", "derive"} & {*done.stderr.split()}


def test_the_program_is_not_read_for_a_page(tmp_path, monkeypatch):
    """To read all of it would take a fifth of the time in which SymPy starts."""
    (tmp_path / "derive").mkdir()
    (tmp_path / "codegen").mkdir()
    (tmp_path / "derive" / "one.py").write_text("a = 1\n")
    before = own_files.stamp_of(tmp_path)
    monkeypatch.setattr(Path, "read_bytes", None)
    assert own_files.stamp_of(tmp_path) == before


def test_what_a_page_has_made_is_not_searched_at_the_end(capsys):
    code = (
        "import gc, sys; from codegen.cli import main; sys.argv = ['chainrule', 'show', 'relu']; "
        "main(); print(gc.get_freeze_count(), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, text=True, check=True)
    assert int(done.stderr) > 100_000


def test_another_program_has_other_pages(tmp_path, monkeypatch):
    for source in own_files.SOURCES:
        (tmp_path / source / "room").mkdir(parents=True)
        (tmp_path / source / "room" / "one.py").write_text("a = 1\n")
    monkeypatch.setattr(kept_pages, "stamp_of", partial(own_files.stamp_of, tmp_path))
    before = place(WORDS)
    assert place(WORDS) == before
    changed = tmp_path / "derive" / "room" / "one.py"
    stamp = changed.stat()
    changed.write_text("a = 2\n")
    os.utime(changed, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    after = place(WORDS)
    assert after.parent != before.parent, "a time stamp is no evidence"
    (tmp_path / "codegen" / "two.py").write_text("")
    assert place(WORDS).parent not in (before.parent, after.parent)


def test_another_look_is_another_page(monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    wide, other = place(WORDS), place((*WORDS, "--general"))
    monkeypatch.setenv("COLUMNS", "70")
    assert len({wide, other, place(WORDS)}) == 3 and place(WORDS).parent == wide.parent


def test_what_is_not_as_it_was_written_was_not_there(capsys):
    first = printed(capsys)
    path = place(WORDS)
    whole = path.read_bytes()
    for broken in (whole[:-1], whole.replace(b"dy", b"dz", 1), b"", b"\xff\xfe", whole.partition(b"\n")[2]):
        path.write_bytes(broken)
        assert kept(path) is None
    assert printed(capsys) == first
    assert path.read_bytes() == whole


def test_what_is_refused_is_not_kept(capsys, folder):
    sys.argv = ["chainrule", "show", "relu", "--wrt", "q"]
    with pytest.raises(SystemExit):
        main()
    assert not list(folder.rglob("pages/*/*"))


def test_a_model_of_a_file_is_not_kept(tmp_path, capsys, folder):
    text = (ROOT / "derive/layers/linear.py").read_text()
    (tmp_path / "mine.py").write_text(text)
    assert "Result" in printed(capsys, "show", str(tmp_path / "mine.py"))
    assert not list(folder.rglob("pages/*/*"))


def test_where_nothing_can_be_kept_the_page_is_made(tmp_path, monkeypatch, capsys):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CHAINRULE_CACHE", str(tmp_path / "file" / "cache"))
    assert "Result" in printed(capsys) and "Result" in printed(capsys)


def test_few_editions_stay(folder):
    for edition in range(EDITIONS + 3):
        path = folder / "pages" / f"{edition}" / "page"
        keep(path, "a page")
        os.utime(path.parent, (edition, edition))
    assert sorted(one.name for one in (folder / "pages").iterdir()) == ["3", "4", "5"]
    shutil.rmtree(folder)
