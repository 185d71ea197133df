"""What finding the encoding of a text file promises: the right text, or a refusal; never other letters."""

import subprocess
import sys

import pytest

from feedback.adapters.tabular.encoding import find_source
from feedback.domain.errors import InputError

HEAD = "nota;comentario\n9;"

WESTERN = {
    "Spanish": "La atención fue rápida y el niño quedó contento. ¿Por qué no abren los sábados? ¡Así da gusto! "
    "Señores, está aún más cerca, «muy bien», 1ª planta, Nº 5. El pingüino y la cigüeña: 20 €…",
    "Portuguese": "O atendimento foi rápido e a solução não demorou. Três opções, à disposição. Irmãos, mães, manhã e "
    "limões. Você já viu? AVALIAÇÃO ÓTIMA, avô e avó.",
    "French": "Le service était très bien, à l’écoute. Où est passée ma commande ? Ça m’a coûté 20 €. Noël, naïf, "
    "maïs, cœur, ŒUVRE. «\xa0Parfait\xa0», dit-elle\xa0: août, hôtel, forêt.",
    "German": "Sehr gute Qualität, größere Auswahl wäre schön. „Übrigens“, sagte er – Öl und Ärger in der Straße: "
    "weiß, fünf Stück für 20 €.",
    "Italian": "È stato perfetto, però il prezzo è più alto. Perché non c’è la città? Sì, così è meglio: farò.",
    "Dutch": "Eén keer geïnformeerd. Coördinatie, reünie, België, café, crème.",
    "Swedish": "Mycket bra service, på rätt tid. Åtta öl är för många, å andra sidan nöjd.",
    "Danish": "Meget god service, på rette tid. Jeg er glad for købet. Æbler og øl.",
    "Finnish": "Erittäin hyvä palvelu. Hyvää yötä! Ääni säännöllä, ei ääntä.",
    "Catalan": "L’atenció és molt bona, això ja és història. Què és? Col·lecció, pingüí, països, açò.",
    "English": "Good—really “fine”… café, naïve, résumé, façade. £5 or 5 €. Don´t know – ½ hour at 20°C™ on 10 m²",
    "one letter": "café",
    "one letter alone": "é",
    "one capital": "Ñandu",
    "one euro": "20€",
    "one apostrophe": "I don’t know",
    "one ellipsis": "well…",
}

FOREIGN = {
    "Russian": ("Очень хороший сервис, спасибо за быструю доставку. Всё понравилось, я и буду ещё.", "cp1251"),
    "Russian KOI8": ("Очень хороший сервис, спасибо за быструю доставку.", "koi8_r"),
    "Russian DOS": ("Очень хороший сервис, спасибо за быструю доставку.", "cp866"),
    "Russian Mac": ("Очень хороший сервис, спасибо за быструю доставку.", "mac_cyrillic"),
    "one Russian word": ("да", "cp1251"),
    "Polish": ("Bardzo dobra obsługa, dziękuję. Łącze było wolne i ciągle się rozłączało. Każdy dzień.", "cp1250"),
    "Polish latin-2": ("Bardzo dobra obsługa, dziękuję. Łącze było wolne i ciągle się rozłączało.", "iso8859_2"),
    "one Polish word": ("był", "cp1250"),
    "Czech": ("Velmi dobrý servis, děkuji. Příliš drahé, ale všechno v pořádku. Můžete to zlepšit?", "cp1250"),
    "Hungarian": ("Nagyon jó szolgáltatás, köszönöm. A segítőkész ügyfélszolgálat későn hívott.", "cp1250"),
    "Romanian": ("Serviciu foarte bun, mulţumesc. Aşteptarea a fost lungă şi preţul mare.", "cp1250"),
    "Croatian": ("Čekao sam dugo, ali sve je u redu. Možda još više, đak će doći.", "cp1250"),
    "Turkish": ("Çok iyi hizmet, teşekkürler. Kargo hızlı geldi, biraz pahalı ama değer.", "cp1254"),
    "Lithuanian": ("Labai geras aptarnavimas, ačiū. Viskas patiko, užsakysiu dar kartą.", "cp1257"),
    "Greek": ("Πολύ καλή εξυπηρέτηση, ευχαριστώ. Όλα ήταν υπέροχα.", "cp1253"),
    "Hebrew": ("שירות מצוין, תודה רבה. המשלוח הגיע מהר.", "cp1255"),
    "Arabic": ("خدمة ممتازة، شكرا جزيلا. وصل الطلب بسرعة.", "cp1256"),
    "Thai": ("บริการดีมาก ขอบคุณครับ", "cp874"),
    "Japanese": ("とても良いサービスでした。ありがとうございます。", "shift_jis"),
    "Japanese EUC": ("とても良いサービスでした。ありがとうございます。", "euc_jp"),
    "Japanese mail": ("とても良いサービスでした。", "iso2022_jp"),
    "two Japanese characters": ("日本", "shift_jis"),
    "Chinese": ("服务非常好，谢谢。配送也很快，下次还会再来。", "gb18030"),
    "one Chinese character": ("好", "gb18030"),
    "Chinese Big5": ("服務非常好，謝謝。配送也很快。", "big5"),
    "Korean": ("서비스가 아주 좋았습니다. 감사합니다.", "euc_kr"),
    "one Korean character": ("네", "euc_kr"),
    "Spanish Mac": (WESTERN["Spanish"].replace("€", ""), "mac_roman"),
    "Spanish DOS": ("La atención fue rápida y el niño quedó contento. ¿Por qué no abren?", "cp850"),
    "Portuguese DOS": ("O atendimento foi rápido e a solução não demorou. Três opções.", "cp850"),
    "French Mac": ("Le service était très bien. Où est passée ma commande ? Ça m'a coûté.", "mac_roman"),
    "French DOS": ("Le service était très bien. Où est passée ma commande ? Ça m'a coûté.", "cp850"),
    "German Mac": ("Sehr gute Qualität, größere Auswahl wäre schön, fünf Stück.", "mac_roman"),
    "German DOS": ("Sehr gute Qualität, größere Auswahl wäre schön, fünf Stück.", "cp850"),
}

