"""Scores of captions."""

import json

import pytest

from earwitness_training.data.captions import BACKDROPS
from earwitness_training.evaluate.caption_metrics import by_recording, composed, read_entries, read_references, score


def test_references_are_read_as_audiocaps_and_clotho_have_them(tmp_path):
    audiocaps = tmp_path / "audiocaps.csv"
    audiocaps.write_text("audiocap_id,youtube_id,start_time,caption\n7,x,0,A dog barks\n7,x,0,Barking\n8,y,0,Rain\n")
    clotho = tmp_path / "clotho.csv"
    clotho.write_text("file_name,caption_1,caption_2\nrain on a roof.wav,Rain falls,It rains\n")
    assert read_references(audiocaps, ["7", "8"]) == {"7": ["A dog barks", "Barking"], "8": ["Rain"]}
    assert read_references(clotho, []) == {"rain on a roof": ["Rain falls", "It rains"]}


def test_a_table_without_captions_is_refused(tmp_path):
    table = tmp_path / "table.csv"
    table.write_text("file,text\na,b\n")
    with pytest.raises(ValueError, match=r"has columns \['file', 'text'\]"):
        read_references(table, [])


def test_captions_come_from_an_evaluation_or_line_by_line(tmp_path):
    evaluation = tmp_path / "evaluation.json"
    evaluation.write_text(json.dumps({"captions": [{"source": "b/dog.ogg", "caption": "a dog barks", "truth": []}]}))
    lines = tmp_path / "lines.jsonl"
    lines.write_text('{"file": "a/rain.wav", "caption": "rain"}\n{"file": "a/dog.wav", "caption": "a dog"}\n')
    assert by_recording(read_entries(evaluation)) == {"dog": ["a dog barks"]}
    assert by_recording(read_entries(lines)) == {"rain": ["rain"], "dog": ["a dog"]}
    lines.write_text('{"file": "a/rain.wav", "caption": "rain"}\nrain\n')
    with pytest.raises(ValueError, match="line 2: no JSON"):
        read_entries(lines)


def test_a_recording_of_many_windows_is_refused():
    entry = {"file": "a.wav", "caption": "rain"}
    with pytest.raises(ValueError, match="a has several captions"):
        by_recording([entry, entry])


def test_composed_references_tell_what_truly_sounds():
    entries = [
        {"source": "x", "caption": "a", "layout": "sequence", "truth": ["dog_bark", "rain"]},
        {"source": "silence", "caption": "b", "layout": "empty", "truth": []},
    ]
    told, true = composed(entries, seed=1)
    assert told == {"0": ["a"], "1": ["b"]}
    assert all("rain" in text or "drops" in text or "drizzle" in text for text in true["0"])
    assert set(true["1"]) <= set(BACKDROPS["silence"])


def test_a_caption_like_its_references_scores_higher():
    pytest.importorskip("pycocoevalcap", reason="the extra `metrics` is not installed")
    references = {"a": ["a dog barks in the rain", "a dog is barking"], "b": ["a door slams", "a door bangs shut"]}
    right = score({"a": ["a dog barks"], "b": ["a door slams shut"]}, references, None)
    wrong = score({"a": ["a door slams shut"], "b": ["a dog barks"]}, references, None)
    assert right["METEOR"] > wrong["METEOR"]
    assert right["CIDEr"] > wrong["CIDEr"]
    with pytest.raises(ValueError, match="1 of 1 captions have no reference, the first is c"):
        score({"c": ["rain"]}, references, None)


def test_missing_libraries_are_named(tmp_path):
    pytest.importorskip("pycocoevalcap", reason="the extra `metrics` is not installed")
    with pytest.raises(FileNotFoundError, match="copy-dependencies"):
        score({"a": ["rain"]}, {"a": ["rain"]}, tmp_path)


def test_the_column_that_names_the_recordings_is_taken(tmp_path):
    table = tmp_path / "test.csv"
    table.write_text("audiocap_id,youtube_id,caption\n103,r1nic,Water pours\n104,r1nic,A woman talks\n")
    assert read_references(table, ["r1nic"]) == {"r1nic": ["Water pours", "A woman talks"]}
    assert read_references(table, ["103", "104"]) == {"103": ["Water pours"], "104": ["A woman talks"]}
