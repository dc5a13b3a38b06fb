"""Dates: EDTF in, words in and out, certain order, and what a text says of a date."""

import datetime as dt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quizgen.dates import (
    ENDLESS,
    UNBEGUN,
    Date,
    DateError,
    before,
    in_words,
    overlap,
    parse,
    read,
    shift,
    units_between,
    unstated,
)
from quizgen.dates.days import civil, day_number

_TO_JULIAN = day_number(2000, 1, 1) - dt.date(2000, 1, 1).toordinal()


# --- dates of every kind, for the properties


def _year(number: int) -> str:
    if abs(number) > 9999:
        return f"Y{number}"
    return f"{number:04d}" if number >= 0 else f"-{-number:04d}"


FOUR_DIGITS = st.one_of(st.integers(-9999, 9999), st.integers(-120, 120), st.integers(1890, 2030))
YEARS = st.one_of(FOUR_DIGITS, st.integers(-(10**6), 10**6)).map(_year)
MONTHS = st.builds("{}-{:02d}".format, FOUR_DIGITS.map(_year), st.integers(1, 12))
DAYS = st.builds("{}-{:02d}".format, MONTHS, st.integers(1, 28)) | st.dates().map(dt.date.isoformat)
DECADES = st.integers(0, 999).map("{:03d}X".format)
CENTURIES = st.builds("{}{:02d}XX".format, st.sampled_from(["", "-"]), st.integers(0, 99))
SEASONS = st.builds("{}-{}".format, FOUR_DIGITS.map(_year), st.integers(21, 24))
RECURRING = st.builds("XXXX-{:02d}{}".format, st.integers(1, 12), st.sampled_from(["", "-01", "-27", "-29"]))
RECURRING = RECURRING | st.dates().map(lambda day: f"XXXX-{day:%m-%d}")
ENDS = st.builds(
    "{}{}".format, st.one_of(DAYS, MONTHS, YEARS, DECADES, CENTURIES), st.sampled_from(["", "", "?", "~", "%"])
)
POINTS = st.builds(
    "{}{}".format,
    st.one_of(DAYS, MONTHS, YEARS, DECADES, CENTURIES, SEASONS, RECURRING),
    st.sampled_from(["", "", "?", "~", "%"]),
)


def _interval(a: str, b: str) -> str:
    return f"{a}/{b}" if parse(a).earliest <= parse(b).latest else f"{b}/{a}"


OPEN = st.builds(str.format, st.sampled_from(["{}/..", "../{}", "{}/", "/{}"]), ENDS)
INTERVALS = st.one_of(st.builds(_interval, ENDS, ENDS), OPEN)
DATES = st.one_of(POINTS, INTERVALS).map(parse)
NEAR = st.one_of(
    st.integers(-30, 30).map(_year),
    st.integers(1795, 1830).map(_year),
    st.integers(178, 184).map("{}X".format),
    st.sampled_from(["16XX", "17XX", "18XX", "-01XX", "-00XX", "00XX", "01XX", "000X", "001X"]),
    st.builds("{}-{}".format, st.integers(1797, 1805), st.integers(21, 24)),
    st.dates(dt.date(1799, 11, 1), dt.date(1801, 3, 1)).map(dt.date.isoformat),
    st.sampled_from(["XXXX-12-27", "XXXX-02-29", "XXXX-03", "1795/1800", "../1799", "1801/..", "17XX/1805-02"]),
)
MARKED = st.builds(
    "{}{}".format, NEAR.filter(lambda text: not text.endswith(".")), st.sampled_from(["", "", "", "~", "?"])
)
NEIGHBOURS = st.one_of(NEAR, MARKED).map(parse)


# --- EDTF


