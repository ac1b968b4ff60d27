"""What teachers read is written in a colleague's words, not in a programmer's or a maintainer's."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
MESSAGES = ROOT / "specs" / "messages"
CATALOGUES = {  # with what is in them for maintainers, who know these words
    MESSAGES / "zh-TW.yaml": {"specs", "maintaining", "comparison", "asks", "spec_page", "limits", "specs_ok"},
    MESSAGES / "rules.zh-TW.yaml": {"declared"},
    ROOT / "examples" / "portal" / "cgs_portal" / "refusals.yaml": set(),
}
AVOIDED = {
    "規格": "表格、檢核規則",
    "錯誤值": "這一格顯示 Excel 算不出來的字",
    "格式代碼": "數字格式",
    "前後不同": "說出兩邊各填什麼",
    "某一列": "說出是第幾列",
    "某一格": "說出是哪一格",
    "正規表示式": "寫法",
    "位元組": "大小",
    "參數": "內容",
    "字串": "文字",
    "回傳": "回覆",
    "雜湊": "檔案摘要",
    "解析": "讀",
    "例外": "問題",
}
EXPLAINED = {  # words that need others with them
    "權杖": ("登入",),
    "環境變數": ("自動執行的程式",),
    "鑰匙圈": ("保存", "存在", "資訊組"),
}


def sentences(part: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield every text of a catalogue with its keys."""
    if isinstance(part, dict):
        for key, value in part.items():
            yield from sentences(value, (*path, str(key)))
    elif isinstance(part, list):
        for number, value in enumerate(part):
            yield from sentences(value, (*path, str(number)))
    else:
        yield path, str(part)


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.name)
def test_sentences_for_teachers_have_no_word_of_programmers(path: Path) -> None:
    read = sentences(yaml.safe_load(path.read_text("utf-8")))
    own = [(keys, text) for keys, text in read if not CATALOGUES[path].intersection(keys)]
    assert own
    found = [
        f"{'.'.join(keys)}: {word}，改成 {AVOIDED[word]}" for keys, text in own for word in AVOIDED if word in text
    ]
    found += [
        f"{'.'.join(keys)}: {word} 要同時說 {'、'.join(others)}"
        for keys, text in own
        for word, others in EXPLAINED.items()
        if word in text and not any(other in text for other in others)
    ]
    assert found == []
