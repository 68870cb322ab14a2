"""Where the company sits and where its users sit."""

from __future__ import annotations

import pytest

from bot.answering.question.facts import facts_of
from bot.answering.question.places import Place, alone, named, places


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("A German company (HQ Munich)", Place("DE", "company")),
        ("公司在新加坡", Place("SG", "company")),
        ("英国公司商用", Place("GB", "company")),
        ("We're a bank in Frankfurt", Place("DE", "company")),
        ("an EU-based company", Place("EU", "company")),
        ("深圳的一家创业公司", Place("CN", "company")),
        ("users in France", Place("FR", "users")),
        ("EU users only", Place("EU", "users")),
        ("面向韩国用户的产品", Place("KR", "users")),
        ("our customers are mostly in Europe", Place("EU", "users")),
    ],
)
def test_tells_the_company_from_its_users(text: str, place: Place) -> None:
    """The words around a place say whose it is."""
    assert places(text)[0] == place


@pytest.mark.parametrize(
    "text",
    [
        "Chinese models",
        "欧盟《人工智能法案》",
        "help us understand",
        "Swiss cheese",
        "a chatbot in German",
        "nice company",
    ],
)
def test_a_place_that_is_nobodys_seat_is_left_alone(text: str) -> None:
    """A country in passing is no territory of the use."""
    assert places(text) == []


def whose(text: str, who: str) -> list[str]:
    """Codes of the places that are the company's or the users'."""
    return [one.code for one in places(text) if one.whose == who]


@pytest.mark.parametrize(
    ("text", "company", "users"),
    [
        ("company in Singapore with an office in London", ["SG", "GB"], []),
        ("我们是日本公司，英国分公司也用", ["JP", "GB"], []),
        ("HQ in Tokyo, servers in Frankfurt", ["JP", "DE"], []),
        ("We're in Zurich. Also our colleague sits in London", ["CH", "GB"], []),
        ("US startup, but a third of our traffic is from Germany", ["US"], ["DE"]),
        ("offices in Tokyo and London", ["JP", "GB"], []),
        ("德国和法国的用户", [], ["DE", "FR"]),
        ("users in the US, Canada and Germany", [], ["US", "CA", "DE"]),
        ("公司在新加坡，韩国那边的同事也要用", ["SG", "KR"], []),
        ("我们在杭州，做亚马逊欧洲站", ["CN"], ["EU"]),
        ("客户公司在德国", ["DE"], []),
        ("欧盟境内的公司", ["EU"], []),
        ("US company launching in Germany", ["US"], ["DE"]),
        ("HQ Tokyo; subsidiaries: Berlin, Paris", ["JP", "DE", "FR"], []),
        ("our users: 80% US, 20% UK", [], ["US", "GB"]),
        ("欧盟用户我们会屏蔽，公司在新加坡", ["SG"], []),
    ],
)
def test_every_place_counts(text: str, company: list[str], users: list[str]) -> None:
    """A later place is not lost behind the first one."""
    assert (whose(text, "company"), whose(text, "users")) == (company, users)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("we are in Cardiff", "GB"),
        ("a Manchester company", "GB"),
        ("公司在曼城", "GB"),
        ("our company is in Incheon", "KR"),
        ("总部在仁川", "KR"),
        ("our team sits in Nice", "FR"),
        ("德企", "DE"),
        ("a uk startup", "GB"),
        ("us-based team", "US"),
    ],
)
def test_cities_and_short_names(text: str, code: str) -> None:
    """Big cities in both languages, and abbreviations in lower case."""
    assert whose(text, "company") == [code]


@pytest.mark.parametrize(
    "text",
    [
        "Singapore company, no EU users",
        "Singapore company, users outside the EU",
        "我们在新加坡，没有欧盟用户",
        "我们在新加坡，除欧盟以外的用户",
        "我们不在欧盟，在新加坡",
    ],
)
def test_a_place_that_is_left_out_is_not_there(text: str) -> None:
    """Who rules a place out does not sit in it."""
    assert [one.code for one in places(text)] == ["SG"]


@pytest.mark.parametrize(
    ("text", "code"),
    [("不确定在英国能不能用", "GB"), ("Isn't it fine in the UK?", "GB"), ("除了德国我们在英国也有办公室", "GB")],
)
def test_a_doubt_about_a_place_keeps_it(text: str, code: str) -> None:
    """Who asks about a place may be there."""
    assert code in whose(text, "company")