@pytest.mark.parametrize(
    ("edtf", "canonical", "first", "last", "precision"),
    [
        ("2020", "2020", (2020, 1, 1), (2020, 12, 31), "year"),
        ("2020-02", "2020-02", (2020, 2, 1), (2020, 2, 29), "month"),
        ("2020-01-03", "2020-01-03", (2020, 1, 3), (2020, 1, 3), "day"),
        (" 2020 ", "2020", (2020, 1, 1), (2020, 12, 31), "year"),
        ("0000", "0000", (0, 1, 1), (0, 12, 31), "year"),
        ("-0043-03-15", "-0043-03-15", (-43, 3, 15), (-43, 3, 15), "day"),
        ("Y-17000", "Y-17000", (-17000, 1, 1), (-17000, 12, 31), "year"),
        ("Y12345", "Y12345", (12345, 1, 1), (12345, 12, 31), "year"),
        ("202X", "202X", (2020, 1, 1), (2029, 12, 31), "decade"),
        ("20XX", "20XX", (2000, 1, 1), (2099, 12, 31), "century"),
        ("00XX", "00XX", (1, 1, 1), (99, 12, 31), "century"),
        ("-00XX", "-00XX", (-99, 1, 1), (0, 12, 31), "century"),
        ("-04XX", "-04XX", (-499, 1, 1), (-400, 12, 31), "century"),
        ("2020-XX", "2020", (2020, 1, 1), (2020, 12, 31), "year"),
        ("2020-XX-XX", "2020", (2020, 1, 1), (2020, 12, 31), "year"),
        ("2020-01-XX", "2020-01", (2020, 1, 1), (2020, 1, 31), "month"),
        ("2019-21", "2019-21", (2019, 1, 1), (2019, 12, 31), "season"),
        ("2019-22", "2019-22", (2018, 12, 1), (2020, 3, 31), "season"),
        ("2019-24", "2019-24", (2018, 12, 1), (2020, 3, 31), "season"),
        ("2019/2022", "2019/2022", (2019, 1, 1), (2022, 12, 31), "interval"),
        ("2019-12/2019", "2019-12/2019", (2019, 12, 1), (2019, 12, 31), "interval"),
        ("2004-02-28/2004-02-XX", "2004-02-28/2004-02", (2004, 2, 28), (2004, 2, 29), "interval"),
    ],
)
def test_bounds(edtf: str, canonical: str, first: tuple[int, ...], last: tuple[int, ...], precision: str):
    assert parse(edtf) == Date(canonical, day_number(*first), day_number(*last), precision)


@pytest.mark.parametrize(
    ("edtf", "approximate", "uncertain"),
    [
        ("1620~", True, False),
        ("1620?", False, True),
        ("1620%", True, True),
        ("18XX~", True, False),
        ("XXXX-12-27?", False, True),
        ("1620~/1630", True, False),
        ("1620~/1630?", True, True),
        ("1620/1630", False, False),
    ],
)
def test_qualifiers(edtf: str, approximate: bool, uncertain: bool):
    date = parse(edtf)
    assert (date.approximate, date.uncertain) == (approximate, uncertain)


@pytest.mark.parametrize("edtf", ["2020/..", "2020/", "../2020", "/2020", "XXXX-12-27", "XXXX-12"])
def test_what_has_no_bound_is_boundless(edtf: str):
    date = parse(edtf)
    assert (date.earliest == UNBEGUN) == (not edtf.startswith("2020"))
    assert (date.latest == ENDLESS) == (not edtf.endswith("2020"))


@pytest.mark.parametrize(
    ("edtf", "told"),
    [
        ("", "empty"),
        ("2019-02-29", "28 days"),
        ("1900-02-29", "28 days"),
        ("2020-04-31", "30 days"),
        ("2020-13", "month 13"),
        ("2020-00", "no month"),
        ("2020-01-00", "no day 0"),
        ("2020-XX-03", "no month"),
        ("2019-22-03", "season"),
        ("2022/2019", "before it begins"),
        ("../..", "no dated end"),
        ("/", "no dated end"),
        ("2019-22/2020", "season"),
        ("XXXX-12-27/2020", "recurring"),
        ("-0000", "1 BC"),
        ("12345", "Y12345"),
        ("-479", "-0479"),
        ("79", "0079"),
        ("Y2020", "leave it out"),
        ("Y-0043", "leave it out"),
        ("Y12345-01", "stand alone"),
        ("202X-01", "stand alone"),
        ("-004X", "-0048/-0039"),
        ("1XXX", "EDTF"),
        ("XXXX", "needs a month"),
        ("XXXX-02-30", "never has 30"),
        ("1914-18", "1914/1918"),
        ("soon", "EDTF"),
        ("2020-1-3", "EDTF"),
        ("2020~-01", "EDTF"),
        ("۲۰۲۰", "EDTF"),
        ("2019/2020/2021", "EDTF"),
        ("2020 ~", "EDTF"),
    ],
)
def test_refused_edtf(edtf: str, told: str):
    with pytest.raises(DateError, match=told):
        parse(edtf)