UNICODE = {
    "ASCII": ("x", "ascii", "UTF-8"),
    "UTF-8": ("ñ 🙂 日本", "utf-8", "UTF-8"),
    "UTF-8 with mark": ("ñ 🙂", "utf-8-sig", "UTF-8"),
    "UTF-16 with mark": ("ñ 🙂 日本", "utf-16", "UTF-16"),
    "UTF-16 without mark": ("ñ 🙂", "utf-16-le", "UTF-16"),
    "UTF-16 big without mark": ("ñ 🙂", "utf-16-be", "UTF-16"),
    "Russian in UTF-16 without mark": ("очень хороший сервис, спасибо за доставку " * 5, "utf-16-le", "UTF-16"),
    "Japanese in UTF-16 without mark": ("とても良いサービスでした。一番 " * 9, "utf-16-be", "UTF-16"),
    "ISO-8859-15": ("niño, 20 €", "iso8859-15", "ISO-8859-15"),
    "a few controls": ("x\0y\x01z " * 2, "utf-8", "UTF-8"),
}


def whole(data: bytes, encoding: str | None = None) -> str:
    return "".join(find_source(data, "s.csv", encoding).lines())


def code_of(data: bytes, encoding: str | None = None) -> str:
    with pytest.raises(InputError, match=r"s\.csv.*\.$|option encoding.*\.$") as caught:
        find_source(data, "s.csv", encoding)
    return caught.value.code


@pytest.mark.parametrize("name", WESTERN)
def test_western_text_in_windows_1252_is_read_as_it_was_written(name: str) -> None:
    text = HEAD + WESTERN[name] + "\n"
    data = text.encode("cp1252")
    source = find_source(data, "s.csv", None)
    same = not set(data) & set(range(0x80, 0xA0))
    assert "".join(source.lines()) == text
    assert source.label == "Windows-1252" + (" (same as latin-1 here)" if same else "")


@pytest.mark.parametrize("name", FOREIGN)
def test_text_in_another_8_bit_encoding_is_refused(name: str) -> None:
    text, codec = FOREIGN[name]
    assert code_of((HEAD + text + "\n").encode(codec)) == "unknown_encoding"


@pytest.mark.parametrize("name", FOREIGN)
def test_text_in_another_encoding_is_read_where_it_is_given(name: str) -> None:
    text, codec = FOREIGN[name]
    assert whole((HEAD + text).encode(codec), codec) == HEAD + text


@pytest.mark.parametrize("name", UNICODE)
def test_other_encodings_are_found_and_named(name: str) -> None:
    text, codec, label = UNICODE[name]
    source = find_source((HEAD + text).encode(codec), "s.csv", None)
    assert ("".join(source.lines()), source.label, source.notes) == (HEAD + text, label, ())


def test_the_sentence_says_what_the_encoding_looks_like() -> None:
    with pytest.raises(InputError, match=r"Windows-1251 \(Cyrillic\)"):
        find_source((HEAD + FOREIGN["Russian"][0]).encode("cp1251"), "s.csv", None)


def test_utf_32_is_refused() -> None:
    assert code_of(HEAD.encode("utf-32")) == "unknown_encoding"


def test_a_few_bytes_that_are_not_utf_8_are_read_as_windows_1252_and_counted() -> None:
    text = "niño\nmañana\naño\nsueño\n" * 3
    source = find_source(text.encode() + b"caf\xe9\n\x80 5\n\x81\n", "s.csv", None)
    assert "".join(source.lines()) == text + "café\n€ 5\n\x81\n"
    assert source.notes == ("Characters that are not UTF-8 were read as Windows-1252: 3, in lines 13, 14, 15.",)