@pytest.mark.parametrize("text", ["特别是德国用户", "个别德国用户", "用户不止德国"])
def test_letters_of_a_denial_leave_the_place(text: str) -> None:
    """`特别` holds `别` and denies nothing."""
    assert places(text) == [Place("DE", "users")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("We are in Dublin, Ohio", "US"),
        ("our company is in London, Ontario", "CA"),
        ("a company in Birmingham, Alabama", "US"),
        ("a Cambridge, Massachusetts company", "US"),
        ("a startup in Paris, TX", "US"),
        ("公司在安大略省伦敦", "CA"),
        ("HQ Munich, DE", "DE"),
    ],
)
def test_a_namesake_lies_in_its_state(text: str, code: str) -> None:
    """The state behind a city says which one is meant."""
    assert whose(text, "company") == [code]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("I moved from Germany to Singapore", "SG"),
        ("我从德国搬到新加坡", "SG"),
        ("our company is just outside Paris", "FR"),
        ("we work from a village outside of Seoul", "KR"),
        ("we have no branch outside Germany", "DE"),
        ("德国以外没有分部", "DE"),
        ("our products are made in Germany", "DE"),
        ("we never leave the UK", "GB"),
        ("our data never leaves Germany", "DE"),
        ("数据不出德国", "DE"),
    ],
)
def test_what_moves_and_what_stays(text: str, code: str) -> None:
    """Beside a city is there, and nowhere outside a country is in it."""
    assert whose(text, "company") == [code]


@pytest.mark.parametrize("text", ["models made in China", "users outside the EU", "we are outside the UK"])
def test_outside_a_country_is_not_there(text: str) -> None:
    """Nor is who speaks of a model from there."""
    assert places(text) == []


def test_a_list_of_cities_holds_no_namesake() -> None:
    """A city that names a state as well stands for itself."""
    assert whose("offices in London, New York and Berlin", "company") == ["GB", "US", "DE"]


@pytest.mark.parametrize("text", ["My colleague named Peter fine-tuned it", "我同事叫Peter，微调了它"])
def test_a_persons_name_is_no_models(text: str) -> None:
    """Who makes a model does not name it."""
    assert "derivative_name" not in facts_of(text, ())


def test_a_models_name_is_kept() -> None:
    """Beside a person's own."""
    assert facts_of("my colleague named Peter made a fine-tune named Foo", ())["derivative_name"] == "Foo"


@pytest.mark.parametrize(
    "text",
    [
        "没有德国用户，可以商用吗？",
        "We don't have users in the EU. Can we use it?",
        "We can't serve users in the EU, so is it fine?",
    ],
)
def test_users_that_are_denied_before_the_question_are_none(text: str) -> None:
    """What follows the comma asks about something else."""
    assert places(text) == []


def test_a_box_of_places_is_read_in_either_language() -> None:
    """Whoever sits there."""
    assert named("德国、法国") == named("Germany, France") == ["DE", "FR"]


@pytest.mark.parametrize(
    ("text", "code", "whose"),
    [
        ("Our users migrated to the app and we serve it from Germany", "DE", "company"),
        ("We transferred the weights to a server and run it from Berlin", "DE", "company"),
        ("We moved fast and now operate from Berlin", "DE", "company"),
        ("We're in Milan, MI", "IT", "company"),
        ("HQ in Bratislava, SK", "SK", "company"),
        ("we're in Utrecht, UT", "NL", "company"),
        ("we're in Rome, GA", "US", "company"),
        ("我们不在欧盟以外经营", "EU", "company"),
        ("we do not exclude the EU", "EU", "users"),
        ("we don't geoblock Germany", "DE", "users"),
        ("不排除欧盟用户", "EU", "users"),
        ("our users are not only in the EU", "EU", "users"),
        ("we can't sell it in Germany, can we?", "DE", "users"),
    ],
)
def test_a_place_that_is_not_left_is_there(text: str, code: str, whose: str) -> None:
    """What moves to the model, a province's letters and what is not excluded take no place away."""
    assert [(p.code, p.whose) for p in places(text)] == [(code, whose)]


@pytest.mark.parametrize("text", ["We moved our head office from Germany", "we relocated away from Germany"])
def test_a_place_that_was_left_is_not_there(text: str) -> None:
    """The company itself moved."""
    assert places(text) == []


def test_a_box_of_places_knows_a_namesake() -> None:
    """`Paris, Texas` is one place, in America."""
    assert named("Paris, Texas") == ["US"]
    assert named("London, Ontario; Milan, MI") == ["CA", "IT"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("那欧盟呢？", ("EU",)),
        ("and in the EU?", ("EU",)),
        ("what about Germany and France?", ("DE", "FR")),
        ("在韩国可以吗", ("KR",)),
        ("what about the EU AI Act?", ()),
        ("欧盟的规定是什么", ()),
        ("and the licence?", ()),
    ],
)
def test_a_place_by_itself(text: str, codes: tuple[str, ...]) -> None:
    """All that a message names, or no place of a use."""
    assert alone(text) == codes