def test_leap_years():
    for leap in ("2000-02-29", "2020-02-29", "0000-02-29", "-0004-02-29", "XXXX-02-29"):
        assert parse(leap).edtf == leap
    for common in ("1900-02-29", "2019-02-29", "-0001-02-29", "-0100-02-29"):
        with pytest.raises(DateError):
            parse(common)


def test_dates_are_values():
    assert len({parse("2020"), parse(" 2020"), read("2020")}) == 1
    with pytest.raises(AttributeError):
        parse("2020").edtf = "2021"  # type: ignore[misc]


@given(DATES)
def test_edtf_is_canonical(date: Date):
    assert parse(date.edtf) == date
    assert date.earliest <= date.latest


@given(st.dates())
def test_days_agree_with_the_standard_library(day: dt.date):
    number = day.toordinal() + _TO_JULIAN
    assert day_number(day.year, day.month, day.day) == number
    exact = parse(day.isoformat())
    assert exact.earliest == exact.latest == number
    year = f"{day.year:04d}"
    for text in (day.isoformat()[:7], year, f"{year[:3]}X", f"{year[:2]}XX"):
        assert parse(text).earliest <= number <= parse(text).latest
    next_year = dt.date(day.year, 12, 31).toordinal() + _TO_JULIAN
    assert parse(f"{day.year:04d}").latest == next_year


@given(st.integers(-(10**9), 10**9))
def test_days_count_both_ways(number: int):
    assert day_number(*civil(number)) == number


def test_known_day_numbers():
    assert day_number(2000, 1, 1) == 2451545
    assert day_number(-4713, 11, 24) == 0  # the epoch of Julian days, in the Gregorian calendar


