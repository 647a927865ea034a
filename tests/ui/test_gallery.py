import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "address"),
    [
        ("en", "/gallery/"),
        ("fr", "/gallery/"),
        ("en", "/gallery/?refused"),
        ("fr", "/gallery/?refused"),
    ],
)
def test_gallery_answers_in_both_languages(client, language, address):
    answer = client.get(address, headers={"accept-language": language})
    assert (answer.status_code, answer.headers["Content-Language"]) == (200, language)