def test_of_many_faults_the_first_lines_are_named() -> None:
    source = find_source(("ñ" * 99).encode() + b"\r\n\xe9" * 7, "s.csv", None)
    assert source.notes == ("Characters that are not UTF-8 were read as Windows-1252: 7, in lines 2, 3, 4, 5, 6, ….",)


def test_a_fault_far_into_the_file_is_named_by_its_line() -> None:
    text = "ñ,some text\n" * 20_000
    (note,) = find_source(text.encode() + b"\xe9", "s.csv", None).notes
    assert note.endswith("1, in lines 20001.")


def test_broken_utf_16_is_read_to_its_end() -> None:
    source = find_source("\ufeffa;b\n".encode("utf-16-le") + b"\x00\xd8x\0;\0y", "s.csv", None)
    assert "".join(source.lines()) == "a;b\n\ufffdx;\ufffd"
    assert source.notes == ("Characters that are not UTF-16 were replaced by �: 2, in lines 2.",)


LATIN = b"a;b\n1;caf\xe9 \x80\n"


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        (LATIN, "cp1252", "a;b\n1;café €\n"),
        (LATIN, "latin-1", "a;b\n1;café €\n"),
        (LATIN, "cp1250", "a;b\n1;café €\n"),
        (LATIN, "cp1251", "a;b\n1;cafй Ђ\n"),
        ("a;ñ".encode(), "UTF8", "a;ñ"),
        ("a;ñ".encode("utf-8-sig"), "utf-8", "a;ñ"),
        ("a;ñ".encode(), "utf-8-sig", "a;ñ"),
        ("a;ñ".encode("utf-16"), "utf-16", "a;ñ"),
        ("a;ñ".encode("utf-16"), "utf-16-le", "a;ñ"),
        ("a;b;c;ñ".encode("utf-16-be"), "utf-16", "a;b;c;ñ"),
        ("a;b;c;ñ".encode("utf-16-be"), "utf-16-be", "a;b;c;ñ"),
    ],
)
def test_a_given_encoding_is_used(data: bytes, encoding: str, text: str) -> None:
    assert whole(data, encoding) == text


@pytest.mark.parametrize(
    "encoding", ["nope", "", "hex", "rot13", "undefined", "idna", "unicode_escape", "utf-32", "\0"]
)
def test_what_is_no_encoding_for_tables_is_a_wrong_option(encoding: str) -> None:
    assert code_of(LATIN, encoding) == "wrong_option"


@pytest.mark.parametrize(
    ("data", "encoding", "line"),
    [
        (LATIN, "utf-8", 2),
        (LATIN, "ascii", 2),
        (b"a\r1\r\x81\r", "cp1252", 3),
        ("a;ñ".encode("utf-8-sig"), "cp1252", 1),
        ("a;ñ".encode("utf-16"), "utf-16-be", 1),
        (b"a;b\n1", "utf-16", 1),
    ],
)
def test_a_given_encoding_that_does_not_fit_is_refused_with_the_line(data: bytes, encoding: str, line: int) -> None:
    with pytest.raises(InputError, match=rf"^Line {line} of s\.csv ") as caught:
        find_source(data, "s.csv", encoding)
    assert caught.value.code == "wrong_encoding"


@pytest.mark.parametrize(
    ("data", "code", "kind"),
    [
        (b"\n<html><table><tr><td>1</td></tr></table></html>", "unsupported_format", "is a web page, .* says .xls"),
        ("<!DOCTYPE html>\n<p>ñ".encode("utf-16"), "unsupported_format", "is a web page"),
        (b"<!-- x --><TABLE>\xe9", "unsupported_format", "is a web page"),
        (b'<?xml version="1.0"?><!DOCTYPE html><html>', "unsupported_format", "is a web page"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "unsupported_format", "is a web page"),
        (b'<?xml version="1.0"?><Workbook/>', "unsupported_format", "is an XML file"),
        (b"%PDF-1.7\n%\xe2\xe3", "unsupported_format", "is a PDF"),
        (b"{\\rtf1\\ansi", "unsupported_format", "RTF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "unsupported_format", "is an image"),
        (b"PAR1\x15\x04", "unsupported_format", "Parquet"),
        (bytes(range(1, 256)), "not_a_table", "neither"),
        (b"a,b\n1," + b"\0" * 99, "not_a_table", "neither"),
        (bytes(range(32)) * 9, "not_a_table", "neither"),
    ],
)
def test_what_is_no_text_table_is_named(data: bytes, code: str, kind: str) -> None:
    with pytest.raises(InputError, match=kind) as caught:
        find_source(data, "s.xls", None)
    assert caught.value.code == code


def test_the_slow_import_is_only_for_files_that_are_refused() -> None:
    script = (
        "import sys; from feedback.adapters.tabular.text import read_text; "
        "read_text('a,b\\n1,café\\n'.encode('cp1252'), 's', max_rows=9); print('charset_normalizer' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