# --- words in


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("3 January 2020", "2020-01-03"),
        ("3rd January 2020", "2020-01-03"),
        ("3rd of January, 2020", "2020-01-03"),
        ("January 3, 2020", "2020-01-03"),
        ("January 3rd, 2020", "2020-01-03"),
        ("Jan 3 2020", "2020-01-03"),
        ("Jan. 3, 2020", "2020-01-03"),
        ("on Friday, 3 January 2020", "2020-01-03"),
        ("3 Sept. 2020", "2020-09-03"),
        ("03 JANUARY 2020", "2020-01-03"),
        ("13/2/2020", "2020-02-13"),
        ("2/13/2020", "2020-02-13"),
        ("3/3/2020", "2020-03-03"),
        ("January 2020", "2020-01"),
        ("in January of 2020", "2020-01"),
        ("2020", "2020"),
        ("in 2020", "2020"),
        ("2020-01-03", "2020-01-03"),
        ("2020/..", "2020/.."),
        ("XXXX-12-27", "XXXX-12-27"),
        ("1620~", "1620~"),
        ("summer 2019", "2019-22"),
        ("the summer of 2019", "2019-22"),
        ("Fall 2019", "2019-23"),
        ("2019-22", "2019-22"),
        ("c. 1620", "1620~"),
        ("c.1620", "1620~"),
        ("ca. 1620", "1620~"),
        ("circa 1620", "1620~"),
        ("about 1620", "1620~"),
        ("around 1620", "1620~"),
        ("1620 (?)", "1620?"),
        ("c. 1620 (?)", "1620%"),
        ("around the 5th century BC", "-04XX~"),
        ("55 BC", "-0054"),
        ("44 BCE", "-0043"),
        ("55 B.C.", "-0054"),
        ("1 BC", "0000"),
        ("AD 79", "0079"),
        ("79 AD", "0079"),
        ("A.D. 79", "0079"),
        ("79 CE", "0079"),
        ("17001 BC", "Y-17000"),
        ("15 March 44 BC", "-0043-03-15"),
        ("March 15, 44 BC", "-0043-03-15"),
        ("24 August AD 79", "0079-08-24"),
        ("-479", "-0479"),
        ("\u2212479", "-0479"),
        ("79", "0079"),
        ("0", "0000"),
        ("-5", "-0005"),
        ("between 47 and 50", "0047/0050"),
        ("47–50", "0047/0050"),
        ("2019–2022", "2019/2022"),
        ("2019-2022", "2019/2022"),
        ("2019—2022", "2019/2022"),
        ("2019 – 2022", "2019/2022"),
        ("2019–22", "2019/2022"),
        ("1914–18", "1914/1918"),
        ("1899–1903", "1899/1903"),
        ("from 1914 to 1918", "1914/1918"),
        ("1914 to 1918", "1914/1918"),
        ("55–44 BC", "-0054/-0043"),
        ("55-44 BC", "-0054/-0043"),
        ("between 55 and 44 BC", "-0054/-0043"),
        ("27 BC – AD 14", "-0026/0014"),
        ("AD 14–37", "0014/0037"),
        ("3–5 January 2020", "2020-01-03/2020-01-05"),
        ("January–March 2020", "2020-01/2020-03"),
        ("from 30 January to 2 February 2020", "2020-01-30/2020-02-02"),
        ("18th–19th century", "17XX/18XX"),
        ("c. 1620 – c. 1630", "1620~/1630~"),
        ("1890s", "189X"),
        ("the 1890s", "189X"),
        ("1890's", "189X"),
        ("the 1900s (decade)", "190X"),
        ("the 40s AD", "004X"),
        ("the 40s BC", "-0048/-0039"),
        ("the 19th century", "18XX"),
        ("nineteenth century", "18XX"),
        ("21st century", "20XX"),
        ("the twenty-first century", "20XX"),
        ("5th century BC", "-04XX"),
        ("1st century BC", "-00XX"),
        ("1st century", "00XX"),
        ("27 December", "XXXX-12-27"),
        ("December 27", "XXXX-12-27"),
        ("on the 27th of December", "XXXX-12-27"),
        ("December", "XXXX-12"),
        ("29 February", "XXXX-02-29"),
        ("before 1900", "../1899"),
        ("after 1900", "1901/.."),
        ("before 1 March 2020", "../2020-02-29"),
        ("after AD 1", "0002/.."),
        ("before AD 1", "../0000"),
        ("since 1901", "1901/.."),
        ("from 1901", "1901/"),
        ("until 1899", "/1899"),
        ("up to the 1890s", "../189X"),
        ("after the 19th century", "19XX/.."),
    ],
)
def test_words_in(words: str, edtf: str):
    assert read(words).edtf == edtf


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("no", "no date"),
        ("", "no date"),
        ("   ", "no date"),
        ("soon", "no date"),
        ("31 February 2020", "29 days"),
        ("30 February", "never has 30"),
        ("1/2/2020", "2020-02-01 or 2020-01-02"),
        ("32/13/2020", "no possible date"),
        ("1914-18", "en dash"),
        ("2022–2019", "before it begins"),
        ("1999–98", "in full"),
        ("2019–2", "in full"),
        ("the 1900s", "190X.*19XX"),
        ("90s", "1990s"),
        ("the 1895s", "round year"),
        ("3 January 20", "AD 20"),
        ("summer 19", "AD 19"),
        ("12345 BC or so", "no date"),
        ("0 BC", "1 BC"),
        ("AD 5 BC", "era twice"),
        ("12345", "Y12345"),
        ("between soon and later", "no date"),
        ("0th century", "from the 1st"),
        ("2019-02-29", "28 days"),
        ("before summer 2019", "cannot be an end"),
        ("3 January 2020 maybe", "no date"),
        ("-0000", "1 BC"),
    ],
)
def test_refused_words(words: str, told: str):
    with pytest.raises(DateError, match=told):
        read(words)


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("2020", "2020"),
        ("2019–2022", "2019/2022"),
        ("2020-01-03", "2020-01-03"),
    ],
)
def test_digits_need_no_language(words: str, edtf: str):
    assert read(words, "de").edtf == edtf


