"""A body becomes blocks, each on one line: what an extractor nests, breaks or sets in cells comes apart."""

from lxml import etree

from stories.ingestion.pages.blocks import Kind, from_trafilatura, key


def test_paragraphs_headings_items_and_rows_are_blocks_in_reading_order() -> None:
    body = etree.fromstring(
        "<body><head>What the offer holds</head><p>The council <hi>met</hi>.</p>"
        "<list><item>Fees</item><item>Fares</item></list>"
        "<table><row><cell>Ward 1</cell><cell>Okafor</cell></row></table></body>"
    )
    assert [(block.kind, block.text) for block in from_trafilatura(body)] == [
        (Kind.HEADING, "What the offer holds"),
        (Kind.PROSE, "The council met."),
        (Kind.ITEM, "Fees"),
        (Kind.ITEM, "Fares"),
        (Kind.ROW, "Ward 1 | Okafor"),
    ]


def test_a_line_break_ends_a_block_and_words_between_elements_are_kept() -> None:
    body = etree.fromstring("<body><p>First line.<lb/>Second line.</p>Between.<quote><p>Said.</p></quote></body>")
    assert [block.text for block in from_trafilatura(body)] == ["First line.", "Second line.", "Between.", "Said."]


def test_lines_that_look_alike_have_one_key() -> None:
    assert key("The River’s bank.") == key("the river's — bank") == "theriversbank"
