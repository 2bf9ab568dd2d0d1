from __future__ import annotations

import pytest

from scoring.analyzers.errors import ErrorDetail
from scoring.analyzers.requests import FORMATS, TOLD, Shape, refused_parameter

REFUSALS = {
    "Unsupported parameter: 'store' is not supported with this model.": "store",
    "Unsupported value: 'temperature' does not support 0.2 with this model. Only 1 is.": "temperature",
    "Unrecognized request argument supplied: store": "store",
    "Unrecognized request arguments supplied: prompt_cache_key": "prompt_cache_key",
    "Unknown field: temperature.": "temperature",
    "temperature is not supported": "temperature",
    "Bad request. temperature is not supported with reasoning.": "temperature",
    "unknown parameter max_completion_tokens": "max_completion_tokens",
    "property 'prompt_cache_key' is unsupported": "prompt_cache_key",
    "[{'type': 'extra_forbidden', 'loc': ('body', 'store'), 'msg': 'Extra inputs are not permitted'}]": "store",
    "Extra inputs are not permitted, field: 'store', value: False": "store",
    'Invalid JSON payload received. Unknown name "store": Cannot find field.': "store",
    'Provider returned error: {"error": {"message": "Unknown parameter: \\"store\\"."}}': "store",
    "unknown field `store`, expected one of `model`, `messages`, `temperature`": "store",
    "Malformed input request: #: extraneous key [max_completion_tokens] is not permitted": "max_completion_tokens",
    "This model does not support response format `json_schema`. See supported models": "response_format",
    "'response_format.schema' : property 'schema' is unsupported": "response_format",
    "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.": "response_format",
    "This response_format type is unavailable now": "response_format",
    "'response_format.type' must be 'json_schema' or 'text'": "response_format",
    "[{'loc': ('body', 'response_format', 'type'), 'msg': \"Input should be 'text' or 'json_object'\"}]": "response_format",
    # and what is about something else
    "": "",
    "what?": "",
    "Invalid prompt: flagged. Text: 'in a store, kept the cold chain temperature and the database schema'": "",
    "Unsupported text: store manager, knows the schema": "",
    "Unknown error while the temperature was high in the store": "",
    "The model `gpt-9-store` is unknown": "",
    "Unsupported parameter: 'storefront'": "",
    "Your account is not allowed to store data": "",
    "We cannot store this: unexpected end of text": "",
    "Your credit balance is too low": "",
    "json_schema": "",
    "Unsupported language. " + "x" * 100 + " 'store'": "",
}


@pytest.mark.parametrize(("message", "name"), REFUSALS.items())
def test_a_parameter_is_refused_where_it_is_named_beside_a_word_of_refusal(message: str, name: str) -> None:
    assert refused_parameter(ErrorDetail(message)) == name


@pytest.mark.parametrize(
    ("param", "name"),
    [
        ("store", "store"),
        ("response_format", "response_format"),
        ("response_format.json_schema.schema", "response_format"),
        ("response_format[0]", "response_format"),
        ("json_schema", "response_format"),
        ("messages[2].content", ""),
        ("input", ""),
    ],
)
def test_the_errors_own_param_decides(param: str, name: str) -> None:
    assert refused_parameter(ErrorDetail("Unknown parameter: 'temperature'", param=param)) == name


def test_requests_do_without_what_they_contain_and_are_as_before_again() -> None:
    whole = Shape()
    for name in Shape.__struct_fields__:
        less = whole.without(name)
        assert less
        assert less != whole
        assert less.again(name, whole) == whole
        assert name == "response_format" or less.without(name) is None


def test_json_is_asked_for_ever_more_simply_until_the_prompt_is_all() -> None:
    shapes = [Shape()]
    while less := shapes[-1].without("response_format"):
        shapes.append(less)
    assert [shape.response_format for shape in shapes] == list(range(len(FORMATS)))
    assert [shape.instead_of("response_format") for shape in shapes][TOLD] == "JSON is asked for as json_object"