@pytest.mark.parametrize("words", ["3. Januar 2020", "January 2020", "55 BC", "между 1914 и 1918"])
def test_words_of_other_languages_are_refused(words: str):
    with pytest.raises(DateError, match="only digits"):
        read(words, "de")


def test_english_is_english_everywhere():
    assert read("January 2020", "en-GB") == read("January 2020", "en_US") == parse("2020-01")


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_a_date_error(text: str):
    try:
        read(text)
    except DateError:
        return


@given(st.text("0123456789XY/.?~%- –sthcentury", max_size=14))
def test_near_dates_are_dates_or_date_errors(text: str):
    for reader in (read, parse):
        try:
            reader(text)
        except DateError:
            continue


# --- words out


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2020-01-03", "3 January 2020"),
        ("2020-01", "January 2020"),
        ("2020", "2020"),
        ("2019-22", "summer 2019"),
        ("2019-23", "autumn 2019"),
        ("-0054", "55 BC"),
        ("0000", "1 BC"),
        ("0079", "AD 79"),
        ("0100", "100"),
        ("Y12345", "AD 12345"),
        ("Y-17000", "17001 BC"),
        ("-0043-03-15", "15 March 44 BC"),
        ("0079-08-24", "24 August AD 79"),
        ("1620~", "c. 1620"),
        ("1620?", "1620 (?)"),
        ("1620%", "c. 1620 (?)"),
        ("189X", "the 1890s"),
        ("190X", "the 1900s (decade)"),
        ("004X", "the 40s AD"),
        ("18XX", "the 19th century"),
        ("20XX", "the 21st century"),
        ("10XX", "the 11th century"),
        ("-04XX", "the 5th century BC"),
        ("2019/2022", "2019–2022"),
        ("-0054/-0043", "55–44 BC"),
        ("0047/0050", "AD 47–50"),
        ("-0026/0014", "27 BC – AD 14"),
        ("2020-01-03/2020-02", "3 January 2020 – February 2020"),
        ("1620~/1630", "c. 1620 – 1630"),
        ("XXXX-12-27", "27 December"),
        ("XXXX-12", "December"),
        ("../1899", "before 1900"),
        ("1901/..", "after 1900"),
        ("1901/", "from 1901"),
        ("/1899", "until 1899"),
        ("../189X", "up to the 1890s"),
        ("../9999-12-31", "up to 31 December 9999"),
        ("../2020-02-29", "before 1 March 2020"),
    ],
)
def test_words_out(edtf: str, words: str):
    assert in_words(parse(edtf)) == words


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2020-01-03", "January 3, 2020"),
        ("2020-01", "January 2020"),
        ("XXXX-12-27", "December 27"),
        ("-0043-03-15", "March 15, 44 BC"),
        ("2020-01-03~", "c. January 3, 2020"),
    ],
)
def test_words_out_month_first(edtf: str, words: str):
    assert in_words(parse(edtf), style="mdy") == words


@pytest.mark.parametrize(("edtf", "words"), [("2020", "2020"), ("0079", "79"), ("2019/2022", "2019–2022")])
def test_years_need_no_language(edtf: str, words: str):
    assert in_words(parse(edtf), "fa") == words


@pytest.mark.parametrize(
    "edtf",
    [
        "2020-01",
        "-0054",
        "0000",
        "1620~",
        "189X",
        "2019/..",
        "2019-22",
        "2019-01/2020",
    ],
)
def test_other_words_of_other_languages_are_refused(edtf: str):
    with pytest.raises(DateError, match="only years AD"):
        in_words(parse(edtf), "de")


def test_unknown_style_is_refused():
    with pytest.raises(DateError, match="ymd"):
        in_words(parse("2020"), style="ymd")


@given(DATES, st.sampled_from(["dmy", "mdy"]))
def test_words_are_read_back(date: Date, style: str):
    assert read(in_words(date, style=style)) == date


