import pytest

from earwitness_training import tokenization

TEXTS = ["a dog barks while rain falls", "someone is speaking, then a door slams"]


@pytest.fixture(scope="module")
def tokenizer():
    return tokenization.train(TEXTS, 320)


@pytest.mark.parametrize("text", [*TEXTS, "A dog's bark?", "überraschung 42", "🔔 rings"])
def test_any_text_comes_back(tokenizer, text):
    assert tokenizer.decode(tokenizer.encode(text).ids, skip_special_tokens=True) == text


def test_a_text_stands_between_start_and_end(tokenizer):
    ids = tokenizer.encode(TEXTS[0]).ids
    assert (ids[0], ids[-1]) == (tokenization.BOS_ID, tokenization.EOS_ID)
    assert tokenizer.token_to_id("<pad>") == tokenization.PAD_ID
    assert tokenization.PAD_ID not in ids


def test_common_words_are_single_tokens(tokenizer):
    assert len(tokenizer.encode("a dog barks").ids) < len("a dog barks")
