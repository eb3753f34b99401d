"""JSON-LD is read however carelessly it was written, up to a limit."""

from stories.ingestion.pages.read import read
from tests.patience import working_at_most
from tests.stories.ingestion.samples import LEAD, page


def test_json_ld_nested_without_end_is_passed_over() -> None:
    page_read = read(page(ld='<script type="application/ld+json">' + "[" * 100_000 + "</script>"))
    assert page_read.text.startswith(LEAD)


def test_thousands_of_json_ld_objects_are_read_up_to_a_limit() -> None:
    many = '<script type="application/ld+json">[' + ",".join(['{"@type":"Thing"}'] * 20_000) + "]</script>"
    with working_at_most(5):
        assert read(page(ld=many)).text.startswith(LEAD)


def test_an_author_elsewhere_in_the_graph_is_found_by_reference() -> None:
    graph = ('<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"x y z","datePublished":'
             '"2026-03-03","author":{"@id":"#p"}},'
             '{"@type":"Person","@id":"#p","name":"Tor Benn"}]}</script>')  # fmt: skip
    assert read(page(ld=graph)).byline == ("Tor Benn",)