# --- order and overlap


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2019", "2020"),
        ("-0043", "0000"),
        ("0000", "0001"),
        ("2020-01-03", "2020-01-04"),
        ("2020-01", "2020-02-01"),
        ("1618", "1620~"),
        ("1620~", "1622"),
        ("2020-01-02", "2020-01-04~"),
        ("18XX", "19XX"),
        ("-00XX", "00XX"),
        ("18XX", "1901"),
        ("../1899", "1900"),
        ("1899", "1900/.."),
        ("2019-21", "2020"),
        ("2019-22", "2021"),
        ("2018", "2019-23"),
        ("188X", "1890"),
        ("1620~/1630", "1631"),
        ("2019-21", "2020-21"),
        ("Y-17000", "-9999"),
    ],
)
def test_in_certain_order(first: str, second: str):
    assert before(parse(first), parse(second))
    assert not before(parse(second), parse(first))
    assert not overlap(parse(first), parse(second))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2020", "2020-01-03"),
        ("2020", "2020"),
        ("1619", "1620~"),
        ("1620~", "1621"),
        ("1620?", "1621"),
        ("18XX", "1900"),
        ("2019-21", "2019-24"),
        ("2019-22", "2020"),
        ("2019-22", "2018-12"),
        ("2019/2022", "2022/2024"),
        ("2020/..", "3000"),
        ("../2020", "-5000"),
        ("2020/", "2030"),
        ("17XX/18XX", "1900"),
        ("1620/1630~", "1631"),
        ("XXXX-12-27", "2020"),
        ("XXXX-12-27", "2020-12-27"),
        ("XXXX-12-27", "XXXX-12"),
        ("XXXX-02-29", "2020"),
        ("XXXX-02-29", "1897/1904"),
        ("XXXX-12-27", "2020-12-24/2021-01-02"),
        ("XXXX-12-27~", "XXXX-03"),
        ("XXXX-12-26", "2020-12-27~"),
        ("2019-22~", "2020-22"),
    ],
)
def test_no_certain_order_and_overlap(first: str, second: str):
    a, b = parse(first), parse(second)
    assert not before(a, b)
    assert not before(b, a)
    assert overlap(a, b)
    assert overlap(b, a)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("XXXX-12-27", "XXXX-12-28"),
        ("XXXX-12-27", "2020-12-28"),
        ("XXXX-12", "XXXX-11-27"),
        ("XXXX-02-29", "2019"),
        ("XXXX-02-29", "1897/1903"),
        ("XXXX-12-27", "2020-12-28/2021-12-26"),
        ("XXXX-02", "2020-03/2021-01"),
        ("2019-22", "2020-22"),
    ],
)
def test_no_order_and_no_overlap(first: str, second: str):
    a, b = parse(first), parse(second)
    assert not before(a, b)
    assert not before(b, a)
    assert not overlap(a, b)
    assert not overlap(b, a)


@given(DATES)
def test_nothing_is_before_itself(date: Date):
    assert not before(date, date)
    assert overlap(date, date)


@given(NEIGHBOURS, NEIGHBOURS)
def test_order_has_one_direction_and_no_overlap(a: Date, b: Date):
    assert overlap(a, b) == overlap(b, a)
    if before(a, b):
        assert not before(b, a)
        assert not overlap(a, b)
        assert a.latest < b.earliest


@given(NEIGHBOURS, NEIGHBOURS, NEIGHBOURS)
def test_order_is_transitive(a: Date, b: Date, c: Date):
    if before(a, b) and before(b, c):
        assert before(a, c)


# --- what a text says


@pytest.mark.parametrize(
    ("edtf", "text"),
    [
        ("2020-01-03", "On 3 January 2020, he was killed"),
        ("2020-01-03", "January 3, 2020"),
        ("2020-01-03", "3rd of January 2020"),
        ("2020-01-03", "Jan. 3, 2020"),
        ("2020-01-03", "2020-01-03"),
        ("2020-01-13", "13/01/2020"),
        ("2020-01-13", "1/13/2020"),
        ("2020-01-03", "the third of January 2020"),
        ("2020-01-03", "2–3 January 2020"),
        ("2020-01-03", "January 2 and 3, 2020"),
        ("2020-01-02", "on 2, 3 and 4 January 2020"),
        ("2020-01-03", "3\u00a0January\u00a02020"),
        ("2020-05-03", "3 may 2020"),
        ("2020-05", "In May 2020"),
        ("2020-09-11", "SEPT. 11, 2020"),
        ("2020-01", "2020-01"),
        ("2020", "the 2020 election"),
        ("2021", "the 2021's end"),
        ("1921", "1921"),
        ("-0479", "-479"),
        ("-0479", "\u2212479"),
        ("-0479", "480 BC"),
        ("-0054", "55 BC"),
        ("-0054", "55 B.C."),
        ("-0054", "in 55 BCE"),
        ("-0054", "55–44 BC"),
        ("-0054/-0043", "between 55 and 44 BC"),
        ("0000", "1 BC"),
        ("Y-17000", "17,001 BC"),
        ("0079", "AD 79"),
        ("0079", "79 A.D."),
        ("0079", "in 79 the mountain"),
        ("0079", "79"),
        ("0079-08-24", "24 August 79 AD"),
        ("0047/0050", "between 47 and 50"),
        ("0047/0050", "from 47 to 50"),
        ("189X", "the 1890s"),
        ("189X", "1890–1899"),
        ("189X", "the 1890's"),
        ("18XX", "19th century"),
        ("18XX", "nineteenth-century art"),
        ("18XX", "the 18th and 19th centuries"),
        ("17XX", "the 18th and 19th centuries"),
        ("18XX", "the Nineteenth Century"),
        ("18XX", "the 1800s"),
        ("18XX", "the mid-19th century"),
        ("20XX", "twenty-first century"),
        ("-04XX", "the 5th century BC"),
        ("-04XX", "fifth century BCE"),
        ("2019/2022", "2019-2022"),
        ("2019/2022", "2019–2022"),
        ("2019/2022", "the 2019–22 crisis"),
        ("1914/1918", "1914-18"),
        ("1914/1918", "from 1914 to 1918"),
        ("2019-22", "in summer 2019"),
        ("2019-23", "the fall of 2019"),
        ("XXXX-12-27", "on December 27"),
        ("../1899", "before 1900"),
        ("1901/..", "after 1900"),
        ("1901/..", "since 1901"),
        ("2020~", "2020"),
        ("-0048/-0039", "the 40s BC"),
        ("2020-01-03", "3 January[3] 2020[4]"),
    ],
)
def test_text_says_all(edtf: str, text: str):
    assert unstated(parse(edtf), text) == []


@pytest.mark.parametrize(
    ("edtf", "text", "missing"),
    [
        ("2020", "12020", ["year"]),
        ("2020", "20201", ["year"]),
        ("2020", "1,2020", ["year"]),
        ("2020", "the 2020s", ["year"]),
        ("2020", "$2020", ["year"]),
        ("2020", "2020 BC", ["year"]),
        ("2020", "-2020", ["year"]),
        ("2020", "2020.5", ["year"]),
        ("2020-01-03", "in 2020", ["month", "day"]),
        ("2020-01-03", "in January 2020", ["day"]),
        ("2020-01-03", "3 January", ["year"]),
        ("2020-01-03", "13 January 2020", ["day"]),
        ("2020-01-03", "30 January 2020", ["day"]),
        ("2020-01-03", "03/01/2020", ["month", "day"]),
        ("2020-01-03", "January 2020[3]", ["day"]),
        ("2020-01-03", "3 men in January 2020", ["day"]),
        ("2020-01-03", "", ["year", "month", "day"]),
        ("2020-05", "they may go in 2020", ["month"]),
        ("2020-03", "to march in 2020", ["month"]),
        ("2012", "2009-12", ["year"]),
        ("2012", "2009-12-03", ["year"]),
        ("0055", "55–44 BC", ["year"]),
        ("-0054", "55", ["year"]),
        ("-0054", "155 BC", ["year"]),
        ("0479", "-479", ["year"]),
        ("0079", "killing 79 people", ["year"]),
        ("0012", "12 January", ["year"]),
        ("189X", "1895", ["decade"]),
        ("189X", "1890s BC", ["decade"]),
        ("18XX", "18th century", ["century"]),
        ("18XX", "19th century BC", ["century"]),
        ("00XX", "the twenty-first century", ["century"]),
        ("-04XX", "the 5th century", ["century"]),
        ("2019/2022", "in 2019", ["end year"]),
        ("2019/2022", "until 2022", ["start year"]),
        ("2019-22", "in 2019", ["season"]),
        ("2019-23", "the fall of Rome in 2019", ["season"]),
        ("XXXX-12-27", "in December", ["day"]),
        ("1901/..", "in 1900", ["start year"]),
        ("../1899", "after 1900", ["end year"]),
        ("2019-01/2020-05-06", "2019 and 2020", ["start month", "end month", "end day"]),
    ],
)
def test_text_does_not_say(edtf: str, text: str, missing: list[str]):
    assert unstated(parse(edtf), text) == missing


@given(DATES, st.sampled_from(["dmy", "mdy"]))
def test_words_say_the_whole_date(date: Date, style: str):
    assert unstated(date, in_words(date, style=style)) == []


# --- steps


@pytest.mark.parametrize(
    ("edtf", "units", "moved"),
    [
        ("2020-02-28", 2, "2020-03-01"),
        ("2019-12", 1, "2020-01"),
        ("2020-01", -1, "2019-12"),
        ("-0001", 2, "0001"),
        ("0001-01-01", -1, "0000-12-31"),
        ("189X", 2, "191X"),
        ("18XX", 1, "19XX"),
        ("-00XX", 1, "00XX"),
        ("00XX", -2, "-01XX"),
        ("1620~", 1, "1621"),
        ("2019-22?", 1, "2020-22"),
        ("2019/2022", 3, "2022/2025"),
        ("2020-02-29/2021", 1, "2021-02-28/2022"),
        ("17XX/1850", 1, "18XX/1950"),
        ("1620~/..", 1, "1621/.."),
        ("/1620", -1, "/1619"),
        ("XXXX-12-27", 5, "XXXX-01-01"),
        ("XXXX-02-28", 1, "XXXX-02-29"),
        ("XXXX-12", 1, "XXXX-01"),
        ("9999", 1, "Y10000"),
    ],
)
def test_shift(edtf: str, units: int, moved: str):
    assert shift(parse(edtf), units).edtf == moved


@pytest.mark.parametrize(
    ("edtf", "units"),
    [
        ("9999-12-31", 1),
        ("000X", -1),
        ("999X", 1),
        ("99XX", 1),
        ("-99XX", -1),
    ],
)
def test_shift_beyond_what_edtf_writes(edtf: str, units: int):
    with pytest.raises(DateError):
        shift(parse(edtf), units)


@given(st.one_of(DAYS, MONTHS, YEARS, DECADES, CENTURIES, SEASONS, RECURRING).map(parse), st.integers(-400, 400))
def test_shift_goes_back(date: Date, units: int):
    try:
        moved = shift(date, units)
    except DateError:
        assume(False)
    assert moved.precision == date.precision
    assert shift(moved, -units) == date
    if date.precision != "recurring":
        assert units_between(date, moved) == abs(units)
        assert (moved.earliest > date.earliest) == (units > 0)


@given(INTERVALS.map(parse), st.integers(-400, 400))
def test_shifted_intervals_stay_intervals(date: Date, units: int):
    try:
        moved = shift(date, units)
    except DateError:
        assume(False)
    assert moved.precision == "interval"
    assert not moved.approximate
    assert not moved.uncertain


@pytest.mark.parametrize(
    ("a", "b", "units"),
    [
        ("2020-01-03", "2020-02-03", 31),
        ("2020-01", "2019-11-30", 2),
        ("-0043", "0014", 57),
        ("2020", "2018-06", 2),
        ("189X", "1915", 2),
        ("18XX", "-00XX", 19),
        ("2019/2022", "2014/2015", 5),
        ("2019-22", "2021-24", 2),
        ("2020-01-03", "2021", 364),
        ("XXXX-12-27", "XXXX-01-01", 5),
        ("XXXX-12", "XXXX-02-03", 2),
        ("2020/..", "2018", 2),
    ],
)
def test_units_between(a: str, b: str, units: int):
    assert units_between(parse(a), parse(b)) == units


@pytest.mark.parametrize(("a", "b"), [("../2020", "2018"), ("2018", "/2020"), ("XXXX-12-27", "2020")])
def test_no_distance_without_a_start(a: str, b: str):
    with pytest.raises(DateError, match="no start"):
        units_between(parse(a), parse(b))
